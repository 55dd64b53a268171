#include "engine/ledger.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/incident/playbook.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::engine {

namespace {

// More rounds than any chain of consequences can need; reaching it is a loop of ours.
constexpr int kSettleRoundsMax = 200;

}  // namespace

struct Ledger::Share {
    std::int64_t running = 0, overdue = 0;
    std::optional<Instant> next_due;
};

// What an incident adds to the totals.
Ledger::Share Ledger::share_of(const Incident& incident) {
    Share share;
    if (!incident.live()) return share;
    for (const auto& o : incident.obligations) {
        share.running += o.state == ObligationState::running;
        share.overdue += o.state == ObligationState::overdue;
    }
    share.next_due = next_due(incident);
    return share;
}

void Ledger::count(const Incident& incident, int times) {
    auto share = share_of(incident);
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

void Ledger::load(const Hear& use) {
    awake_.clear();
    running_ = overdue_ = 0;
    dues_.clear();
    store_.journal().each_entry([&](const Entry& entry) {
        if (!entry.incident_id.empty()) evolve(awake_[entry.incident_id], entry);
        use(entry);
    });
    for (const auto& [id, incident] : awake_) count(incident, 1);
}

void Ledger::begin(Instant now, const Settings& settings, std::optional<Instant> quiet_since) {
    now_ = now;
    settings_ = &settings;
    quiet_since_ = quiet_since;
    changed_.clear();
    written_.clear();
}

const Incident* Ledger::find(const std::string& id) {
    auto at = awake_.find(id);
    return at == awake_.end() ? nullptr : &at->second;
}

const Incident& Ledger::get(const std::string& id) {
    const auto* incident = find(id);
    BREACHD_CHECK(incident != nullptr);
    return *incident;
}

Entry Ledger::append(const std::string& id, const std::string& actor, Event event) {
    bool opens = std::holds_alternative<IncidentOpened>(event);
    if (!id.empty()) BREACHD_CHECK((find(id) == nullptr) == opens);
    auto entry = store_.journal().append(now_, id, actor, std::move(event));
    ++appended_;
    if (!id.empty()) {
        auto& incident = awake_[id];
        if (!opens) count(incident, -1);
        evolve(incident, entry);
        count(incident, 1);
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

void Ledger::project() {
    for (const auto& id : written_) store_.incidents().put(awake_.at(id), next_due(awake_.at(id)));
}

void Ledger::project_all() {
    for (const auto& [id, incident] : awake_) store_.incidents().put(incident, next_due(incident));
}

void Ledger::take_back() {
    for (const auto& id : written_) {
        auto at = awake_.find(id);
        count(at->second, -1);
        awake_.erase(at);
        auto entries = store_.journal().entries_of(id);
        if (entries.empty()) continue;  // opened in the step
        auto& incident = awake_[id];
        for (const auto& entry : entries) evolve(incident, entry);
        count(incident, 1);
    }
    changed_.clear();
    written_.clear();
}

}  // namespace breachd::engine
