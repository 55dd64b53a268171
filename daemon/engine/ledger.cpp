#include "engine/ledger.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/incident/decisions.hpp"
#include "core/incident/playbook.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/known.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::engine {

namespace {

// More rounds than any chain of consequences can need; reaching it is a loop of ours.
constexpr int kSettleRoundsMax = 200;

}  // namespace

// What an incident adds to the totals.
Ledger::Totals Ledger::share_of(const Incident& incident) {
    Totals share;
    if (!incident.live()) return share;
    for (const auto& o : incident.obligations) {
        share.running += o.state == ObligationState::running;
        share.overdue += o.state == ObligationState::overdue;
    }
    share.next_due = next_due(incident);
    return share;
}

void Ledger::count(const Totals& share, int times) {
    running_ += times * share.running;
    overdue_ += times * share.overdue;
    if (!share.next_due) return;
    if (times > 0)
        dues_.insert(*share.next_due);
    else if (auto found = dues_.find(*share.next_due); found != dues_.end())
        dues_.erase(found);
}

Ledger::Totals Ledger::totals() const {
    return {running_, overdue_, dues_.empty() ? std::nullopt : std::optional(*dues_.begin())};
}

// --- memory ---------------------------------------------------------------------------------------------------------

Incident* Ledger::fold(const std::string& id, const Hear& use) {
    auto entries = store_.journal().entries_of(id);
    if (entries.empty()) return nullptr;
    auto& incident = awake_[id];
    for (const auto& entry : entries) {
        evolve(incident, entry);
        if (use) use(entry);
    }
    return &incident;
}

std::vector<std::pair<std::string, Instant>> Ledger::load() {
    std::vector<std::pair<std::string, Instant>> waiting;
    for (const auto& row : store_.watch().all()) {
        count({row.running, row.overdue, row.next_due}, 1);
        if (row.awake)
            fold(row.id);
        else if (row.wake)
            waiting.emplace_back(row.id, *row.wake);
    }
    return waiting;
}

void Ledger::rebuild(const std::string& id, const Hear& use) {
    const auto* incident = fold(id, use);
    if (incident == nullptr) return;
    count(share_of(*incident), 1);
    written_.insert(id);
}

void Ledger::begin(Instant now, const Settings& settings, std::optional<Instant> quiet_since) {
    now_ = now;
    settings_ = &settings;
    quiet_since_ = quiet_since;
    changed_.clear();
    written_.clear();
    woken_.clear();
    looked_at_.clear();
}

const Incident* Ledger::find(const std::string& id) {
    if (id.empty()) return nullptr;
    if (auto at = awake_.find(id); at != awake_.end()) return &at->second;
    const auto* incident = fold(id);
    if (incident != nullptr) woken_.insert(id);
    return incident;
}

const Incident& Ledger::get(const std::string& id) {
    const auto* incident = find(id);
    BREACHD_CHECK(incident != nullptr);
    return *incident;
}

// A resting one owes no run and is not looked at within a day; until then its entries are all there is of it.
store::WatchedIncident Ledger::watched(const Incident& incident) const {
    auto share = share_of(incident);
    auto looked = looked_at_.find(incident.id);
    bool rests = looked != looked_at_.end() && looked->second.has_value();
    std::optional<Instant> wake;
    if (rests && *looked->second != Instant::max()) wake = *looked->second;
    return {incident.id, !rests, wake, share.running, share.overdue, share.next_due};
}

void Ledger::project() {
    for (const auto& id : written_) store_.incidents().put(awake_.at(id), next_due(awake_.at(id)));
    auto seen = written_;
    for (const auto& [id, until] : looked_at_) seen.insert(id);
    for (const auto& id : seen) store_.watch().put(watched(awake_.at(id)));
}

// One that was folded only to be read rests again.
void Ledger::committed() {
    for (const auto& [id, until] : looked_at_)
        if (until) awake_.erase(id);
    for (const auto& id : woken_)
        if (!written_.contains(id) && !looked_at_.contains(id)) awake_.erase(id);
}

void Ledger::take_back() {
    for (const auto& id : written_) {
        auto at = awake_.find(id);
        if (at == awake_.end()) continue;
        count(share_of(at->second), -1);
        awake_.erase(at);
        if (const auto* incident = fold(id)) count(share_of(*incident), 1);  // none: opened in the step
    }
    for (const auto& id : woken_) awake_.erase(id);
    begin(now_, *settings_, quiet_since_);
}

// --- entries --------------------------------------------------------------------------------------------------------

Entry Ledger::append(const std::string& id, const std::string& actor, Event event) {
    bool opens = std::holds_alternative<IncidentOpened>(event);
    if (!id.empty()) BREACHD_CHECK((find(id) == nullptr) == opens);
    auto entry = store_.journal().append(now_, id, actor, std::move(event));
    ++appended_;
    if (!id.empty()) {
        auto& incident = awake_[id];
        if (!opens) count(share_of(incident), -1);
        evolve(incident, entry);
        count(share_of(incident), 1);
        changed_.insert(id);
        written_.insert(id);
    }
    hear_(entry);
    return entry;
}

void Ledger::append_all(const std::string& id, const std::string& actor, const std::vector<Event>& events) {
    for (const auto& event : events) append(id, actor, event);
}

std::vector<Event> Ledger::consequences(const Incident& incident) const {
    auto events = plan_obligations(incident, *settings_, now_);
    if (events.empty()) events = plan_tasks(incident, *settings_);
    if (events.empty()) events = settle_obligations(incident, now_);
    if (events.empty()) events = tick_obligations(incident, *settings_, now_, quiet_since_);
    if (events.empty()) events = tick_tasks(incident, now_);
    if (events.empty()) events = tick_dismissal(incident, now_);
    if (events.empty())
        if (auto worse = worse_than_known(incident)) events = start_escalation(incident, *settings_, *worse);
    if (events.empty()) events = tick_escalation(incident, *settings_, now_);
    return events;
}

void Ledger::settle(const std::string& id) {
    const auto& incident = get(id);
    for (int round = 0; round < kSettleRoundsMax; ++round) {
        auto events = consequences(incident);
        if (events.empty()) return;
        append_all(id, "system", events);
    }
    check_failed("an incident's consequences never end", __FILE__, __LINE__);
}

}  // namespace breachd::engine
