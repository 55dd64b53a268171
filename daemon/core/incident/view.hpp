// The incident as the API shows it: to_json() plus what depends on the moment of asking.
#pragma once

#include "core/incident/incident.hpp"

namespace breachd {

// Fills late_by_s of everything overdue in a document made by to_json(Incident).
void add_lateness(json::object& incident, Instant now);
json::object incident_view(const Incident& incident, Instant now);

}  // namespace breachd
