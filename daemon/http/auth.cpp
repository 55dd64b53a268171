#include "http/auth.hpp"

#include "base/digest.hpp"

namespace breachd::http {

namespace {

constexpr std::size_t kTokenBytesMax = 512;

Error unauthorized(std::string message) { return Error{ErrorCode::unauthorized, std::move(message), ""}; }

bool same(const Digest& a, const Digest& b) { return equal_constant_time(as_bytes(a), as_bytes(b)); }

// "Bearer abc" -> "abc" when the scheme is `scheme`.
std::optional<std::string_view> credentials(std::string_view header, std::string_view scheme) {
    std::size_t space = header.find(' ');
    if (space == std::string_view::npos || lower(header.substr(0, space)) != scheme) return std::nullopt;
    return trim(header.substr(space));
}

}  // namespace

Result<std::string> presented_token(const Request& request, const TokenPlaces& more) {
    std::size_t ways = request.count("authorization") + request.count("x-api-key");
    std::string token(request.header("x-api-key"));
    bool own_header = !more.header.empty() && more.header != "authorization" && more.header != "x-api-key";
    if (own_header && request.count(more.header) != 0) {
        ways += request.count(more.header);
        token = std::string(request.header(more.header));
    }
    for (const auto& [name, value] : request.query) {
        if (!more.in_query || (name != "access_token" && name != "token")) continue;
        ++ways;
        token = value;
    }
    if (ways > 1) return unauthorized("credentials were sent more than once");
    std::string_view header = request.header("authorization");
    if (auto bearer = credentials(header, "bearer")) {
        token = std::string(*bearer);
    } else if (auto basic = credentials(header, "basic")) {
        auto pair = from_base64(*basic);
        std::size_t colon = pair ? pair->find(':') : std::string::npos;
        if (colon == std::string::npos) return unauthorized("the Basic credentials cannot be read");
        token = pair->substr(colon + 1);
    } else if (!header.empty() && more.header == "authorization") {
        token = std::string(header);
    } else if (!header.empty()) {
        return unauthorized("this way to authenticate is not known; use Authorization: Bearer");
    }
    if (token.empty()) return unauthorized("a token is needed: Authorization: Bearer …");
    if (token.size() > kTokenBytesMax) return unauthorized("the token is not known");
    return token;
}

Result<Caller> caller_of(std::string_view token, const Access& access) {
    Digest digest = sha256(token);
    Caller caller;
    bool found = false;
    // No early exit: how long it takes says nothing about which token came close.
    for (const auto& row : access.tokens) {
        if (!same(row.sha256, digest)) continue;
        found = true;
        caller = {row.name, row.role, row.role == Role::source ? row.name : "", row.person};
    }
    for (const auto& row : access.sources) {
        bool its_token = same(row.token_sha256, digest), its_previous = same(row.previous_token_sha256, digest);
        if (!(its_token || its_previous) || found) continue;
        found = true;
        caller = {row.name, Role::source, row.name};
    }
    if (!found) return unauthorized("the token is not known");
    return caller;
}

Result<Caller> authenticate(const Request& request, const Access& access) {
    auto token = presented_token(request);
    if (!token) return token.error();
    return caller_of(*token, access);
}

bool shows_credentials(const Request& request) {
    return request.count("authorization") != 0 || request.count("x-api-key") != 0;
}

Result<Caller> authorise(const Request& request, const Access& access, Roles roles) {
    auto caller = authenticate(request, access);
    if (!caller) return caller;
    return within_role(std::move(*caller), roles);
}

Result<Caller> within_role(Caller caller, Roles roles) {
    if (caller.any_of(roles)) return caller;
    std::string others;
    for (auto role : {Role::viewer, Role::responder, Role::dpo, Role::auditor, Role::admin})
        if ((roles & static_cast<Roles>(role)) != 0)
            others += (others.empty() ? "" : ", ") + std::string(role_name(role));
    return Error{ErrorCode::forbidden,
                 "the role " + std::string(role_name(caller.role)) + " may not do this, only: " + others, ""};
}

}  // namespace breachd::http
