#include "notifiers/webhook/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "core/triage/condition.hpp"
#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr std::array<std::string_view, 15> kRefusals{"failed",        "fail",    "failure", "rejected", "reject",
                                                     "refused",       "denied",  "error",   "invalid",  "undelivered",
                                                     "undeliverable", "blocked", "expired", "bounced",  "ko"};

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    auto from = text.find_first_not_of(kBlanks);
    if (from == text.npos) return "";
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

bool is_refusal(const json::value* value) {
    if (value == nullptr || !value->is_string()) return false;
    auto word = lower(std::string_view(value->get_string()));
    return std::find(kRefusals.begin(), kRefusals.end(), word) != kRefusals.end();
}

bool is_false(const json::value* value) { return value != nullptr && value->is_bool() && !value->get_bool(); }

bool is_error(const json::value* value) {
    if (value == nullptr || value->is_null()) return false;
    if (value->is_bool()) return value->get_bool();
    if (value->is_string()) return !value->get_string().empty() && value->get_string() != "0";
    if (value->is_array()) return !value->get_array().empty();
    if (value->is_object()) return !value->get_object().empty();
    return value->is_number() && value->to_number<double>() != 0;
}

// "http 200", and the gateway's own number when it gives one.
std::string code_of(const HttpAnswer& answer, const json::object* body) {
    auto out = fmt::format("http {}", answer.status);
    if (body == nullptr) return out;
    for (const char* name : {"code", "error", "error_code"}) {
        const auto* value = body->if_contains(name);
        if (value == nullptr || value->is_structured()) continue;
        auto code = provider_code(value->is_string() ? std::string(value->get_string()) : json::serialize(*value));
        if (!code.empty()) return out + " " + code;
    }
    return out;
}

bool holds_for(const Condition& success, const json::value& body) {
    SentFields sent;
    std::string pointer(pointer_of(success));
    boost::system::error_code missing;
    const auto* found = body.find_pointer(pointer, missing);
    if (found == nullptr || found->is_structured() || found->is_null()) return false;
    sent[pointer] = {found->is_string() ? std::string(found->get_string()) : json::serialize(*found)};
    return holds(success, {Alert{}, "", SenderProof::token, {}, {}, sent});
}

Outcome taken(const HttpAnswer& answer, const json::object* body) {
    Outcome out{SendResult::accepted, Blame::none, fmt::format("http {}", answer.status), Cause::none, "", {}};
    if (body == nullptr) return out;
    if (text_member(*body, "status") == "delivered") out.result = SendResult::delivered;
    out.provider_id = text_member(*body, "id");
    return out;
}

}  // namespace

bool says_refused(const json::object& body) {
    return is_refusal(body.if_contains("status")) || is_refusal(body.if_contains("result")) ||
           is_false(body.if_contains("success")) || is_false(body.if_contains("ok")) ||
           is_error(body.if_contains("error")) || is_error(body.if_contains("errors"));
}

Outcome outcome_of_webhook(const HttpAnswer& answer, const Condition* success, bool in_doubt) {
    bool repeat = answer.transport == Transport::answered && answer.status == 409;
    if (repeat && in_doubt) return taken(answer, nullptr);
    if (repeat)
        return {SendResult::rejected, Blame::recipient, code_of(answer, nullptr), Cause::said_duplicate, "", {}};
    if (!is_success(answer)) return outcome_of_failure(answer);
    auto text = trimmed(answer.body);
    auto parsed = parse_json(text);
    const auto* body = parsed && parsed->is_object() ? &parsed->get_object() : nullptr;
    if (success != nullptr) {
        if (parsed && holds_for(*success, *parsed)) return taken(answer, body);
    } else if (text.empty() || lower(text) == "ok" || lower(text) == "\"ok\"" || (body && body->empty())) {
        return taken(answer, body);
    }
    auto code = code_of(answer, body);
    if (body != nullptr && says_refused(*body))
        return {SendResult::rejected, Blame::recipient, code, Cause::refused, "", {}};
    return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
}

Result<std::shared_ptr<const Condition>> parse_success(const std::string& text) {
    auto parsed = parse_condition(text);
    if (parsed && pointer_of(**parsed).empty())
        return Error{ErrorCode::invalid, "success asks about a member of the answer: /status == ok", text};
    return parsed;
}

}  // namespace breachd
