#include "notifiers/http_answer.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>

namespace breachd {

namespace {

constexpr std::int64_t kRetryAfterMax = 86'400;  // a day

std::string http_code(const HttpAnswer& answer) { return fmt::format("http {}", answer.status); }

}  // namespace

std::optional<Duration> retry_after(const HttpAnswer& answer) {
    auto at = answer.headers.find("retry-after");
    if (at == answer.headers.end() || at->second.empty()) return {};
    std::int64_t seconds = -1;
    auto [end, failed] = std::from_chars(at->second.data(), at->second.data() + at->second.size(), seconds);
    if (failed != std::errc{} || end != at->second.data() + at->second.size()) {
        auto date = answer.headers.find("date");
        if (date == answer.headers.end()) return {};
        auto then = curl_getdate(at->second.c_str(), nullptr), sent = curl_getdate(date->second.c_str(), nullptr);
        if (then < 0 || sent < 0) return {};
        seconds = std::max<std::int64_t>(0, then - sent);
    }
    if (seconds < 0 || seconds > kRetryAfterMax) return {};
    return std::chrono::seconds{seconds};
}

Outcome outcome_of_failure(const HttpAnswer& answer) {
    if (answer.transport == Transport::not_sent) return {SendResult::retry, Blame::channel, "", answer.cause, "", {}};
    if (answer.transport == Transport::lost) return {SendResult::unknown, Blame::none, "", answer.cause, "", {}};
    auto code = http_code(answer);
    switch (answer.status) {
        case 400:
        case 422:
            return {SendResult::rejected, Blame::recipient, code, Cause::refused, "", {}};
        case 413:
            return {SendResult::rejected, Blame::recipient, code, Cause::too_large, "", {}};
        case 408:
        case 425:
            return {SendResult::retry, Blame::destination, code, Cause::temporary, "", retry_after(answer)};
        case 429:
            return {SendResult::retry, Blame::destination, code, Cause::too_fast, "", retry_after(answer)};
        case 401:
        case 403:
        case 407:
            return {SendResult::retry, Blame::channel, code, Cause::sign_in_refused, "", retry_after(answer)};
        case 500:
        case 502:
        case 504:
            return {SendResult::retry, Blame::unclear, code, Cause::service_down, "", retry_after(answer)};
        default:
            return {SendResult::retry,
                    Blame::channel,
                    code,
                    answer.status >= 500 ? Cause::service_down : Cause::wrong_endpoint,
                    "",
                    retry_after(answer)};
    }
}

ProbeResult probe_of_answer(const HttpAnswer& answer) {
    if (answer.transport != Transport::answered) return {false, "", answer.cause};
    bool refused = answer.status == 401 || answer.status == 403 || answer.status == 407;
    bool down = answer.status >= 500;
    return {!refused && !down, http_code(answer),
            refused ? Cause::sign_in_refused
            : down  ? Cause::service_down
                    : Cause::none};
}

std::string id_member(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr || value->is_structured() || value->is_null()) return "";
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

}  // namespace breachd
