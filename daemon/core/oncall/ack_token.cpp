#include "core/oncall/ack_token.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/digest.hpp"

namespace breachd {

namespace {

constexpr std::string_view kKind = "a1|";

std::string seal_of(std::string_view key, std::string_view payload) {
    return std::string(as_bytes(hmac_sha256(key, payload)));
}

std::string spelled(std::string_view payload, std::string_view seal) {
    return base64url(payload) + "." + base64url(seal);
}

}  // namespace

std::string make_ack_token(std::string_view key, const std::string& incident, const std::string& person,
                           Instant expires) {
    auto payload = fmt::format("{}{}|{}|{}", kKind, incident, person, to_ms(expires));
    return spelled(payload, seal_of(key, payload));
}

Result<AckToken> read_ack_token(std::string_view key, std::string_view token, Instant now) {
    const Error not_ours{ErrorCode::unauthorized, "this link was not made by this breachd", ""};
    auto dot = token.find('.');
    if (key.empty() || dot == std::string_view::npos || token.size() > 1024) return not_ours;
    auto payload = from_base64(token.substr(0, dot));
    auto seal = from_base64(token.substr(dot + 1));
    if (!payload || !seal || !equal_constant_time(*seal, seal_of(key, *payload)) || !payload->starts_with(kKind))
        return not_ours;
    if (token != spelled(*payload, *seal)) return not_ours;  // a link has one spelling
    std::string_view rest = std::string_view(*payload).substr(kKind.size());
    auto last = rest.rfind('|');
    auto first = rest.find('|');
    std::int64_t ms = 0;
    if (first == std::string_view::npos || last == first) return not_ours;
    auto number = rest.substr(last + 1);
    if (std::from_chars(number.data(), number.data() + number.size(), ms).ec != std::errc{}) return not_ours;
    AckToken out{std::string(rest.substr(0, first)), std::string(rest.substr(first + 1, last - first - 1)),
                 instant_from_ms(ms)};
    if (now > out.expires) return Error{ErrorCode::not_found, "this link has expired", ""};
    return out;
}

}  // namespace breachd
