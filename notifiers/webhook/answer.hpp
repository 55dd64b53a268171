// What a gateway's answer to one message means. Gateways put refusals into bodies of 200, so that a 2xx alone proves
// nothing: what says that the message was taken is the body. Pure.
//
//   2xx, the channel's `success` holds for the body         accepted; delivered when its "status" is "delivered"
//   2xx, no `success`, the body is empty, {} or ok          accepted
//   2xx, the body says that it was refused                  rejected
//   2xx, anything else                                      unknown: it may have been taken
//   409 after an attempt of which nothing was heard         accepted: that one was taken
//   409 otherwise                                           rejected: the gateway takes it for another message
//   all others                                              as notifiers/http_answer.hpp says
//
// A body says that it was refused when its "status" or "result" is such a word, its "success" or "ok" is false, or its
// "error" or "errors" is neither empty nor zero.
#pragma once

#include <memory>

#include "notifiers/notifier.hpp"
#include "settings/intake.hpp"

namespace breachd {

// `success`: null when the channel has none. `in_doubt`: see Message.
Outcome outcome_of_webhook(const HttpAnswer& answer, const Condition* success, bool in_doubt);

bool says_refused(const json::object& body);

// Of the channel's `success`: one condition on a member of the answer's body.
Result<std::shared_ptr<const Condition>> parse_success(const std::string& text);

}  // namespace breachd
