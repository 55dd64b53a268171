// Who is calling. A token comes as `Authorization: Bearer`, as the password of `Authorization: Basic` or in X-API-Key;
// other schemes of Authorization are refused, and a token in the address is ignored. (A source of alerts may allow more
// places: TokenPlaces.) Only the token's SHA-256 is compared, with every known one and in constant time. Pure.
#pragma once

#include <optional>
#include <string>

#include "http/http.hpp"
#include "settings/access.hpp"

namespace breachd::http {

struct Caller {
    std::string name;  // of the token, or of the source
    Role role = Role::viewer;
    std::string source;  // role source: the only source it may send for

    bool any_of(Roles roles) const { return (static_cast<Roles>(role) & roles) != 0; }
    std::string actor() const { return (role == Role::source ? "source:" : "token:") + name; }
};

// Where a token may stand beyond the usual three places.
struct TokenPlaces {
    // lower case; its value is the token. Of authorization: all of it, unless it says Bearer or Basic
    std::string header;
    bool in_query = false;  // access_token or token
};

// The token as sent; an error when there is none, or when it is sent in two ways at once.
Result<std::string> presented_token(const Request& request, const TokenPlaces& more = {});
// The owner of the token; 401 when it is not known.
Result<Caller> caller_of(std::string_view token, const Access& access);
Result<Caller> authenticate(const Request& request, const Access& access);
// Authenticates and checks the role: 401 without, 403 beyond it.
Result<Caller> authorise(const Request& request, const Access& access, Roles roles);

}  // namespace breachd::http
