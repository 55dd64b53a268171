// How long the file of an incident is kept: a floor, not a ceiling.
#pragma once

#include "base/instant.hpp"

namespace breachd {

// The moment before which nothing may go: the end of the day (Vietnam) `years` calendar years after the day of the
// remedy. Periods skip their first day (Civil Code Điều 147.2). 29 February becomes 1 March in a year without one
// [reading: the longer period]. Remedied 2028-02-29, 5 years -> through 2033-03-01, so 2033-03-02T00:00+07:00.
Instant keep_until(Instant remedied_at, int years);

}  // namespace breachd
