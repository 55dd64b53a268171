// One row a subject and channel: outcomes, retries, the next channel, and the count of who has been told.
#include <fmt/format.h>

#include <algorithm>

#include "core/law/obligation.hpp"
#include "core/telling/redact.hpp"
#include "engine/state.hpp"

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

Pii<std::string> Engine::State::address_on(const Subject& subject, const Channel& channel) const {
    const auto* contact = first_of(subject.contacts, channel.notice_contacts);
    return contact ? contact->address : Pii<std::string>();
}

void Engine::State::note_change(const std::string& incident, const store::DeliveryUpdate& update) {
    auto& run = runs[incident];
    run.changes += fmt::format("{}|{}|{}|{}\n", update.id, boost::describe::enum_to_string(update.state, "?"),
                               update.attempts, update.code);
    ++run.changed;
    run.count = true;
    wrote = true;
}

void Engine::State::first_channel(const Incident& incident, const store::Store::Unplanned& subject) {
    auto channel = next_channel(*settings, subject.reach, {});
    if (channel.empty()) {
        store.set_subject_state(incident.id, subject.number, store::SubjectState::unreachable, now);
        auto& run = runs[incident.id];
        run.changes += fmt::format("subject {}|unreachable\n", subject.number);
        ++run.changed;
        run.count = true;
        return;
    }
    add_row(incident.id, subject.number, channel, incident.notice_version);
}

void Engine::State::add_row(const std::string& incident, std::int64_t subject, const std::string& channel,
                            int version) {
    store::DeliveryRow row;
    row.incident = incident;
    row.subject = subject;
    row.channel = channel;
    row.version = version;
    row.key = delivery_key(incident, subject, channel, version);
    row.updated_at = now;
    row.next_at = now;
    store.add_delivery(row);
    runs[incident].count = true;
}

void Engine::State::fail_row(const store::DeliveryRow& row, std::string code, std::string words) {
    store::DeliveryUpdate update{row.id,          store::SendState::failed, row.attempts,    {},
                                 std::move(code), std::move(words),         row.provider_id, now};
    store.update_delivery(update);
    note_change(row.incident, update);
    move_on(row);
}

bool Engine::State::told_by_another(const store::DeliveryRow& row) {
    for (const auto& other : store.deliveries_of(row.incident, row.subject, row.version)) {
        if (other.id == row.id) continue;
        const auto* channel = settings->channel(other.channel);
        bool accepted_is_enough = channel && channel->told_when == TellingGrade::accepted;
        if (other.state == store::SendState::delivered ||
            (other.state == store::SendState::accepted && accepted_is_enough))
            return true;
    }
    return false;
}

void Engine::State::move_on(const store::DeliveryRow& row) {
    if (told_by_another(row)) return;
    auto subject = store.subject(row.incident, row.subject);
    std::set<std::string> tried;
    for (const auto& other : store.deliveries_of(row.incident, row.subject, row.version)) tried.insert(other.channel);
    auto channel = next_channel(*settings, subject ? kinds_of(subject->contacts) : 0, tried);
    if (channel.empty())
        store.set_subject_state(row.incident, row.subject, store::SubjectState::unreachable, now);
    else
        add_row(row.incident, row.subject, channel, row.version);
}

void Engine::State::delivery_done(const AttemptDone& done) {
    auto row = store.delivery(done.delivery_id);
    if (!row) return;
    const auto* channel = settings->channel(row->channel);
    if (channel) --channel_work(*channel).outstanding;
    if (row->state != store::SendState::sending) return;  // already accounted for (a restart in between)
    dirty.insert(row->incident);                          // whatever came of it, the run goes on in this step
    const auto& outcome = done.outcome;
    bool charged = outcome.blame != Blame::channel && outcome.blame != Blame::destination;
    store::DeliveryUpdate update{
        row->id, store::SendState::failed, row->attempts, {}, outcome.code, outcome.words, outcome.provider_id, now};
    if (!channel) return fail_row(*row, outcome.code, "the channel is not configured any more");
    switch (outcome.result) {
        case SendResult::accepted:
        case SendResult::delivered:
            channel_worked(row->channel);
            update.state =
                outcome.result == SendResult::delivered ? store::SendState::delivered : store::SendState::accepted;
            if (is_told(*channel, outcome.result)) {
                store.set_subject_state(row->incident, row->subject, store::SubjectState::told, now);
                ++stats.told;
            }
            break;
        case SendResult::retry:
            if (outcome.blame == Blame::channel) channel_failed(row->channel, outcome.code + " " + outcome.words);
            if (charged && row->attempts >= channel->attempts_max) return fail_row(*row, outcome.code, outcome.words);
            update.state = store::SendState::retrying;
            update.attempts = charged ? row->attempts : row->attempts - 1;
            update.next_at =
                now + retry_delay(row->attempts, outcome.retry_after, kNoticeRetryBase, kNoticeRetryCap, rng);
            break;
        case SendResult::rejected:
            if (outcome.blame != Blame::content) return fail_row(*row, outcome.code, outcome.words);
            // Our message is wrong: it would be refused for everybody. Nobody is charged; people must look.
            update.state = store::SendState::retrying;
            update.attempts = row->attempts - 1;
            update.next_at = now + kNoticeRetryCap;
            stop_run(row->incident, fmt::format("kênh “{}” từ chối nội dung thông báo: {} {}", row->channel,
                                                outcome.code, outcome.words));
            break;
        case SendResult::unknown:
            update.state = store::SendState::unknown;
            if (channel->on_unknown == "resend" && row->attempts < 2) {
                update.next_at = now + kUnknownPause;
                auto& at = runs[row->incident].unknown_at;
                at = std::min(at.value_or(*update.next_at), *update.next_at);
            } else {
                move_on(*row);  // never counted as told nor as failed; the next channel makes sure
            }
            break;
    }
    store.update_delivery(update);
    note_change(row->incident, update);
}

void Engine::State::stop_run(const std::string& id, const std::string& why) {
    auto& incident = incidents[id];
    if (incident.notice_run.state != RunState::running) return;
    record(id, "system", NoticePaused{why});
    record_all(id, "system", page_duty(id, *settings, now, fmt::format("content-v{}", incident.version), why));
}

// Rows whose outcome was never heard: once more with the same key, where the channel's policy says so.
void Engine::State::resend_unknown(Incident& incident) {
    auto& run = runs[incident.id];
    run.unknown_at.reset();
    for (const auto& row : store.deliveries_in_state(incident.id, store::SendState::unknown, kUnknownBatch)) {
        if (!row.next_at) continue;
        if (*row.next_at > now) {
            run.unknown_at = std::min(run.unknown_at.value_or(*row.next_at), *row.next_at);
            continue;
        }
        const auto* channel = settings->channel(row.channel);
        if (!channel || channel->on_unknown != "resend" || row.version != incident.notice_version) {
            store::DeliveryUpdate settled{row.id,    store::SendState::unknown, row.attempts, {}, row.code,
                                          row.words, row.provider_id,           now};
            store.update_delivery(settled);
            note_change(incident.id, settled);
            move_on(row);
            continue;
        }
        if (allowance(*channel) <= 0) {
            run.unknown_at = now + std::chrono::seconds{1};
            break;
        }
        send_row(incident, *channel, row);
    }
}

Result<Reply> Engine::State::receipt(const Receipt& command) {
    if (!command.webhook_id.empty() && !store.remember_webhook(command.integration, command.webhook_id, now))
        return Reply{200, "", "{}", "", nullptr};
    wrote = true;
    auto row = store.delivery_by_key(command.key);
    if (!row) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    if (command.outcome == "delivered") {
        store::DeliveryUpdate update{row->id,      store::SendState::delivered, row->attempts,    {},
                                     command.code, redact(command.words),       row->provider_id, now};
        store.update_delivery(update);
        store.set_subject_state(row->incident, row->subject, store::SubjectState::told, now);
        note_change(row->incident, update);
    } else if (command.outcome == "failed") {
        // A bounce after acceptance: the person was not told after all, unless another channel has told them.
        if (row->state != store::SendState::failed) {
            if (!told_by_another(*row))
                store.set_subject_state(row->incident, row->subject, store::SubjectState::pending, now);
            fail_row(*row, command.code, redact(command.words));
            auto& incident = incidents[row->incident];
            if (incident.notice_run.state == RunState::done)
                record(row->incident, "hook:" + command.integration,
                       NoticeResumed{"một thông báo bị trả lại sau khi đã nhận"});
        }
    } else {
        return Error{ErrorCode::unprocessable, "must be delivered or failed", "/data/outcome"};
    }
    dirty.insert(row->incident);
    return Reply{200, "", "{}", "", nullptr};
}

void Engine::State::refresh_counts(const Incident& incident) {
    auto& run = runs[incident.id];
    if (!run.count) return;
    run.counts = store.run_counts(incident.id, incident.notice_version, now, day_start(now));
    run.count = false;
}

RunLoad Engine::State::load_of(const Incident& incident) {
    refresh_counts(incident);
    const auto& counts = runs[incident.id].counts;
    RunLoad load{counts.pending, counts.queued, counts.sent_today, {}};
    for (const auto& [name, channel] : channels)
        if (channel.down) load.channels_down.insert(name);
    return load;
}

void Engine::State::finish_changes(Incident& incident) {
    auto& run = runs[incident.id];
    if (run.changed == 0) return;
    auto load = load_of(incident);
    const auto& counts = run.counts;
    record(incident.id, "system",
           DeliveriesRecorded{run.changed, hex(sha256(run.changes)), counts.told, counts.in_flight, counts.unreachable,
                              forecast_end(load, *settings, now)});
    run.changes.clear();
    run.changed = 0;
    if (incident.notice_run.state == RunState::running && !run.plan && counts.subjects > 0 && counts.pending == 0)
        record(incident.id, "system", NoticeRunDone{counts.told, counts.unreachable});
}

}  // namespace breachd::engine
