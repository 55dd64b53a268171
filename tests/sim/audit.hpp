// The auditor compares its books with what the daemon says of itself, one subject a file. Each check returns "" or the
// first difference as a sentence. audit() may be called between any two steps; what must have happened by the end is
// looked at when the world is over.
#pragma once

#include "sim/books.hpp"
#include "sim/outside.hpp"
#include "sim/world.hpp"

namespace breachd::sim {

struct Case {
    explicit Case(World& world);

    World& world;
    const Witness& witness;
    Books books;
    Outside outside;
    std::map<std::string, json::object> incidents;  // as the daemon shows them
    std::map<std::string, json::object> alerts;     // by id; only when the world is over
    bool in_order() const { return world.over(); }
};

using Audit = std::string(Case&);
Audit audit_incidents, audit_clocks, audit_people, audit_letters, audit_quotas, audit_pages, audit_alerts, audit_public,
    audit_hand_over;

Audit audit;                     // all of them
std::string look(World& world);  // the same, of a world that still runs

// The incident's words for states from which nothing is owed any more.
inline bool is_live(const json::object& incident) {
    auto state = text_in(incident, "state");
    return state != "dismissed" && state != "purged";
}
// The daemon ran at that moment and could write.
bool could_work(const Witness& witness, Instant at);
std::size_t version_in(const std::string& key);  // of the notice that the letter with this key holds: "...-v2"
bool could_work_since(const Witness& witness, Instant from, Instant to);  // all the time

}  // namespace breachd::sim
