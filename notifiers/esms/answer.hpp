// What eSMS (VIHAT) answers, by the tables of developers.esms.vn. Pure.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

// Of one message. 100 means "received by eSMS". `in_doubt`: a request with this RequestId went out before, and nothing
// was heard of it.
Outcome outcome_of_esms(const HttpAnswer& answer, bool in_doubt);

// Of a question for one SMSID.
Polled status_of_esms(const HttpAnswer& answer);

}  // namespace breachd
