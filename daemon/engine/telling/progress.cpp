// How far a run is: bound into the journal, forecast over all runs that share its channels.
#include "core/law/obligation.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

const std::vector<Demand>& Runs::demands_on(Step& step, const std::string& channel) {
    auto [at, fresh] = demands_.try_emplace(channel);
    if (!fresh) return at->second;
    for (const auto& [id, run] : running_) {
        auto queued = step.store.deliveries().tally(id, run.version).queued;
        if (auto rows = queued.find(channel); rows != queued.end() && rows->second > 0)
            at->second.push_back({id, run.due, rows->second});
    }
    return at->second;
}

RunLoad Runs::load_of(Step& step, const Incident& incident) {
    RunLoad load;
    if (incident.notice_run.subjects == 0) return load;
    auto counts = step.store.deliveries().tally(incident.id, incident.notice_version);
    load.pending = counts.pending;
    if (counts.pending == 0) load.unconfirmed = counts.in_flight;
    load.queued = counts.queued;
    for (const auto& [name, rows] : counts.out)  // the probe of a channel that is down waits like the others
        if (channels_.down(name)) load.queued[name] += rows;
    for (const auto& [name, rows] : load.queued) {
        if (rows == 0) continue;
        load.sends_needed[name] = sends_until_done(demands_on(step, name), incident.id);
        load.sent_today[name] = channels_.used(step, name);
        if (channels_.down(name)) load.channels_down.insert(name);
        if (auto to = hands_over_to(step, name)) load.hand_over.emplace(name, *to);
        if (auto pace = channels_.pace(step, name)) load.pace[name] = *pace;
        if (auto last = step.store.deliveries().last_try(incident.id, name, incident.notice_version))
            load.last_try[name] = *last;
    }
    return load;
}

// The channel went down or came back, or another run shares it now: what follows from it is looked at anew.
void Runs::judge_again(Step& step, const std::string& channel) {
    for (const auto& demand : demands_on(step, channel)) {
        to_judge_.insert(demand.run);
        to_journal_.try_emplace(demand.run, false);
        step.ledger.touch(demand.run);
    }
}

void Runs::turned(Step& step, const std::string& channel) {
    to_feed_.insert(channel);
    judge_again(step, channel);
}

// Whether the incident must know at once: a subject is told no longer, the first one cannot be reached, all are told,
// or a channel's state gave or took the forecast.
bool Runs::changes_what_follows(Step& step, const Incident& incident, const store::RunCounts& counts) {
    const auto& known = incident.notice_run;
    bool judged = to_judge_.erase(incident.id) > 0;
    auto run = running_.find(incident.id);
    bool planning = run != running_.end() && run->second.plan;  // then those of the import are not all found yet
    if (counts.told < known.told || counts.by_hand != known.by_hand || counts.impossible != known.impossible ||
        counts.subjects != known.subjects || (counts.unreachable < known.unreachable && !planning))
        return true;
    if (counts.unreachable > 0 && known.unreachable == 0) return true;
    if (run == running_.end()) return counts.told != known.told || counts.pointed != known.pointed;
    bool nobody_pending = counts.subjects > 0 && counts.pending == 0;
    if (counts.ended() || (nobody_pending && counts.told != known.told)) return true;
    return judged && forecast_moved(step, incident);
}

// What the journal may say: whoever waits still does so until the forecast is looked at again.
std::optional<Instant> Runs::forecast_of(Step& step, const Incident& incident) {
    auto end = forecast_end(load_of(step, incident), step.settings, step.now);
    return end ? std::optional(std::max(*end, step.now + kJournalEvery)) : std::nullopt;
}

// Whether it came, went, passes before it is looked at again, is another by a tenth of the time that is left, or
// changed sides of the moment at which the public notice is needed.
bool Runs::forecast_moved(Step& step, const Incident& incident) {
    auto known = incident.notice_run.forecast_end, end = forecast_of(step, incident);
    if (!known || !end) return known.has_value() != end.has_value();
    if (*known < step.now + kJournalEvery) return true;
    if (auto due = subjects_due(incident)) {
        auto last_moment = *due - step.settings.public_notice.margin;
        if ((*known > last_moment) != (*end > last_moment)) return true;
    }
    auto difference = *known > *end ? *known - *end : *end - *known;
    return difference > std::max(kJournalEvery, (*end - step.now) / 10);
}

// Each minute, all runs at the same moments: they share what is counted.
void Runs::look_again(Step& step, const std::string& id) {
    if (!running_.contains(id)) return;
    step.agenda.no_later_than(std::chrono::floor<std::chrono::minutes>(step.now) + std::chrono::minutes{1},
                              DeskId::telling, "forecast|" + id);
}

void Runs::progress(Step& step, const std::string& id, bool now) {
    const auto* found = step.ledger.find(id);
    if (found == nullptr) return;
    const auto& incident = *found;
    auto run = running_.find(id);
    auto counts = step.store.deliveries().tally(id, incident.notice_version);
    auto unbound = step.store.deliveries().unbound(id);
    if (counts.pending > 0 || counts.unsettled > 0) look_again(step, id);
    bool follows = changes_what_follows(step, incident, counts);
    if (unbound == 0 && !follows) return;
    if (run != running_.end()) {
        auto at = run->second.journalled_at;
        now = now || !at || step.now - *at >= kJournalEvery || step.now < *at;
    }
    if (!now && !follows && unbound < kJournalRows) {
        auto last = run != running_.end() ? *run->second.journalled_at : step.now;
        step.agenda.no_later_than(last + kJournalEvery, DeskId::telling, "progress|" + id);
        return;
    }
    journal_now(step, incident);
}

// What was taken may come back: a run that says that it is done has waited for that.
bool Runs::awaits_bounces(Step& step, const std::string& id) {
    auto patience = step.settings.notice.bounce_patience;
    auto last = patience > Duration{0} ? step.store.deliveries().last_accepted(id) : std::nullopt;
    if (!last || *last + patience <= step.now) return false;
    step.agenda.no_later_than(*last + patience, DeskId::telling, "progress|" + id);
    return true;
}

void Runs::journal_now(Step& step, const Incident& incident) {
    auto counts = step.store.deliveries().tally(incident.id, incident.notice_version);
    auto bound = step.store.deliveries().bind(incident.id);
    auto end = forecast_of(step, incident);
    const auto& known = incident.notice_run;
    bool same = counts.told == known.told && counts.unreachable == known.unreachable &&
                counts.pointed == known.pointed && counts.by_hand == known.by_hand &&
                counts.impossible == known.impossible && counts.subjects == known.subjects &&
                counts.groups == incident.groups && !forecast_moved(step, incident);
    auto run = running_.find(incident.id);
    if (bound.rows > 0 || !same) {
        DeliveriesRecorded recorded{bound.rows,
                                    bound.sha256,
                                    counts.told,
                                    counts.in_flight,
                                    counts.unreachable,
                                    end,
                                    std::move(receipts_of(incident.id)),
                                    counts.pointed,
                                    counts.by_hand,
                                    counts.impossible,
                                    counts.subjects,
                                    {},
                                    counts.groups};
        for (const auto& [version, people] : counts.told_by) recorded.told_by[std::to_string(version)] = people;
        step.ledger.append(incident.id, "system", std::move(recorded));
        receipts_.erase(incident.id);
        worked_on_.insert(incident.id);
        if (run != running_.end()) run->second.journalled_at = step.now;
    }
    step.agenda.drop(DeskId::telling, "progress|" + incident.id);
    bool ended = run != running_.end() && !run->second.plan && counts.ended();
    if (ended && awaits_bounces(step, incident.id)) return;
    if (ended && incident.notice_run.state == RunState::running)
        step.ledger.append(incident.id, "system",
                           NoticeRunDone{counts.told, counts.unreachable, counts.by_hand, counts.pointed});
}

}  // namespace breachd::engine
