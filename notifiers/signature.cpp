#include "notifiers/signature.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/digest.hpp"

namespace breachd {

namespace {

constexpr std::string_view kPrefix = "whsec_";

std::string key_of(std::string_view secret) {
    if (!secret.starts_with(kPrefix)) return std::string(secret);
    auto key = from_base64(secret.substr(kPrefix.size()));
    return key ? *key : std::string(secret);
}

std::string signature_of(std::string_view secret, std::string_view id, std::string_view timestamp, std::string_view body) {
    auto signed_text = fmt::format("{}.{}.", id, timestamp);
    signed_text += body;
    return base64(as_bytes(hmac_sha256(key_of(secret), signed_text)));
}

Error wrong(const char* what, const char* header) {
    return {ErrorCode::unauthorized, what, header};
}

}  // namespace

std::string sign_webhook(std::string_view secret, std::string_view id, Instant at, std::string_view body) {
    auto seconds = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
    return "v1," + signature_of(secret, id, seconds, body);
}

Result<void> verify_webhook(const std::vector<std::string>& secrets, std::string_view id, std::string_view timestamp,
                            std::string_view signatures, std::string_view body, Instant now) {
    if (id.empty() || id.size() > 256) return wrong("is missing or too long", "webhook-id");
    std::int64_t seconds = 0;
    auto [end, failed] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    constexpr std::int64_t kSecondsMax = 4'102'444'800;  // the year 2100
    if (failed != std::errc{} || end != timestamp.data() + timestamp.size() || timestamp.empty() || seconds < 0 || seconds > kSecondsMax)
        return wrong("is missing or no number of seconds", "webhook-timestamp");
    auto age = now - instant_from_ms(seconds * 1000);
    if (age > kSignatureWindow) return wrong("is too old; is the sender's clock right?", "webhook-timestamp");
    if (age < -kSignatureWindow) return wrong("lies in the future; is the sender's clock right?", "webhook-timestamp");
    bool good = false;
    for (std::size_t at = 0; at < signatures.size();) {
        auto stop = std::min(signatures.find(' ', at), signatures.size());
        auto one = signatures.substr(at, stop - at);
        at = stop + 1;
        if (!one.starts_with("v1,")) continue;
        for (const auto& secret : secrets) {  // all are tried: no early end
            if (key_of(secret).empty()) continue;  // an empty key would be everybody's
            good |= equal_constant_time(one.substr(3), signature_of(secret, id, timestamp, body));
        }
    }
    if (!good) return wrong("does not match", "webhook-signature");
    return {};
}

}  // namespace breachd
