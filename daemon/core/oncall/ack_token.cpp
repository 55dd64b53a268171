#include "core/oncall/ack_token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/digest.hpp"

namespace breachd {

namespace {

constexpr std::string_view kKind = "a2|";

std::string seal_of(std::string_view key, std::string_view payload) {
    return std::string(as_bytes(hmac_sha256(key, payload)));
}

std::string spelled(std::string_view payload, std::string_view seal) {
    return base64url(payload) + "." + base64url(seal);
}

// The text before the first `|`, which is taken off.
std::string_view next_part(std::string_view& rest) {
    auto end = std::min(rest.find('|'), rest.size());
    auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number out{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return out;
}

}  // namespace

std::string make_ack_token(std::string_view key, const AckToken& token) {
    auto payload = fmt::format("{}{}|{}|{}|{}", kKind, token.incident, token.call, token.person, to_ms(token.expires));
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
    std::string incident(next_part(rest));
    auto call = number_of<int>(next_part(rest));
    std::string person(next_part(rest));
    auto expires = number_of<std::int64_t>(rest);
    if (!call || !expires) return not_ours;
    AckToken out{std::move(incident), *call, std::move(person), instant_from_ms(*expires)};
    if (now > out.expires) return Error{ErrorCode::not_found, "this link has expired", ""};
    return out;
}

}  // namespace breachd
