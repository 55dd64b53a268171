// A synthetic organisation, edition and incident, as complete as a careful responder would have them on the second day.
// Everything here is invented; addresses are under .test.
#pragma once

#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd::sample {

Instant at(const char* rfc3339);

// An edition in the shape of vn-356-2025, small: location, biometric, bank_finance_credit, full_name; both contents.
Edition edition();
Settings settings();

// Location data of 1,000 people leaked; detected 2026-11-20T17:30+07:00, every fact known, clocks running.
Incident incident();
// Only what triage knows: no facts given by people yet.
Incident bare_incident();

}  // namespace breachd::sample
