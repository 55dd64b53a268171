// What came of each message: recorded in batches, one a run and channel.
#include <fmt/format.h>

#include <algorithm>

#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kUnopened = "unopened";  // code of a row that waits because we could not open it
constexpr std::size_t kUnopenedLookedAt = 50;

bool is_told(TellingGrade grade, SendResult result) {
    return result == SendResult::delivered || (result == SendResult::accepted && grade == TellingGrade::accepted);
}

}  // namespace

std::string provider_tag(const Step& step, const std::string& channel, const std::string& provider_id) {
    if (provider_id.empty()) return "";
    auto tag = hex(step.store.vault().tag("index", fmt::format("provider id|{}|{}", channel, provider_id)));
    return tag.substr(0, 32);
}

void Runs::record(Step& step) {
    std::map<Line, std::vector<store::Settled>> batches;
    std::vector<std::pair<std::string, store::Settled>> moving, elsewhere;
    std::vector<std::pair<Line, store::Settled>> again;
    std::set<std::string> turned;
    for (const auto& done : std::exchange(heard_, {})) {
        auto at = out_.find(done.delivery_id);
        if (at == out_.end()) continue;
        auto out = std::move(at->second);
        out_.erase(at);
        answered_.emplace_back(done.delivery_id, out);
        worked_on_.insert(out.incident);
        heard_of_older(step, out);
        bool first = out.was == store::SendState::queued;
        if (channels_.heard(step, out.channel, out.destination, done.outcome, first)) turned.insert(out.channel);
        unblock(out.channel, &out.destination);
        to_feed_.insert(out.channel);
        const auto* channel = step.settings.channel(out.channel);
        auto settled = done.not_begun ? given_back(step, channel, out, done) : judge(step, channel, out, done);
        canary_heard(step, out, done.outcome, done.not_begun ? store::SendState::queued : settled.state);
        if (channel != nullptr && channel->by_post && settled.state == store::SendState::accepted)
            step.store.postal().note_written(settled.id, step.now);
        if (settled.next_at && settled.state == store::SendState::accepted)
            awaits_receipt(step, out.channel, out.incident, *settled.next_at);
        else if (settled.next_at)
            step.agenda.no_later_than(*settled.next_at, DeskId::telling, "line|" + out.channel + "|" + out.incident);
        bool unsure = settled.state == store::SendState::unknown && !settled.next_at;
        if (settled.state == store::SendState::failed || unsure || settled.pointed)
            moving.emplace_back(out.incident, settled);
        if (settled.told && !settled.alone) elsewhere.emplace_back(out.incident, settled);
        if (settled.state == store::SendState::retrying) again.emplace_back(Line(out.channel, out.incident), settled);
        batches[{out.channel, out.incident}].push_back(std::move(settled));
    }
    for (const auto& [line, settled] : batches) {
        step.stats.told += step.store.deliveries().record(line.second, line.first, settled, step.now);
        to_journal_.try_emplace(line.second, false);
    }
    for (const auto& [id, settled] : moving) move_on(step, id, settled.subject, settled.version);
    for (const auto& [id, settled] : elsewhere)
        step.store.deliveries().withdraw(id, settled.subject, settled.version, step.now);
    for (const auto& [line, settled] : again)  // the probe of a channel that is down for long
        if (auto at = channels_.hands_over_at(step, line.first);
            at && *at <= step.now && running_.contains(line.second))
            hand_over_row(step, line.second, line.first, settled.subject, settled.version);
    if (!batches.empty()) demands_.clear();
    for (const auto& channel : turned) judge_again(step, channel);
}

// When the last message of an earlier version that may tell somebody of this one was heard of, they are planned.
void Runs::heard_of_older(const Step& step, const Out& out) {
    auto run = running_.find(out.incident);
    if (run == running_.end() || run->second.older_out == 0 || out.version >= run->second.version) return;
    if (out.version < step.ledger.get(out.incident).notice_since) return;
    if (--run->second.older_out == 0) to_plan_.insert(out.incident);
}

// Delivery did not begin with it: the row is as it was before it was claimed, and waits at once.
store::Settled Runs::given_back(const Step& step, const Channel* channel, const Out& out, const AttemptDone& done) {
    store::Settled as;
    as.id = done.delivery_id;
    as.subject = out.subject;
    as.version = out.version;
    as.state = out.was;
    as.attempts = out.attempts - 1;
    as.code = out.code;
    as.cause = out.cause;
    as.alone = out.alone;
    as.went = false;
    // A moment later than all that a walk of this step has seen: no walk can have passed it.
    if (channel != nullptr) as.next_at = step.now + std::max(Duration{1}, *done.not_begun);
    if (channel != nullptr || out.was == store::SendState::unknown) return as;
    as.state = store::SendState::failed;
    as.cause = Cause::channel_gone;
    return as;
}

store::Settled Runs::judge(Step& step, const Channel* channel, const Out& out, const AttemptDone& done) {
    const auto& outcome = done.outcome;
    store::Settled as;
    as.id = done.delivery_id;
    as.subject = out.subject;
    as.version = out.version;
    as.was = store::SendState::sending;
    as.state = store::SendState::failed;
    as.attempts = out.attempts;
    as.code = outcome.code;
    as.cause = outcome.cause;
    as.provider_id = provider_tag(step, out.channel, outcome.provider_id);
    as.alone = out.alone;
    bool took = !done.unopened && (outcome.result == SendResult::accepted || outcome.result == SendResult::delivered);
    if (channel == nullptr && !took) {  // not to be tried again here; what was taken or may have been stays so
        if (!done.unopened && outcome.result == SendResult::unknown) as.state = store::SendState::unknown;
        as.cause = Cause::channel_gone;
        return as;
    }
    bool own_fault = out.was != store::SendState::queued && channels_.works_for_others(step, out.channel);
    bool charged = outcome.blame == Blame::unclear
                       ? own_fault
                       : outcome.blame != Blame::channel && outcome.blame != Blame::destination;
    auto again = [&](Instant at, bool free) {
        as.state = store::SendState::retrying;
        as.attempts = free ? out.attempts - 1 : out.attempts;
        as.next_at = at;
    };
    if (done.unopened) {  // a fault of ours: the person is neither told nor unreachable
        page_unopened(step, out.incident);
        as.code = kUnopened;
        again(step.now + kNoticeRetryCap, true);
        return as;
    }
    switch (outcome.result) {
        case SendResult::accepted:
        case SendResult::delivered:
            as.state =
                outcome.result == SendResult::delivered ? store::SendState::delivered : store::SendState::accepted;
            as.told = is_told(out.told_when, outcome.result) && !out.only_points;
            as.pointed = is_told(out.told_when, outcome.result) && out.only_points;
            if (channel != nullptr && !is_told(out.told_when, outcome.result))
                as.next_at = step.now + channel->receipt_patience;
            break;
        case SendResult::retry:
            if (charged && out.attempts >= channel->attempts_max) break;
            again(
                step.now + retry_delay(out.attempts, outcome.retry_after, kNoticeRetryBase, kNoticeRetryCap, step.rng),
                !charged);
            break;
        case SendResult::rejected:
            if (outcome.blame != Blame::content) break;
            // Our message is wrong: it would be refused for everybody. Nobody is charged; people must look.
            again(step.now + kNoticeRetryCap, true);
            stop_run(step, out.incident, because::content_refused(out.channel, outcome.code, outcome.cause), "content");
            break;
        case SendResult::unknown:  // never counted as told nor as failed; once more, or the next channel makes sure
            as.state = store::SendState::unknown;
            // What is written to a file of its own, as often as it takes, is one letter.
            if (channel->on_unknown == "resend" && (out.attempts < 2 || channel->by_post))
                as.next_at = step.now + kUnknownPause;
            break;
    }
    return as;
}

int Runs::by_others(Step& step, const store::DeliveryRow& row, store::SubjectState grade) {
    int version = 0;
    for (const auto& other : step.store.deliveries().of_subject(row.incident, row.subject)) {
        if (other.id == row.id || other.grade() != grade) continue;
        const auto* channel = step.settings.channel(other.channel);
        bool accepted_is_enough = channel && channel->told_when == TellingGrade::accepted;
        if (other.state == store::SendState::delivered ||
            (other.state == store::SendState::accepted && accepted_is_enough))
            version = std::max(version, other.version);
    }
    return version;
}

int Runs::told_by_others(Step& step, const store::DeliveryRow& row) {
    return by_others(step, row, store::SubjectState::told);
}

// Who had the short text before the letter that came back has it still.
void Runs::came_back(Step& step, const store::DeliveryRow& row) {
    auto& subjects = step.store.subjects();
    subjects.take_back_told(row.incident, row.subject, told_by_others(step, row), step.now);
    auto way = subjects.way_to(row.incident, row.subject);
    if (!way) return;
    auto pointing = by_others(step, row, store::SubjectState::pointed);
    if (way->state == store::SubjectState::pending && pointing == step.ledger.get(row.incident).notice_version)
        subjects.set_state(row.incident, row.subject, store::SubjectState::pointed, step.now, pointing);
    bool pointed = way->state == store::SubjectState::pointed && way->state_version == row.version;
    if (pointed && pointing < row.version)
        subjects.wait_again(row.incident, row.subject, store::SubjectState::pointed, step.now);
}

Runs::Receipts& Runs::receipts_of(const std::string& id) {
    auto& now = receipts_[id];
    receipts_before_.try_emplace(id, now);
    return now;
}

void Runs::count_receipt(const store::DeliveryRow& row, const std::string& integration) {
    ++receipts_of(row.incident)[integration];
    worked_on_.insert(row.incident);
    to_journal_.try_emplace(row.incident, false);
}

void Runs::got_through(Step& step, const store::DeliveryRow& row, const std::string& integration, bool delivered) {
    count_receipt(row, integration);
    auto state = delivered ? store::SendState::delivered : store::SendState::accepted;
    const auto* channel = step.settings.channel(row.channel);
    bool waits_on = !delivered && (channel == nullptr || channel->told_when != TellingGrade::accepted);
    std::optional<Instant> until;
    if (waits_on && channel != nullptr) until = step.now + channel->receipt_patience;
    step.store.deliveries().update({{row.id, state, row.attempts, until, row.code, Cause::none, ""}, step.now});
    if (until) awaits_receipt(step, row.channel, row.incident, *until);
    if (waits_on) return;
    auto grade = row.grade();
    step.store.subjects().set_state(row.incident, row.subject, grade, step.now, row.version);
    if (grade == store::SubjectState::told)
        step.store.deliveries().withdraw(row.incident, row.subject, row.version, step.now);
    if (grade == store::SubjectState::pointed) move_on(step, row.incident, row.subject, row.version);
}

void Runs::fail(Step& step, const store::DeliveryRow& row, const std::string& integration, Cause cause) {
    count_receipt(row, integration);
    step.store.deliveries().update(
        {{row.id, store::SendState::failed, row.attempts, {}, row.code, cause, ""}, step.now});
    if (told_by_others(step, row) < row.version) move_on(step, row.incident, row.subject, row.version);
}

void Runs::settled_by_hand(Step& step, const Incident& incident, std::int64_t subject) {
    step.store.deliveries().cancel(incident.id, subject, step.now);
    journal_now(step, incident);
}

void Runs::stop_run(Step& step, const std::string& id, const Reason& why, std::string_view page) {
    const auto& incident = step.ledger.get(id);
    if (incident.notice_run.state != RunState::running) return;
    step.ledger.append(id, "system", NoticePaused{why, ""});
    step.ledger.append_all(id, "system",
                           page_duty(id, step.settings, step.now, fmt::format("{}-v{}", page, incident.version), why));
}

// Read from the rows: it outlives a restart, and ends when they could be opened.
bool Runs::unopened(Step& step, const Incident& incident) {
    if (incident.notice_version == 0) return false;
    if (!step.store.vault().has(incident.id))
        return step.store.deliveries().tally(incident.id, incident.notice_version).pending > 0;
    auto tried_now = [&](const auto& out) {
        return out.second.incident == incident.id && out.second.code == kUnopened;
    };
    if (std::any_of(out_.begin(), out_.end(), tried_now)) return true;
    auto rows = step.store.deliveries().in_state(incident.id, store::SendState::retrying, kUnopenedLookedAt);
    return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.code == kUnopened; });
}

void Runs::page_unopened(Step& step, const std::string& id) {
    auto run = running_.find(id);
    if (run == running_.end() || std::exchange(run->second.unopened_paged, true)) return;
    step.ledger.append_all(id, "system",
                           page_duty(id, step.settings, step.now, fmt::format("unopened-v{}", run->second.version),
                                     because::data_unopened()));
}

}  // namespace breachd::engine
