// What Firebase Cloud Messaging answers, by firebase.google.com's pages on ErrorCode and on error codes. Pure.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

Outcome outcome_of_fcm(const HttpAnswer& answer);

// Of Google's token endpoint.
TokenAnswer token_of_google(const HttpAnswer& answer);

}  // namespace breachd
