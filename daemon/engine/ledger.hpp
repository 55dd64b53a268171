// The ledger: the only owner of incidents. An incident is the fold of its entries; nobody else has one that can change.
//
//   append ─▶ store ─▶ evolve ─▶ the desks hear it (list in engine.cpp) ─▶ their appends
//
// Guarantees
//  1. An incident changes only by append(), and by evolve().
//  2. An incident that nobody works on leaves memory; find() folds it again from its own entries.
//  3. settle() ends with an incident from which nothing follows at this moment: duties, tasks, escalation.
//  4. totals() are those of all incidents, in memory or not, without a walk.
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

    // --- for the engine ---
    using Hear = std::function<void(const Entry&)>;
    void hear_with(Hear hear) { hear_ = std::move(hear); }
    void load(const Hear& use);  // `use`: of every entry, in order
    // `quiet_since`: the daemon did not run from then on; duties that ran out since are marked so.
    void begin(Instant now, const Settings& settings, std::optional<Instant> quiet_since);
    void use(const Settings& settings) { settings_ = &settings; }
    std::set<std::string> take_changed() { return std::exchange(changed_, {}); }
    void project();  // what changed in the step, into the store's tables for lists
    void project_all();
    void take_back();  // of the step that could not be committed

    struct Totals {
        std::int64_t running = 0, overdue = 0;
        std::optional<Instant> next_due;
    };
    Totals totals() const;
    std::int64_t appended() const { return appended_; }  // since the start
    const std::map<std::string, Incident>& awake() const { return awake_; }

  private:
    struct Share;
    static Share share_of(const Incident& incident);
    void count(const Incident& incident, int times);
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
    std::set<std::string> changed_;  // to be looked at
    std::set<std::string> written_;  // entries were appended
};

}  // namespace breachd::engine
