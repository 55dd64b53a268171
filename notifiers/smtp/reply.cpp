#include "notifiers/smtp/reply.hpp"

#include <fmt/format.h>

#include <initializer_list>

#include "core/telling/redact.hpp"

namespace breachd {

namespace {

// "5.1.1" at the beginning of the server's words (RFC 3463), else "".
std::string enhanced_code(std::string_view text) {
    auto end = text.find(' ');
    auto code = text.substr(0, end == std::string_view::npos ? text.size() : end);
    if (code.size() < 5 || code.size() > 10 || (code[0] != '2' && code[0] != '4' && code[0] != '5') || code[1] != '.')
        return "";
    if (code.find_first_not_of("0123456789.") != std::string_view::npos) return "";
    return std::string(code);
}

std::string queue_id(std::string_view text) {
    constexpr std::string_view kMark = "queued as ";
    auto at = text.find(kMark);
    if (at == std::string_view::npos) return "";
    auto rest = text.substr(at + kMark.size());
    return std::string(rest.substr(0, std::min<std::size_t>(rest.find_first_of(" \r\n"), 64)));
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

// Temporary answers. The enhanced code (RFC 3463) is asked before the code (RFC 5321), for it says more; but what was
// asked goes before both: until RCPT the relay knows of no recipient, and cannot mean one.
//
//   answer to              code, enhanced code                                                 to blame
//   greeting … AUTH        any                                                                 the relay
//   MAIL                   any; 452: no storage (5321, 4.3.5)                                  the relay
//   anything               421: shutting down (5321, 3.8)                                      the relay
//   RCPT, DATA, the dot    4.3.x: mail system (3463, 3.4): full, not accepting, configuration  the relay
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
    if (code == 421 || starts_with_any(enhanced, {"4.3."})) return kRelayIsDown;
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
    if (reply.finished) return {SendResult::accepted, Blame::none};
    // Lost before the answer: the message may have been taken, but only if it had gone out whole.
    if (reply.code == 354) return reply.body_sent ? Judgement{SendResult::unknown, Blame::none} : kRelayIsDown;
    if (reply.code < 400) return kRelayIsDown;
    if (reply.stage == SmtpReply::Stage::opening) return kRelayIsDown;
    if (reply.code < 500)
        return reply.stage == SmtpReply::Stage::mail ? kRelayIsDown : judge_temporary(reply.code, enhanced);
    if (reply.stage == SmtpReply::Stage::mail && enhanced != "5.3.4") return kRelayIsDown;
    return judge_permanent(reply, enhanced);
}

}  // namespace

Outcome classify_smtp(const SmtpReply& reply) {
    auto enhanced = enhanced_code(reply.text);
    auto [result, blame] = judge(reply, enhanced);
    Outcome outcome{result, blame, "", "", "", {}};
    if (reply.code != 0)
        outcome.code = enhanced.empty() ? fmt::format("{}", reply.code) : fmt::format("{} {}", reply.code, enhanced);
    if (reply.finished) {
        outcome.provider_id = queue_id(reply.text);
    } else {
        outcome.words = redact(reply.code >= 400 && !reply.text.empty() ? reply.text : reply.error);
    }
    return outcome;
}

}  // namespace breachd
