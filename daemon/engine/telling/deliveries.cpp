// One row a subject and channel: outcomes, retries, the next channel, and the count of who has been told.
#include <fmt/format.h>

#include <algorithm>

#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kUnknownBatch = 200;

Instant day_start(Instant now) {  // quotas of Vietnamese providers end at midnight there
    return Instant{std::chrono::floor<std::chrono::days>(now + kVietnamOffset)} - kVietnamOffset;
}

bool is_told(const Channel& channel, SendResult result) {
    return result == SendResult::delivered ||
           (result == SendResult::accepted && channel.told_when == TellingGrade::accepted);
}

std::string delivery_key(const std::string& incident, std::int64_t subject, const std::string& channel, int version) {
    return fmt::format("{}-{}-{}-v{}", incident, subject, channel, version);
}

}  // namespace

void Telling::note_change(const std::string& incident, const store::DeliveryUpdate& update) {
    auto& run = runs_[incident];
    run.changes += fmt::format("{}|{}|{}|{}\n", update.id, boost::describe::enum_to_string(update.state, "?"),
                               update.attempts, update.code);
    ++run.changed;
    run.count = true;
}

// Where the change came from is part of the batch that the journal hashes.
void Telling::note_receipt(const store::DeliveryRow& row, const std::string& integration) {
    auto& run = runs_[row.incident];
    run.changes += fmt::format("{}|receipt|{}\n", row.id, integration);
    ++run.receipts[integration];
}

void Telling::first_channel(Step& step, const Incident& incident, const store::Store::Unplanned& subject) {
    auto channel = next_channel(step.settings, subject.reach, {});
    if (channel.empty()) {
        step.store.subjects().set_state(incident.id, subject.number, store::SubjectState::unreachable, step.now);
        auto& run = runs_[incident.id];
        run.changes += fmt::format("subject {}|unreachable\n", subject.number);
        ++run.changed;
        run.count = true;
        return;
    }
    add_row(step, incident.id, subject.number, channel, incident.notice_version);
}

void Telling::add_row(Step& step, const std::string& incident, std::int64_t subject, const std::string& channel,
                      int version) {
    store::DeliveryRow row;
    row.incident = incident;
    row.subject = subject;
    row.channel = channel;
    row.version = version;
    row.key = delivery_key(incident, subject, channel, version);
    row.updated_at = step.now;
    row.next_at = step.now;
    step.store.deliveries().add(row);
    runs_[incident].count = true;
}

void Telling::fail_row(Step& step, const store::DeliveryRow& row, std::string code, std::string words) {
    store::DeliveryUpdate update{row.id,          store::SendState::failed, row.attempts,    {},
                                 std::move(code), std::move(words),         row.provider_id, step.now};
    step.store.deliveries().update(update);
    note_change(row.incident, update);
    move_on(step, row);
}

bool Telling::told_by_another(Step& step, const store::DeliveryRow& row) {
    for (const auto& other : step.store.deliveries().of_subject(row.incident, row.subject, row.version)) {
        if (other.id == row.id) continue;
        const auto* channel = step.settings.channel(other.channel);
        bool accepted_is_enough = channel && channel->told_when == TellingGrade::accepted;
        if (other.state == store::SendState::delivered ||
            (other.state == store::SendState::accepted && accepted_is_enough))
            return true;
    }
    return false;
}

void Telling::move_on(Step& step, const store::DeliveryRow& row) {
    if (told_by_another(step, row)) return;
    auto subject = step.store.subjects().find(row.incident, row.subject);
    std::set<std::string> tried;
    for (const auto& other : step.store.deliveries().of_subject(row.incident, row.subject, row.version))
        tried.insert(other.channel);
    Reach reach = 0;
    if (subject)
        for (auto which : {Address::email, Address::phone, Address::zalo_id, Address::push_token})
            if (!subject->address(which).reveal().empty()) reach |= static_cast<Reach>(which);
    auto channel = next_channel(step.settings, reach, tried);
    if (channel.empty())
        step.store.subjects().set_state(row.incident, row.subject, store::SubjectState::unreachable, step.now);
    else
        add_row(step, row.incident, row.subject, channel, row.version);
}

void Telling::done(Step& step, const AttemptDone& done) {
    auto row = step.store.deliveries().find(done.delivery_id);
    if (!row) return;
    const auto* channel = step.settings.channel(row->channel);
    if (channel) channels_.answered(*channel);
    if (row->state != store::SendState::sending) return;  // already accounted for (a restart in between)
    step.ledger.touch(row->incident);                     // whatever came of it, the run goes on in this step
    const auto& outcome = done.outcome;
    bool charged = outcome.blame != Blame::channel && outcome.blame != Blame::destination;
    store::DeliveryUpdate update{row->id,       store::SendState::failed, row->attempts, {}, outcome.code,
                                 outcome.words, outcome.provider_id,      step.now};
    if (!channel) return fail_row(step, *row, outcome.code, "the channel is not configured any more");
    switch (outcome.result) {
        case SendResult::accepted:
        case SendResult::delivered:
            if (channels_.worked(step, row->channel)) look_at_all(step);
            update.state =
                outcome.result == SendResult::delivered ? store::SendState::delivered : store::SendState::accepted;
            if (is_told(*channel, outcome.result)) {
                step.store.subjects().set_state(row->incident, row->subject, store::SubjectState::told, step.now);
                ++step.stats.told;
            }
            break;
        case SendResult::retry:
            if (outcome.blame == Blame::channel && channels_.failed(step, row->channel, outcome.code, outcome.words))
                look_at_all(step);
            if (charged && row->attempts >= channel->attempts_max)
                return fail_row(step, *row, outcome.code, outcome.words);
            update.state = store::SendState::retrying;
            update.attempts = charged ? row->attempts : row->attempts - 1;
            update.next_at =
                step.now + retry_delay(row->attempts, outcome.retry_after, kNoticeRetryBase, kNoticeRetryCap, step.rng);
            break;
        case SendResult::rejected:
            if (outcome.blame != Blame::content) return fail_row(step, *row, outcome.code, outcome.words);
            // Our message is wrong: it would be refused for everybody. Nobody is charged; people must look.
            update.state = store::SendState::retrying;
            update.attempts = row->attempts - 1;
            update.next_at = step.now + kNoticeRetryCap;
            stop_run(step, row->incident, because::content_refused(row->channel, outcome.code, outcome.words));
            break;
        case SendResult::unknown:
            update.state = store::SendState::unknown;
            if (channel->on_unknown == "resend" && row->attempts < 2) {
                update.next_at = step.now + kUnknownPause;
                auto& at = runs_[row->incident].unknown_at;
                at = std::min(at.value_or(*update.next_at), *update.next_at);
            } else {
                move_on(step, *row);  // never counted as told nor as failed; the next channel makes sure
            }
            break;
    }
    step.store.deliveries().update(update);
    note_change(row->incident, update);
}

void Telling::stop_run(Step& step, const std::string& id, const Reason& why) {
    const auto& incident = step.ledger.get(id);
    if (incident.notice_run.state != RunState::running) return;
    step.ledger.append(id, "system", NoticePaused{why, ""});
    step.ledger.append_all(id, "system",
                           page_duty(id, step.settings, step.now, fmt::format("content-v{}", incident.version), why));
}

// Rows whose outcome was never heard: once more with the same key, where the channel's policy says so.
void Telling::resend_unknown(Step& step, const Incident& incident) {
    auto& run = runs_[incident.id];
    run.unknown_at.reset();
    for (const auto& row : step.store.deliveries().in_state(incident.id, store::SendState::unknown, kUnknownBatch)) {
        if (!row.next_at) continue;
        if (*row.next_at > step.now) {
            run.unknown_at = std::min(run.unknown_at.value_or(*row.next_at), *row.next_at);
            continue;
        }
        const auto* channel = step.settings.channel(row.channel);
        if (!channel || channel->on_unknown != "resend" || row.version != incident.notice_version) {
            store::DeliveryUpdate settled{row.id,    store::SendState::unknown, row.attempts, {}, row.code,
                                          row.words, row.provider_id,           step.now};
            step.store.deliveries().update(settled);
            note_change(incident.id, settled);
            move_on(step, row);
            continue;
        }
        if (channels_.allowance(step, *channel) <= 0) {
            run.unknown_at = step.now + std::chrono::seconds{1};
            break;
        }
        send_row(step, incident, *channel, row);
    }
}

Result<Answer> Telling::handle(Step& step, const Envelope&, const Receipt& command) {
    if (!command.webhook_id.empty() &&
        !step.store.requests().remember_webhook(command.integration, command.webhook_id, step.now))
        return Answer(Done{});
    auto row = step.store.deliveries().by_key(command.key);
    if (!row) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    if (command.outcome == "delivered") {
        store::DeliveryUpdate update{row->id,      store::SendState::delivered, row->attempts,    {},
                                     command.code, redact(command.words),       row->provider_id, step.now};
        step.store.deliveries().update(update);
        step.store.subjects().set_state(row->incident, row->subject, store::SubjectState::told, step.now);
        note_change(row->incident, update);
        note_receipt(*row, command.integration);
    } else if (command.outcome == "failed") {
        // A bounce after acceptance: the person was not told after all, unless another channel has told them.
        if (row->state != store::SendState::failed) {
            if (!told_by_another(step, *row))
                step.store.subjects().set_state(row->incident, row->subject, store::SubjectState::pending, step.now);
            fail_row(step, *row, command.code, redact(command.words));
            note_receipt(*row, command.integration);
            const auto& incident = step.ledger.get(row->incident);
            if (incident.notice_run.state == RunState::done)
                step.ledger.append(row->incident, "hook:" + command.integration, NoticeResumed{because::bounced(), ""});
        }
    } else {
        return Error{ErrorCode::unprocessable, "must be delivered or failed", "/data/outcome"};
    }
    step.ledger.touch(row->incident);
    return Answer(Done{});
}

void Telling::refresh_counts(Step& step, const Incident& incident) {
    auto& run = runs_[incident.id];
    if (!run.count) return;
    run.counts = step.store.deliveries().counts(incident.id, incident.notice_version, day_start(step.now));
    run.count = false;
}

RunLoad Telling::load_of(Step& step, const Incident& incident) {
    if (incident.notice_run.subjects == 0) return {0, {}, {}, channels_.down()};
    refresh_counts(step, incident);
    const auto& counts = runs_[incident.id].counts;
    RunLoad load{counts.pending, counts.queued, counts.sent_today, channels_.down()};
    return load;
}

void Telling::finish_changes(Step& step, const Incident& incident) {
    auto& run = runs_[incident.id];
    if (run.changed == 0) return;
    auto load = load_of(step, incident);
    const auto& counts = run.counts;
    step.ledger.append(
        incident.id, "system",
        DeliveriesRecorded{run.changed, hex(sha256(run.changes)), counts.told, counts.in_flight, counts.unreachable,
                           forecast_end(load, step.settings, step.now), std::exchange(run.receipts, {})});
    run.changes.clear();
    run.changed = 0;
    if (incident.notice_run.state == RunState::running && !run.plan && counts.subjects > 0 && counts.pending == 0)
        step.ledger.append(incident.id, "system", NoticeRunDone{counts.told, counts.unreachable});
}

void Telling::look_at_all(Step& step) {
    for (const auto& [id, run] : runs_) step.agenda.no_later_than(step.now, DeskId::telling, id);
}

void Telling::look(Step& step, const Incident& incident) {
    if (incident.notice_run.state == RunState::running && incident.notice_version > 0)
        tell(step, incident);
    else if (auto run = runs_.find(incident.id); run != runs_.end())
        finish_changes(step, incident);  // a receipt that came after the run
}

Instant Telling::wake(const Step& step, const Incident& incident) const {
    auto run = runs_.find(incident.id);
    if (run == runs_.end() || incident.notice_run.state != RunState::running) return Instant::max();
    if (run->second.plan) return step.now;
    return std::min(run->second.again_at.value_or(Instant::max()), run->second.unknown_at.value_or(Instant::max()));
}

// Whatever was in flight at the stop is unknown.
void Telling::load(Step& step) {
    step.store.imports().abort_all();
    for (const auto& [id, incident] : step.ledger.awake()) {
        if (incident.notice_run.subjects == 0) continue;
        for (;;) {
            auto rows = step.store.deliveries().in_state(id, store::SendState::sending, 500);
            if (rows.empty()) break;
            for (const auto& row : rows) {
                store::DeliveryUpdate update{row.id,       store::SendState::unknown,
                                             row.attempts, step.now,
                                             "",           "sent before a stop; nothing was heard",
                                             "",           step.now};
                step.store.deliveries().update(update);
                note_change(id, update);
            }
        }
        runs_[id].unknown_at = step.now;
        finish_changes(step, incident);
    }
}

// What the failed step counted is counted again; what it waited for comes back as outcomes.
void Telling::take_back() {
    for (auto& [id, run] : runs_) {
        auto released = std::move(run.released);
        run = Run{};
        run.released = std::move(released);
        run.unknown_at = Instant{};
    }
    channels_.take_back();
}

}  // namespace breachd::engine
