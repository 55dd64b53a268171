// The ledger: the only owner of incidents. An incident is the fold of its entries; nobody else has one that can change.
//
//   append ─▶ store ─▶ evolve ─▶ the desks hear it (list in engine.cpp) ─▶ their appends
//
//   awake ──rest()──▶ resting: only a row of the store's watch table, if it owes or waits for anything
//     ▲                  │
//     └─ find(), append ─┘   folded again from its own entries
//
// Guarantees
//  1. An incident changes only by append(), and by evolve().
//  2. An incident that nobody works on rests: it is not in memory. find() does not show the difference.
//  3. settle() ends with an incident from which nothing follows at this moment: duties, tasks, escalation.
//  4. totals() are those of all incidents, awake or resting, without a walk.
//  5. take_back() undoes a step that was not committed; it reads the entries of the incidents that the step wrote to.
// Of the engine's thread. load() to take_back() are the engine's; desks use the rest, inside a step.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/incident/incident.hpp"
#include "core/journal/event.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace breachd::engine {

class Ledger {
  public:
    explicit Ledger(store::Store& store) : store_(store) {}

    // --- for desks ---
    // Null: no such incident. Holds until the end of the step.
    const Incident* find(const std::string& id);
    // The same, of an incident that exists: a bug otherwise.
    const Incident& get(const std::string& id);
    // "" is the daemon itself. An incident begins with IncidentOpened.
    Entry append(const std::string& id, const std::string& actor, Event event);
    void append_all(const std::string& id, const std::string& actor, const std::vector<Event>& events);
    void settle(const std::string& id);
    // The incident is looked at in this step, though no entry was written of it.
    void touch(const std::string& id) { changed_.insert(id); }
    const std::map<std::string, Incident>& awake() const { return awake_; }

    // --- for the engine ---
    using Hear = std::function<void(const Entry&)>;
    void hear_with(Hear hear) { hear_ = std::move(hear); }
    // What was awake at the stop is folded. Returns the resting ones that want to be looked at again.
    std::vector<std::pair<std::string, Instant>> load();
    // Folds it for a projection that is written anew; `use`: of each of its entries.
    void rebuild(const std::string& id, const Hear& use);
    // `quiet_since`: the daemon did not run from then on; duties that ran out since are marked so.
    void begin(Instant now, const Settings& settings, std::optional<Instant> quiet_since);
    void use(const Settings& settings) { settings_ = &settings; }
    std::set<std::string> take_changed() { return std::exchange(changed_, {}); }
    // Of an incident that was looked at: it rests until then, or (none) stays awake.
    void rest(const std::string& id, std::optional<Instant> until) { looked_at_[id] = until; }
    void project();    // what changed in the step, into the store's tables
    void committed();  // what rests leaves memory
    void take_back();

    struct Totals {
        std::int64_t running = 0, overdue = 0;
        std::optional<Instant> next_due;
    };
    Totals totals() const;
    std::int64_t appended() const { return appended_; }  // since the start

  private:
    static Totals share_of(const Incident& incident);
    void count(const Totals& share, int times);
    Incident* fold(const std::string& id, const Hear& use = {});
    store::WatchedIncident watched(const Incident& incident) const;
    std::vector<Event> consequences(const Incident& incident) const;

    store::Store& store_;
    Hear hear_;
    std::map<std::string, Incident> awake_;
    std::int64_t running_ = 0, overdue_ = 0;
    std::multiset<Instant> dues_;
    std::int64_t appended_ = 0;

    // Of the present step.
    Instant now_{};
    const Settings* settings_ = nullptr;
    std::optional<Instant> quiet_since_;
    std::set<std::string> changed_;                            // to be looked at
    std::set<std::string> written_;                            // entries were appended
    std::set<std::string> woken_;                              // rested when the step began
    std::map<std::string, std::optional<Instant>> looked_at_;  // and what came of it: rest()
};

}  // namespace breachd::engine
