// Who may call: people's and machines' tokens, senders of alerts, integrations. Filled by daemon/config, checked by
// http/auth and intake/sender, replaced whole by a reload. Tokens are kept as their SHA-256: they are 256-bit random
// values, so a plain hash is enough, and a memory dump does not reveal them.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"
#include "settings/source.hpp"

namespace breachd {

enum class Role : unsigned { source = 1, viewer = 2, responder = 4, dpo = 8, auditor = 16, admin = 32 };
BOOST_DESCRIBE_ENUM(Role, source, viewer, responder, dpo, auditor, admin)
using Roles = unsigned;  // bits of Role

constexpr Roles operator|(Role a, Role b) { return static_cast<Roles>(a) | static_cast<Roles>(b); }
constexpr Roles operator|(Roles a, Role b) { return a | static_cast<Roles>(b); }
std::string_view role_name(Role role);

// A person or a machine; two people are two tokens.
struct Token {
    std::string name;
    Role role = Role::viewer;
    Digest sha256{};
    std::string person = {};  // whose it is: with that person's sessions it is one person; "" : it is its name's
};

// How people sign in at the console. Durations are of the machine's own time: a drill does not scale them.
struct SignIn {
    bool password = false;  // and a code of the moment (TOTP)
    bool passkey = false;   // instead of both, for whoever added one
    Duration idle{std::chrono::hours{1}};
    Duration absolute{std::chrono::hours{12}};
    Duration step_up{std::chrono::minutes{10}};  // how long the password and a code count for what cannot be undone
};

// An integration that acknowledges pages or reports deliveries.
struct Hook {
    std::string name;
    std::string type;  // standard_webhooks | bearer | zalo | secret_path
    // All that are valid now, the present one first; bearer: the tokens themselves; secret_path: the last part of the
    // path.
    std::vector<std::string> secrets;
    std::string app_id = {};  // zalo
    std::string person;       // whose acknowledgements it brings, when the call names nobody we know; "" : none
    std::vector<std::string> receipts;  // channels of whose messages it says what became; none: it only acknowledges
};

struct Access {
    std::vector<Token> tokens;
    std::vector<Source> sources;
    std::vector<Hook> hooks;
    SignIn sign_in;

    // nullptr when there is none of that name.
    const Source* source(std::string_view name) const;
    const Hook* hook(std::string_view name) const;
};

}  // namespace breachd
