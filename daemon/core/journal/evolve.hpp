// The fold: an incident is what its entries say, in their order. The only way an incident changes.
#pragma once

#include <vector>

#include "core/journal/event.hpp"

namespace breachd {

// Makes no decision: a replay of the same entries gives the same incident.
void evolve(Incident& incident, const Entry& entry);
// The incident that all of these entries say, in their order.
Incident fold(const std::vector<Entry>& entries);

}  // namespace breachd
