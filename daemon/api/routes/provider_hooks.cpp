#include "api/routes/provider_hooks.hpp"

#include <charconv>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/signature.hpp"

namespace breachd::api {

namespace {

using Cause = intake::RefusalCause;

// Zalo says an event again after half a minute, 5, 15, 30 minutes and an hour, with the moment of the first time.
constexpr Duration kZaloWindow = std::chrono::hours{2};
constexpr std::string_view kMac = "mac=";

json::object body_of(const http::Request& request) {
    auto parsed = parse_json(request.body);
    return parsed && parsed->is_object() ? std::move(parsed->get_object()) : json::object{};
}

// As it is written: a number or a text.
std::string word_of(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr || value->is_structured() || value->is_null()) return "";
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::string timestamp_of(const http::Request& request) {
    auto shown = request.header("x-zevent-timestamp");
    return shown.empty() ? word_of(body_of(request), "timestamp") : std::string(shown);
}

}  // namespace

std::optional<intake::Refusal> zalo_fault(const Hook& hook, const http::Request& request, Instant wall) {
    auto shown = request.header("x-zevent-signature");
    if (shown.empty()) return intake::Refusal{Cause::nothing_shown, 0};
    if (!shown.starts_with(kMac)) return intake::Refusal{Cause::signature_wrong, 0};
    shown.remove_prefix(kMac.size());
    auto at = timestamp_of(request);
    bool good = false;
    for (const auto& secret : hook.secrets) {
        auto right = hex(sha256({hook.app_id, request.body, at, secret}));
        good |= equal_constant_time(shown, right);
    }
    if (!good) return intake::Refusal{Cause::signature_wrong, 0};
    std::int64_t ms = 0;
    auto [end, failed] = std::from_chars(at.data(), at.data() + at.size(), ms);
    if (failed != std::errc{} || end != at.data() + at.size()) return intake::Refusal{Cause::time_unreadable, 0};
    auto age = wall - instant_from_ms(ms);
    if (age > kZaloWindow) return intake::Refusal{Cause::too_old, age.count() / 1000};
    if (-age > kSignatureWindow) return intake::Refusal{Cause::ahead, -age.count() / 1000};
    return std::nullopt;
}

std::optional<engine::Receipt> zalo_receipt(const Hook& hook, const http::Request& request) {
    auto body = body_of(request);
    if (word_of(body, "event_name") != "user_received_message") return {};
    const auto* message = body.if_contains("message");
    if (message == nullptr || !message->is_object()) return {};
    engine::Receipt out;
    out.provider_id = word_of(message->get_object(), "msg_id");
    if (out.provider_id.empty() || word_of(message->get_object(), "delivery_time").empty()) return {};
    out.integration = hook.name;
    out.webhook_id = "user_received_message " + out.provider_id;
    out.channels = hook.receipts;
    out.outcome = ReceiptWord::delivered;
    return out;
}

}  // namespace breachd::api
