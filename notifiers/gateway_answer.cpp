#include "notifiers/gateway_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "core/triage/condition.hpp"
#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr std::array<std::string_view, 15> kRefusals{"failed",        "fail",    "failure", "rejected", "reject",
                                                     "refused",       "denied",  "error",   "invalid",  "undelivered",
                                                     "undeliverable", "blocked", "expired", "bounced",  "ko"};

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

// A text, number or truth value of the body; none when it is not there, or anything else.
std::optional<std::string> member_at(const json::value& body, const std::string& pointer) {
    boost::system::error_code missing;
    const auto* found = body.find_pointer(pointer, missing);
    if (found == nullptr || found->is_structured() || found->is_null()) return {};
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

// "http 200", and the gateway's own number when it gives one.
std::string code_of(const HttpAnswer& answer, const AnswerRules& rules, const json::value* body) {
    auto out = fmt::format("http {}", answer.status);
    if (body == nullptr) return out;
    auto named = rules.code_at.empty() ? std::vector<std::string>{"/code", "/error", "/error_code"}
                                       : std::vector<std::string>{rules.code_at};
    for (const auto& pointer : named)
        if (auto code = provider_code(member_at(*body, pointer).value_or("")); !code.empty()) return out + " " + code;
    return out;
}

bool holds_for(const Condition* condition, const json::value* body) {
    if (condition == nullptr || body == nullptr) return false;
    std::string pointer(pointer_of(*condition));
    auto found = member_at(*body, pointer);
    if (!found) return false;
    SentFields sent;
    sent[pointer] = {std::move(*found)};
    const Alert none;
    const std::vector<const Asset*> assets;
    const std::vector<std::string> kinds;
    return holds(*condition, Evidence{none, "", SenderProof::token, assets, kinds, sent});
}

Outcome taken(const HttpAnswer& answer, const AnswerRules& rules, const json::value* body) {
    Outcome out{SendResult::accepted, Blame::none, fmt::format("http {}", answer.status), Cause::none, "", {}};
    if (body == nullptr) return out;
    if (member_at(*body, "/status") == "delivered") out.result = SendResult::delivered;
    out.provider_id = member_at(*body, rules.id_at).value_or("");
    return out;
}

bool succeeded(const AnswerRules& rules, std::string_view text, const json::value* body) {
    if (rules.success_text)
        return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *rules.success_text);
    if (rules.success) return holds_for(rules.success.get(), body);
    bool nothing = body != nullptr && body->is_object() && body->get_object().empty();
    return text.empty() || nothing || lower(text) == "ok" || lower(text) == "\"ok\"";
}

void read_condition(Keys& keys, std::string_view key, std::shared_ptr<const Condition>& out) {
    std::string text;
    keys.text(key, text);
    if (text.empty()) return;
    auto parsed = parse_success(text);
    if (parsed)
        out = std::move(*parsed);
    else
        keys.error(fmt::format("{}: {}", key, parsed.error().message));
}

void read_pointer(Keys& keys, std::string_view key, std::string& out) {
    keys.text(key, out);
    if (!out.empty() && !is_json_pointer(out))
        keys.error(fmt::format("{} is the place of a member, such as /data/id", key));
}

}  // namespace

bool says_refused(const json::object& body) {
    return is_refusal(body.if_contains("status")) || is_refusal(body.if_contains("result")) ||
           is_false(body.if_contains("success")) || is_false(body.if_contains("ok")) ||
           is_error(body.if_contains("error")) || is_error(body.if_contains("errors"));
}

Outcome outcome_of_gateway(const HttpAnswer& answer, const AnswerRules& rules, bool in_doubt) {
    bool repeat = answer.transport == Transport::answered && answer.status == 409;
    if (repeat && in_doubt) return taken(answer, rules, nullptr);
    if (repeat)
        return {SendResult::rejected, Blame::recipient, code_of(answer, rules, nullptr), Cause::said_duplicate, "", {}};
    if (!is_success(answer)) return outcome_of_failure(answer);
    auto text = trim(answer.body);
    auto parsed = parse_json(text);
    const auto* body = parsed ? &*parsed : nullptr;
    if (succeeded(rules, text, body)) return taken(answer, rules, body);
    auto code = code_of(answer, rules, body);
    if (holds_for(rules.fault.get(), body))
        return {SendResult::retry, Blame::channel, code, Cause::service_refused, "", retry_after(answer)};
    if (holds_for(rules.refused.get(), body) || (body && body->is_object() && says_refused(body->get_object())))
        return {SendResult::rejected, Blame::recipient, code, Cause::refused, "", {}};
    return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
}

Result<std::shared_ptr<const Condition>> parse_success(const std::string& text) {
    auto parsed = parse_condition(text);
    if (parsed && pointer_of(**parsed).empty())
        return Error{ErrorCode::invalid, "asks about a member of the answer: /status == ok", text};
    return parsed;
}

void read_answer_rules(Keys& keys, AnswerRules& out) {
    read_condition(keys, "success", out.success);
    read_condition(keys, "refused", out.refused);
    read_condition(keys, "fault", out.fault);
    read_pointer(keys, "id_at", out.id_at);
    read_pointer(keys, "code_at", out.code_at);
    std::string pattern;
    keys.text("success_text", pattern);
    if (pattern.empty()) return;
    if (out.success) keys.error("success and success_text exclude each other");
    re2::RE2::Options quiet;
    quiet.set_log_errors(false);
    auto compiled = std::make_shared<const re2::RE2>(pattern, quiet);
    if (!compiled->ok() || pattern.size() > kPatternBytesMax)
        keys.error("success_text is not a regular expression of RE2, of at most 1024 bytes");
    else
        out.success_text = std::move(compiled);
}

}  // namespace breachd
