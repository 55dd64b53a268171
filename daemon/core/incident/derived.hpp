// An incident's JSON against the fold of its entries: for evidence, and for the store's projection.
#pragma once

#include <string>

#include "base/json.hpp"
#include "core/incident/incident.hpp"

namespace breachd {

// The members that are not as the fold has them; "" : it is the fold. Sentences made of the program's reasons are left
// out: another version may word them otherwise. A member of a later build may be missing while it says nothing.
std::string differs_from_fold(json::value incident, const Incident& folded);

}  // namespace breachd
