#include "notifiers/signature.hpp"

#include <fmt/format.h>

namespace breachd {

namespace {

const SignatureScheme& standard() {
    static const SignatureScheme scheme = *signature_style("standard_webhooks");
    return scheme;
}

}  // namespace

std::string sign_webhook(std::string_view secret, std::string_view id, Instant at, std::string_view body) {
    auto seconds = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
    return make_signature(standard(), secret, id, seconds, body);
}

Result<void> verify_webhook(const std::vector<std::string>& secrets, std::string_view id, std::string_view timestamp,
                            std::string_view signatures, std::string_view body, Instant now, SignatureFault* fault) {
    auto header = [&](std::string_view name) {
        if (name == standard().id_header) return id;
        if (name == standard().timestamp_header) return timestamp;
        return name == standard().header ? signatures : std::string_view();
    };
    auto verified = verify_signature(standard(), secrets, header, body, now, fault);
    return verified ? Result<void>() : Result<void>(verified.error());
}

}  // namespace breachd
