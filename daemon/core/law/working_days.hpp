// Periods in days and in working days. The first day is not counted (Civil Code Điều 147.2); the day is Vietnam's.
// Working days are Monday to Friday, less the holidays that the configuration names, and with the weekend days that it
// calls working. Nothing here knows a holiday.
#pragma once

#include <chrono>
#include <vector>

#include "base/instant.hpp"
#include "settings/law.hpp"

namespace breachd {

bool is_working_day(std::chrono::year_month_day day, const std::vector<Holiday>& holidays);

// The day that is `days` days, or working days, after the day of `at`.
std::chrono::year_month_day days_after(Instant at, int days);
std::chrono::year_month_day working_days_after(Instant at, int days, const std::vector<Holiday>& holidays);

Instant start_of(std::chrono::year_month_day day);
Instant end_of(std::chrono::year_month_day day);  // the first moment after it

}  // namespace breachd
