#include "notifiers/fcm/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr std::string_view kFcmError = "google.firebase.fcm.v1.FcmError";
constexpr std::string_view kBadRequest = "google.rpc.BadRequest";
constexpr std::int64_t kTokenLifeMax = 3600;

struct Said {
    std::string word;  // of FcmError, else the status
    bool bad_request = false;
};

const json::object* object_of(const json::value* value) {
    return value && value->is_object() ? &value->get_object() : nullptr;
}

Said said_in(const HttpAnswer& answer) {
    Said out;
    auto parsed = parse_json(answer.body);
    const auto* body = parsed ? object_of(&*parsed) : nullptr;
    const auto* error = body ? object_of(body->if_contains("error")) : nullptr;
    if (error == nullptr) return out;
    out.word = text_member(*error, "status");
    const auto* details = error->if_contains("details");
    if (details == nullptr || !details->is_array()) return out;
    for (const auto& each : details->get_array()) {
        const auto* detail = object_of(&each);
        if (detail == nullptr) continue;
        auto type = text_member(*detail, "@type");
        if (type.ends_with(kBadRequest)) out.bad_request = true;
        if (type.ends_with(kFcmError)) out.word = text_member(*detail, "errorCode");
    }
    return out;
}

constexpr AnswerRow<std::string_view> kRows[] = {
    {"UNREGISTERED", SendResult::rejected, Blame::recipient, Cause::address_unknown},
    // Of a token of another project: one person's, or all of them when the list came from another app.
    {"SENDER_ID_MISMATCH", SendResult::retry, Blame::unclear, Cause::sender_refused},
    {"QUOTA_EXCEEDED", SendResult::retry, Blame::destination, Cause::too_fast},
    {"UNAVAILABLE", SendResult::retry, Blame::channel, Cause::service_down},
    {"INTERNAL", SendResult::retry, Blame::unclear, Cause::service_down},
    {"THIRD_PARTY_AUTH_ERROR", SendResult::retry, Blame::channel, Cause::service_refused},
};

}  // namespace

Outcome outcome_of_fcm(const HttpAnswer& answer) {
    auto code = fmt::format("http {}", answer.status);
    if (is_success(answer)) {
        auto parsed = parse_json(answer.body);
        auto name = parsed && parsed->is_object() ? text_member(parsed->get_object(), "name") : "";
        if (name.empty()) return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
        return {SendResult::accepted, Blame::none, code, Cause::none, name, {}};
    }
    auto other = outcome_of_failure(answer);
    if (answer.transport != Transport::answered) return other;
    auto said = said_in(answer);
    // The token, or what we made: FcmError speaks of the first, BadRequest of the second.
    if (said.word == "INVALID_ARGUMENT" && said.bad_request)
        return {SendResult::rejected, Blame::content, code, Cause::content_refused, "", {}};
    if (said.word == "INVALID_ARGUMENT")
        return {SendResult::rejected, Blame::recipient, code, Cause::address_malformed, "", {}};
    const auto* row = row_of(kRows, said.word);
    if (row == nullptr) return other;
    return {row->result, row->blame, code, row->cause, "", retry_after(answer)};
}

TokenAnswer token_of_google(const HttpAnswer& answer) {
    if (answer.transport != Transport::answered) return {{}, "", answer.cause};
    auto code = fmt::format("http {}", answer.status);
    if (answer.status >= 500 || answer.status == 408 || answer.status == 429) return {{}, code, Cause::service_down};
    auto parsed = parse_json(answer.body);
    const auto* body = parsed ? object_of(&*parsed) : nullptr;
    if (!is_success(answer)) return {{}, code, Cause::sign_in_refused};
    const auto* lives = body ? body->if_contains("expires_in") : nullptr;
    auto access = body ? text_member(*body, "access_token") : "";
    if (access.empty() || lives == nullptr || !lives->is_int64() || lives->get_int64() <= 0)
        return {{}, code, Cause::answer_unclear};
    AccessToken token{std::move(access), "", "", {}, {}};
    token.lives = std::chrono::seconds{std::min(lives->get_int64(), kTokenLifeMax)};
    return {std::move(token), code, Cause::none};
}

}  // namespace breachd
