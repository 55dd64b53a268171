// An incident begins, by alerts or by hand: its number, its key, its clocks and tasks, and the page that says them.
#pragma once

#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

// Returns the incident's id. People are woken; nothing waits.
std::string open_incident(Step& step, const std::string& actor, IncidentOpened opened);

}  // namespace breachd::engine
