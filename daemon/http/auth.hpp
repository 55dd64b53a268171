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
    std::string name;  // of the token, of the source, or the id of the person who signed in
    Role role = Role::viewer;
    std::string source = {};  // role source: the only source it may send for
    std::string person = {};  // whose token or session it is; "" : a token of nobody, which is its name's
    std::optional<Digest> cookie_sha256 = {};  // of a session

    bool any_of(Roles roles) const { return (static_cast<Roles>(role) & roles) != 0; }
    // A person's token and a person's session are one for all that two people must do.
    std::string who() const { return person.empty() ? name : person; }
    std::string actor() const {
        if (!person.empty()) return "person:" + person;
        return (role == Role::source ? "source:" : "token:") + name;
    }
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
// 403 beyond the role.
Result<Caller> within_role(Caller caller, Roles roles);
// Whether a request brings credentials of a program's, right or wrong.
bool shows_credentials(const Request& request);

}  // namespace breachd::http
