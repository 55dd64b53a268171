#include "notifiers/webhook/webhook.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>

#include "notifiers/drill_mark.hpp"
#include "notifiers/signature.hpp"

namespace breachd {

namespace {

json::object payload(const Message& message, bool drill) {
    auto marked = [&](const std::string& text, std::string_view between = " ") {
        return drill && !text.empty() ? with_drill_mark(text, between) : text;
    };
    auto data = message.data;
    data["key"] = message.key;
    data["to"] = message.to.reveal();
    if (!message.incident.empty()) data["incident_id"] = message.incident;
    if (message.kind == "notice") {
        data["to_name"] = message.to_name.reveal();
        data["language"] = message.language;
        data["short_text"] = marked(message.short_text.reveal());
    }
    data["subject"] = marked(message.subject);
    data["text"] = marked(message.text.reveal(), "\n\n");
    return data;
}

constexpr std::int64_t kRetryAfterMax = 86'400;  // a day: beyond it the run's own plan decides

// Seconds, or a date (RFC 9110 10.2.3), which is taken against the same answer's Date: our clock may differ from
// theirs.
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

}  // namespace

Result<void> WebhookNotifier::check(const Message& message) const {
    if (message.to.reveal().empty()) return Error{ErrorCode::unprocessable, "no address", ""};
    return {};
}

Result<HttpRequest> WebhookNotifier::build(const Message& message) const {
    HttpRequest request;
    request.url = channel_.url;
    request.timeout = channel_.timeout;
    request.ca_file = channel_.ca_file;
    json::object body{{"type", message.kind},
                      {"timestamp", format_rfc3339(message.at)},
                      {"drill", drill_},
                      {"data", payload(message, drill_)}};
    if (drill_) body["mark"] = kDrillMark;
    request.body = json::serialize(body);
    auto seconds = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(message.at.time_since_epoch()).count());
    request.headers = {{"Content-Type", "application/json; charset=utf-8"},
                       {"User-Agent", "breachd"},
                       {"webhook-id", message.key},
                       {"webhook-timestamp", seconds}};
    if (!channel_.secret.empty())
        request.headers.emplace_back("webhook-signature",
                                     sign_webhook(channel_.secret, message.key, message.at, request.body));
    return request;
}

Outcome WebhookNotifier::read(const HttpAnswer& answer) const {
    if (answer.transport == Transport::not_sent)
        return {SendResult::retry, Blame::channel, "", redact(answer.error), "", {}};
    if (answer.transport == Transport::lost)
        return {SendResult::unknown, Blame::none, "", redact(answer.error), "", {}};
    auto code = fmt::format("http {}", answer.status);
    auto words = redact(answer.body);
    if ((answer.status >= 200 && answer.status < 300) || answer.status == 409) {
        Outcome outcome{SendResult::accepted, Blame::none, code, answer.status == 409 ? words : "", "", {}};
        auto body = parse_json(answer.body);
        if (!body || !body->is_object()) return outcome;
        const auto* status = body->get_object().if_contains("status");
        const auto* id = body->get_object().if_contains("id");
        if (status && status->is_string() && status->get_string() == "delivered")
            outcome.result = SendResult::delivered;
        if (id && id->is_string()) outcome.provider_id = std::string(std::string_view(id->get_string()).substr(0, 128));
        return outcome;
    }
    switch (answer.status) {
        case 400:
        case 413:
        case 422:
            return {SendResult::rejected, Blame::recipient, code, words, "", {}};
        case 408:
        case 425:
        case 429:
            return {SendResult::retry, Blame::destination, code, words, "", retry_after(answer)};
        default:
            break;
    }
    return {SendResult::retry, Blame::channel, code, words, "", retry_after(answer)};
}

}  // namespace breachd
