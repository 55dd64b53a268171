// What Zalo's template messages (ZBS, formerly ZNS) answer. The numbers are those of zalo.cloud's page on error codes,
// of which we could read a part only; what is not here counts as unknown. Pure.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

// `at`: when it was sent; a used-up quota comes back at the next midnight of Vietnam.
Outcome outcome_of_zalo(const HttpAnswer& answer, Instant at);

TokenAnswer token_of_zalo(const HttpAnswer& answer, const std::string& origin);

}  // namespace breachd
