// Two people who change facts at once: a change is merged field by field, and is refused only where both changed the
// same fact to different values. Pure.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"

namespace breachd {

class Event;
struct Incident;

// By which entry a fact became what it is.
struct FactMark {
    std::int64_t version = 0;  // of the incident after that entry
    std::string by;            // its actor
    Instant at{};
    bool operator==(const FactMark&) const = default;
};
BOOST_DESCRIBE_STRUCT(FactMark, (), (version, by, at))

struct FactConflict {
    std::string pointer;  // "/measures"
    json::value theirs, yours;
    std::string by;  // the actor of the entry that set theirs
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(FactConflict, (), (pointer, theirs, yours, by, at))

// What of `changes` (of patch_facts) somebody else changed after `seen`, the version that their author read. A fact
// that has the wanted value already is no conflict: there is no entry for it.
std::vector<FactConflict> conflicts(const Incident& incident, const std::vector<Event>& changes, std::int64_t seen);

}  // namespace breachd
