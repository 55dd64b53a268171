#include "notifiers/smtp/reply.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace breachd {

namespace {

// "5.1.1" at the beginning of the server's words (RFC 3463), else "". A number that could be a person's is none.
std::string enhanced_code(std::string_view text) {
    auto code = text.substr(0, text.find(' '));
    return code.find('.') == code.npos ? "" : provider_code(code);
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    for (auto beginning : beginnings)
        if (text.starts_with(beginning)) return true;
    return false;
}

struct Judgement {
    SendResult result;
    Blame blame;
};

constexpr Judgement kRelayIsDown{SendResult::retry, Blame::channel};
constexpr Judgement kGoneAtThisOne{SendResult::retry, Blame::unclear};

// Temporary answers. The enhanced code (RFC 3463) is asked before the code (RFC 5321), for it says more; but what was
// asked goes before both: until RCPT the relay knows of no recipient, and cannot mean one.
//
//   answer to              code, enhanced code                                                 to blame
//   greeting … AUTH        any                                                                 the relay
//   MAIL                   any; 452: no storage (5321, 4.3.5)                                  the relay
//                          421 4.7.x: rate or policy of the recipient's host                   the destination
//   RCPT, DATA, the dot    421: shutting down (5321, 3.8), or a line that breaks               unclear: relays hang
//                                                                                              up on one recipient
//                          4.3.x: mail system (3463, 3.4): full, not accepting, configuration  the relay
//                          4.4.x: network and routing (3463, 3.5): no answer from host, bad
//                                 connection, unable to route; "under the control of the
//                                 destination or intermediate system administrator"            the destination
//                          4.1.x, 4.2.x: address, mailbox (3463, 3.2, 3.3)                     the recipient
//                          452, 4.5.3: too many recipients (3463, 3.6); 4.7.28: rate           the destination
//                          else, greylisting among it                                          the recipient
//
// A relay that tries the recipient's host while we wait passes on what it met there as 4.4.x: one dead domain is not a
// dead relay; and a relay that has lost its own way is nobody's attempt. A relay without a network of its own says so
// at the greeting, or with 4.3.x or 421.
Judgement judge_temporary(int code, std::string_view enhanced) {
    if (code == 421 && starts_with_any(enhanced, {"4.7."})) return {SendResult::retry, Blame::destination};
    if (code == 421) return kGoneAtThisOne;
    if (starts_with_any(enhanced, {"4.3."})) return kRelayIsDown;
    if (starts_with_any(enhanced, {"4.1.", "4.2."})) return {SendResult::retry, Blame::recipient};
    // no way to it, or too fast
    if (starts_with_any(enhanced, {"4.4."}) || code == 452 || enhanced == "4.5.3" || enhanced == "4.7.28")
        return {SendResult::retry, Blame::destination};
    return {SendResult::retry, Blame::recipient};
}

Judgement judge_permanent(const SmtpReply& reply, std::string_view enhanced) {
    if (reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538 || enhanced == "5.7.8")
        return kRelayIsDown;                                                 // our credentials
    if (enhanced == "5.1.7" || enhanced == "5.1.8") return kRelayIsDown;     // our sender address
    if (enhanced == "5.3.4") return {SendResult::rejected, Blame::content};  // too big for the relay
    if (starts_with_any(enhanced, {"5.3."})) return kRelayIsDown;
    // policy, not a bad address
    if (starts_with_any(enhanced, {"5.7."})) return {SendResult::rejected, Blame::destination};
    // Also a full mailbox (5.2.2): the next channel now is better than this one in some days.
    if (reply.stage == SmtpReply::Stage::rcpt || starts_with_any(enhanced, {"5.1.", "5.2.", "5.4."}))
        return {SendResult::rejected, Blame::recipient};
    if (reply.code == 555 || starts_with_any(enhanced, {"5.5.", "5.6."})) return {SendResult::rejected, Blame::content};
    return {SendResult::rejected, Blame::destination};  // refused after reading it, no reason given
}

Judgement judge(const SmtpReply& reply, std::string_view enhanced) {
    using Stage = SmtpReply::Stage;
    bool met_the_recipient = reply.stage == Stage::rcpt || reply.stage == Stage::data;
    if (reply.early) return kGoneAtThisOne;  // we hung up before the dot; what it said, libcurl does not tell
    if (reply.finished) return {SendResult::accepted, Blame::none};
    // Lost before the answer: the message may have been taken, but only if it had gone out whole.
    if (reply.code == 354 && reply.body_sent) return {SendResult::unknown, Blame::none};
    if (reply.code < 400) return met_the_recipient ? kGoneAtThisOne : kRelayIsDown;
    if (reply.stage == Stage::opening) return kRelayIsDown;
    if (reply.code < 500) return reply.stage == Stage::mail ? kRelayIsDown : judge_temporary(reply.code, enhanced);
    if (reply.stage == Stage::mail && enhanced != "5.3.4") return kRelayIsDown;
    return judge_permanent(reply, enhanced);
}

// By the enhanced code, else by the command and the class of the reply.
Cause cause_of_reply(const SmtpReply& reply, std::string_view enhanced) {
    struct Row {
        std::string_view code;  // without its class; "1." is a subject
        Cause cause;
    };
    static constexpr Row kRows[] = {
        {"1.7", Cause::sender_refused}, {"1.8", Cause::sender_refused},  {"1.3", Cause::address_malformed},
        {"1.", Cause::address_unknown}, {"2.2", Cause::mailbox_full},    {"2.3", Cause::too_large},
        {"2.", Cause::mailbox_off},     {"3.4", Cause::too_large},       {"3.", Cause::service_down},
        {"4.", Cause::no_route},        {"5.3", Cause::too_fast},        {"5.", Cause::content_refused},
        {"6.", Cause::content_refused}, {"7.8", Cause::sign_in_refused}, {"7.28", Cause::too_fast}};
    bool later = reply.code < 500;
    bool too_fast = reply.stage != SmtpReply::Stage::mail && starts_with_any(enhanced, {"4.7."});
    if (reply.code == 421 && !too_fast) return Cause::service_down;
    if (!enhanced.empty())
        for (const auto& row : kRows) {
            auto code = enhanced.substr(2);
            if (row.code.ends_with('.') ? code.starts_with(row.code) : code == row.code) return row.cause;
        }
    if (starts_with_any(enhanced, {"5.7."})) return Cause::blocked;
    if (reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538) return Cause::sign_in_refused;
    if (reply.code == 452) return Cause::too_fast;
    if (reply.stage == SmtpReply::Stage::opening) return Cause::service_down;
    if (reply.stage == SmtpReply::Stage::mail) return Cause::sender_refused;
    if (later) return Cause::temporary;
    if (reply.code == 552) return Cause::mailbox_full;
    return reply.stage == SmtpReply::Stage::rcpt ? Cause::address_unknown : Cause::refused;
}

}  // namespace

Outcome classify_smtp(const SmtpReply& reply) {
    auto enhanced = enhanced_code(reply.text);
    auto [result, blame] = judge(reply, enhanced);
    Outcome outcome{result, blame, "", Cause::none, "", {}};
    if (reply.code != 0)
        outcome.code = enhanced.empty() ? fmt::format("{}", reply.code) : fmt::format("{} {}", reply.code, enhanced);
    if (reply.early)
        outcome.cause = Cause::answer_early;
    else if (!reply.finished)
        outcome.cause = reply.code >= 400 ? cause_of_reply(reply, enhanced) : reply.failure;
    return outcome;
}

}  // namespace breachd
