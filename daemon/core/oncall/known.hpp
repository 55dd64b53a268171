// An incident that gets worse after somebody took it over: whoever acknowledged it did not know that, so people are
// called again and a new acknowledgement is wanted. What a person did is no news; what an alert or the daemon found is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

struct Entry;
struct Incident;
struct Reason;

// An incident as it was when people last acted on it, or were last called.
struct Known {
    bool noted = false;
    int severity = 0;
    std::vector<std::string> kinds, systems, duties;
    Instant
        acted_at{};  // when a person, or the public notice, last did something: what follows at that moment is no news
};

// After the entry was folded.
void note_known(Incident& incident, const Entry& entry, bool by_person);

// What is worse than that: severity, kinds of data, duties, systems (in a storm these are no news: it is made of them).
// None while people are being called.
std::optional<Reason> worse_than_known(const Incident& incident);

}  // namespace breachd
