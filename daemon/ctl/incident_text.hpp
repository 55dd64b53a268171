// An incident, its clocks and its timeline as a person reads them. Used by the incident commands and by the drill.
#pragma once

#include <string>

#include "ctl/client.hpp"

namespace breachd::ctl {

std::string incident_text(const json::value& incident);
std::string whole_incident_text(const json::value& incident);  // and what is still to do
// The earliest running or overdue obligation: "2026-11-23 17:30:00 +07:00 subjects-location-biometric", or "-".
std::string next_due_text(const json::value& incident);

Result<json::array> timeline_items(Client& client, const std::string& incident, Queries queries = {});
std::string timeline_text(const json::array& items);

}  // namespace breachd::ctl
