#include "intake/handshake.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "http/problem.hpp"
#include "http/response.hpp"

namespace breachd::intake {

namespace {

constexpr std::size_t kEchoBytesMax = 2048;
constexpr std::size_t kOriginBytesMax = 255;

http::Response echo(std::string_view text) {
    if (text.size() > kEchoBytesMax) return http::problem(400, "the text to repeat may have 2048 bytes");
    return http::text_response(200, std::string(text));
}

// A host name as an event service names itself ("eventgrid.azure.net").
bool is_origin(std::string_view text) {
    auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == ':';
    };
    return !text.empty() && text.size() <= kOriginBytesMax && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

std::optional<http::Response> graph_validation(const Source& source, const http::Request& request) {
    if (source.format != "sentinel" && source.format != "defender") return std::nullopt;
    auto token = request.query_value("validationToken");
    if (token.empty()) return std::nullopt;
    return echo(token);
}

std::optional<http::Response> nightfall_challenge(const Source& source, const http::Request& request) {
    if (!source.signature || source.signature->style != "nightfall" || request.body.size() > 2 * kEchoBytesMax)
        return std::nullopt;
    auto body = parse_json(request.body);
    const auto* object = body ? body->if_object() : nullptr;
    const auto* challenge = object == nullptr ? nullptr : object->if_contains("challenge");
    // more is an alert
    if (challenge == nullptr || !challenge->is_string() || object->size() != 1) return std::nullopt;
    return echo(challenge->get_string());
}

http::Response cloudevents_permission(const Source& source, const http::Request& request) {
    auto origin = request.header("webhook-request-origin");
    if (!is_origin(origin)) return http::problem(400, "WebHook-Request-Origin must name the sender's host");
    auto out = http::text_response(200, "");
    out.with("Allow", "POST").with("WebHook-Allowed-Origin", std::string(origin));
    // Events a minute; * is no limit.
    out.with("WebHook-Allowed-Rate",
             source.rate_per_second > 0 ? fmt::format("{:.0f}", std::max(1.0, source.rate_per_second * 60)) : "*");
    return out;
}

}  // namespace breachd::intake
