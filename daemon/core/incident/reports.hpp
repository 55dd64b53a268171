// Which filings are reports to the authority. The confirmation record, a letter to the controller and the like are
// filings, too, and never a first report or a supplement: whoever counts reports counts by this list. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"

namespace breachd {

bool is_authority_form(std::string_view form);  // mau-04, mau-08

// In the order of filing; the first is the first report, the others its supplements. Points into the incident.
std::vector<const Filing*> authority_filings(const Incident& incident);

// The number that a filing of this form has as a supplement: 0 for the first.
int supplement_number(const Incident& incident, std::string_view form);

}  // namespace breachd
