// What a gateway's answer to one message means. Gateways put refusals into bodies of 200, so that a 2xx alone proves
// nothing: what says that the message was taken is the body. Pure.
//
//   2xx, the channel's `success` holds for the body         accepted; delivered when its "status" is "delivered"
//   2xx, no `success`, the body is empty, {} or ok          accepted
//   2xx, the channel's `fault` holds for the body           later; the channel is to blame (balance, keys, templates)
//   2xx, `refused` holds, or the body says that it refused  rejected
//   2xx, anything else                                      unknown: it may have been taken
//   409 after an attempt of which nothing was heard         accepted: that one was taken
//   409 otherwise                                           rejected: the gateway takes it for another message
//   all others                                              as notifiers/http_answer.hpp says
//
// A body says that it was refused when its "status" or "result" is such a word, its "success" or "ok" is false, or its
// "error" or "errors" is neither empty nor zero.
#pragma once

#include <re2/re2.h>

#include <memory>

#include "notifiers/keys.hpp"
#include "notifiers/notifier.hpp"
#include "settings/intake.hpp"

namespace breachd {

// How the bodies of one gateway are read. A condition asks about a member of the body's JSON.
struct AnswerRules {
    std::shared_ptr<const Condition> success;         // null, and no success_text: an empty body, {} or ok
    std::shared_ptr<const re2::RE2> success_text;     // of the whole body, where it is no JSON
    std::shared_ptr<const Condition> refused, fault;  // null: only what every gateway's refusal looks like
    std::string id_at = "/id";                        // the gateway's own id of the message
    std::string code_at;                              // its number; "": from code, error or error_code
};

// `in_doubt`: see Message.
Outcome outcome_of_gateway(const HttpAnswer& answer, const AnswerRules& rules, bool in_doubt);

bool says_refused(const json::object& body);

// One condition on a member of the answer's body.
Result<std::shared_ptr<const Condition>> parse_success(const std::string& text);
// The keys of AnswerRules.
void read_answer_rules(Keys& keys, AnswerRules& out);

}  // namespace breachd
