// What Apple's push service answers: a status, and a reason in the body of a refusal. Pure.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

Outcome outcome_of_apns(const HttpAnswer& answer);

}  // namespace breachd
