// What SpeedSMS answers to one request for one or more numbers, by speedsms.vn/sms-api; the shape of the body of a
// success is known from elsewhere and was not read there. Pure.
#pragma once

#include <string>
#include <vector>

#include "notifiers/notifier.hpp"

namespace breachd {

// One outcome a number, in their order. A refusal that may be about one of several numbers is *unclear* for each.
std::vector<Outcome> outcomes_of_speedsms(const HttpAnswer& answer, const std::vector<std::string>& numbers);

}  // namespace breachd
