// Letters on paper. A letter has its place in a batch before it is written, in the same transaction as its attempt:
// after a crash it is written to that place again. What is written waits (`accepted`) until a person says when the
// batch was given to the post office; from then on it is as a message that arrived, until it comes back.
#include <fmt/format.h>

#include <algorithm>

#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kIntegration = "post";
constexpr std::size_t kReceiptBytesMax = 200;
constexpr std::size_t kReasonBytesMax = 1000;
constexpr Duration kLookAgain = std::chrono::minutes{5};

bool is_unwritten(const store::DeliveryRow& row) { return store::is_unwritten(row.state, row.next_at.has_value()); }

std::vector<store::DeliveryRow> letters_of(Step& step, const store::PostalBatch& batch) {
    std::vector<store::DeliveryRow> out;
    for (auto id : step.store.postal().letters(batch.id))
        if (auto row = step.store.deliveries().by_id(id)) out.push_back(std::move(*row));
    return out;
}

Error no_batch(const std::string& name) {
    return {ErrorCode::not_found, "the incident has no such batch of letters", name};
}

// The person's contacts were corrected after this letter was written: another one is on its way.
bool is_replaced(Step& step, const store::DeliveryRow& row) {
    auto way = step.store.subjects().way_to(row.incident, row.subject);
    return !way || row.id <= way->anew_after;
}

Result<Instant> posted_at(Step& step, const store::PostalBatch& batch, const PostLetters& command) {
    auto at = command.posted_at.value_or(step.now);
    if (at > step.now) return Error{ErrorCode::unprocessable, "lies in the future", "/posted_at"};
    auto written = step.store.postal().last_written(batch.id);
    if (written && at < *written)
        return Error{ErrorCode::unprocessable, "lies before the batch was written", "/posted_at"};
    return at;
}

Answer changed_now(Step& step, const Incident& incident) {
    step.ledger.settle(incident.id);
    return Changed{std::make_shared<const Incident>(incident), step.now, false};
}

}  // namespace

store::PostalPlace Runs::place_in_batch(Step& step, const Channel& channel, const std::string& id,
                                        const store::DueDelivery& row) {
    bool may_be_there = row.state == store::SendState::unknown;
    auto place = step.store.postal().place(row.id, id, channel.name, may_be_there,
                                           {channel.batch_letters_max, channel.batch_open}, step.now);
    if (!place.batch.announced)
        step.agenda.no_later_than(std::max(place.batch.closes_at, step.now + Duration{1}), DeskId::telling, kPostDue);
    return place;
}

void Runs::take_out_letter(Step& step, const Incident& incident, std::int64_t subject) {
    auto& deliveries = step.store.deliveries();
    for (const auto& row : deliveries.of_subject(incident.id, subject, incident.notice_version)) {
        auto place = step.store.postal().place_of(row.id);
        if (row.state != store::SendState::accepted || !place || place->batch.posted_at) continue;
        deliveries.update(
            {{row.id, store::SendState::cancelled, row.attempts, {}, row.code, Cause::none, ""}, step.now});
        step.store.subjects().set_state(incident.id, subject, store::SubjectState::unreachable, step.now,
                                        incident.notice_version);
    }
}

void Runs::call_to_post(Step& step) {
    for (auto& batch : step.store.postal().unannounced()) {
        if (batch.closes_at > step.now) {
            step.agenda.no_later_than(batch.closes_at, DeskId::telling, kPostDue);
            continue;
        }
        const auto* incident = step.ledger.find(batch.incident);
        auto letters = letters_of(step, batch);
        if (incident != nullptr && incident->live() && std::any_of(letters.begin(), letters.end(), is_unwritten)) {
            step.agenda.no_later_than(step.now + kLookAgain, DeskId::telling, kPostDue);
            continue;
        }
        batch.announced = true;
        step.store.postal().put(batch);
        auto written = std::count_if(letters.begin(), letters.end(),
                                     [](const auto& row) { return row.state == store::SendState::accepted; });
        if (incident == nullptr || !incident->live() || written == 0) continue;
        step.ledger.append_all(batch.incident, "system",
                               page_duty(batch.incident, step.settings, step.now, "post-" + batch.name(),
                                         because::letters_wait(batch.name(), written)));
    }
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const PostLetters& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto batch = step.store.postal().find(incident.id, command.batch);
    if (!batch) return no_batch(command.batch);
    if (batch->posted_at)
        return Error{ErrorCode::conflict, "this batch was recorded as posted before: that stands", command.batch};
    if (command.receipt.empty()) return Error{ErrorCode::unprocessable, "is required", "/receipt"};
    if (command.receipt.size() > kReceiptBytesMax)
        return Error{ErrorCode::unprocessable, "is longer than 200 bytes", "/receipt"};
    auto at = posted_at(step, *batch, command);
    if (!at) return at.error();
    auto letters = letters_of(step, *batch);
    if (std::any_of(letters.begin(), letters.end(), is_unwritten))
        return Error{ErrorCode::conflict, "letters of this batch are not written yet: wait until it is ready",
                     command.batch};
    std::erase_if(letters,
                  [&](const auto& row) { return row.state != store::SendState::accepted || is_replaced(step, row); });
    if (letters.empty()) return Error{ErrorCode::conflict, "no letter of this batch waits to be posted", command.batch};
    runs_.journal_now(step, incident);  // what the posting does not bring
    std::string rows;
    for (const auto& row : letters) rows += fmt::format("{}\n", row.id);
    batch->posted_at = *at;
    batch->recorded_at = step.now;
    batch->recorded_by = envelope.person;
    batch->receipt = command.receipt;
    batch->closes_at = std::min(batch->closes_at, step.now);
    batch->announced = true;
    step.store.postal().put(*batch);
    step.ledger.append(incident.id, envelope.actor,
                       LettersPosted{batch->name(), batch->channel, static_cast<std::int64_t>(letters.size()), *at,
                                     command.receipt, hex(sha256(rows)), envelope.person});
    for (const auto& row : letters) runs_.got_through(step, row, kIntegration, true);
    runs_.journal_now(step, incident);
    return changed_now(step, incident);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ReturnLetter& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto batch = step.store.postal().find(incident.id, command.batch);
    if (!batch) return no_batch(command.batch);
    if (command.reason.size() > kReasonBytesMax)
        return Error{ErrorCode::unprocessable, "is longer than 1000 bytes", "/reason"};
    auto letters = letters_of(step, *batch);
    auto row =
        std::find_if(letters.begin(), letters.end(), [&](const auto& each) { return each.subject == command.subject; });
    if (row == letters.end())
        return Error{ErrorCode::not_found, "this batch has no letter to this person", std::to_string(command.subject)};
    if (!batch->posted_at)
        return Error{ErrorCode::conflict, "this batch is not recorded as posted: record that first", command.batch};
    auto effect = effect_of(ReceiptWord::failed, row->state);
    if (effect == ReceiptEffect::takes_back) {
        step.store.postal().note_returned(row->id, step.now);
        step.ledger.append(incident.id, envelope.actor,
                           LetterCameBack{command.subject, batch->name(), command.reason, envelope.person});
        came_back(step, *row, kIntegration, envelope.actor, Cause::came_back);
        runs_.journal_now(step, incident);
    }
    return changed_now(step, incident);
}

}  // namespace breachd::engine
