#include "notifiers/apns/answer.hpp"

#include <fmt/format.h>

#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr AnswerRow<std::string_view> kRows[] = {
    {"Unregistered", SendResult::rejected, Blame::recipient, Cause::address_unknown},
    {"ExpiredToken", SendResult::rejected, Blame::recipient, Cause::address_unknown},
    {"BadDeviceToken", SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {"DeviceTokenNotForTopic", SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {"MissingDeviceToken", SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {"TooManyRequests", SendResult::retry, Blame::recipient, Cause::too_fast},  // to one telephone
    {"TooManyProviderTokenUpdates", SendResult::retry, Blame::channel, Cause::too_fast},
    {"ExpiredProviderToken", SendResult::retry, Blame::channel, Cause::sign_in_refused},
    {"InvalidProviderToken", SendResult::retry, Blame::channel, Cause::sign_in_refused},
    {"MissingProviderToken", SendResult::retry, Blame::channel, Cause::sign_in_refused},
    {"BadTopic", SendResult::retry, Blame::channel, Cause::sender_refused},
    {"MissingTopic", SendResult::retry, Blame::channel, Cause::sender_refused},
    {"TopicDisallowed", SendResult::retry, Blame::channel, Cause::sender_refused},
    {"PayloadTooLarge", SendResult::rejected, Blame::content, Cause::too_large},
    {"PayloadEmpty", SendResult::rejected, Blame::content, Cause::content_refused},
    {"IdleTimeout", SendResult::retry, Blame::channel, Cause::service_down},
    {"Shutdown", SendResult::retry, Blame::channel, Cause::service_down},
    {"ServiceUnavailable", SendResult::retry, Blame::channel, Cause::service_down},
    {"InternalServerError", SendResult::retry, Blame::unclear, Cause::service_down},
};

std::string reason_in(const HttpAnswer& answer) {
    auto parsed = parse_json(answer.body);
    return parsed && parsed->is_object() ? text_member(parsed->get_object(), "reason") : "";
}

}  // namespace

Outcome outcome_of_apns(const HttpAnswer& answer) {
    auto code = fmt::format("http {}", answer.status);
    if (answer.transport == Transport::answered && answer.status == 200) {
        auto id = answer.headers.find("apns-id");
        return {SendResult::accepted, Blame::none, code, Cause::none, id == answer.headers.end() ? "" : id->second, {}};
    }
    auto other = outcome_of_failure(answer);
    if (answer.transport != Transport::answered) return other;
    // A 2xx that is none of Apple's: something else answered in its place.
    if (is_success(answer)) return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
    auto reason = reason_in(answer);
    const auto* row = row_of(kRows, reason);
    if (row != nullptr) return {row->result, row->blame, code, row->cause, "", retry_after(answer)};
    // Its other reasons of 400 are about headers and bodies that we made.
    if (answer.status == 400 && !reason.empty())
        return {SendResult::rejected, Blame::content, code, Cause::content_refused, "", {}};
    if (answer.status == 410) return {SendResult::rejected, Blame::recipient, code, Cause::address_unknown, "", {}};
    return other;
}

}  // namespace breachd
