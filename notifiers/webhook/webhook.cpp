#include "notifiers/webhook/webhook.hpp"

#include <fmt/format.h>

#include <charconv>

#include "notifiers/signature.hpp"

namespace breachd {

namespace {

json::object payload(const Message& message) {
    auto data = message.data;
    data["key"] = message.key;
    data["to"] = message.to.reveal();
    if (!message.incident.empty()) data["incident_id"] = message.incident;
    if (message.kind == "notice") {
        data["to_name"] = message.to_name.reveal();
        data["language"] = message.language;
        data["short_text"] = message.short_text.reveal();
    }
    data["subject"] = message.subject;
    data["text"] = message.text.reveal();
    return data;
}

std::optional<Duration> retry_after(const HttpAnswer& answer) {
    auto at = answer.headers.find("retry-after");
    if (at == answer.headers.end()) return {};
    int seconds = 0;
    auto [end, failed] = std::from_chars(at->second.data(), at->second.data() + at->second.size(), seconds);
    if (failed != std::errc{} || seconds < 0 || seconds > 86'400) return {};
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
    json::object body{{"type", message.kind}, {"timestamp", format_rfc3339(message.at)}, {"drill", drill_}, {"data", payload(message)}};
    if (drill_) body["mark"] = "DIỄN TẬP / DRILL";
    request.body = json::serialize(body);
    auto seconds = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(message.at.time_since_epoch()).count());
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"User-Agent", "breachd"}, {"webhook-id", message.key}, {"webhook-timestamp", seconds}};
    if (!channel_.secret.empty()) request.headers.emplace_back("webhook-signature", sign_webhook(channel_.secret, message.key, message.at, request.body));
    return request;
}

Outcome WebhookNotifier::read(const HttpAnswer& answer) const {
    if (answer.transport == Transport::not_sent) return {SendResult::retry, Blame::channel, "", redact(answer.error), "", {}};
    if (answer.transport == Transport::lost) return {SendResult::unknown, Blame::none, "", redact(answer.error), "", {}};
    auto code = fmt::format("http {}", answer.status);
    auto words = redact(answer.body);
    if ((answer.status >= 200 && answer.status < 300) || answer.status == 409) {
        Outcome outcome{SendResult::accepted, Blame::none, code, answer.status == 409 ? words : "", "", {}};
        auto body = parse_json(answer.body);
        if (!body || !body->is_object()) return outcome;
        const auto* status = body->get_object().if_contains("status");
        const auto* id = body->get_object().if_contains("id");
        if (status && status->is_string() && status->get_string() == "delivered") outcome.result = SendResult::delivered;
        if (id && id->is_string()) outcome.provider_id = std::string(std::string_view(id->get_string()).substr(0, 128));
        return outcome;
    }
    switch (answer.status) {
        case 400: case 413: case 422: return {SendResult::rejected, Blame::recipient, code, words, "", {}};
        case 408: case 425: case 429: return {SendResult::retry, Blame::destination, code, words, "", retry_after(answer)};
        default: break;
    }
    return {SendResult::retry, Blame::channel, code, words, "", retry_after(answer)};
}

}  // namespace breachd
