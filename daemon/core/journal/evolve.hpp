// The fold: an incident is what its entries say, in their order. The only way an incident changes.
#pragma once

#include "core/journal/event.hpp"

namespace breachd {

// Makes no decision: a replay of the same entries gives the same incident.
void evolve(Incident& incident, const Entry& entry);

}  // namespace breachd
