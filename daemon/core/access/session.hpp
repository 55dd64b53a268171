// People's accounts and sessions as the whole daemon may see them: no secret is in here. The accounts desk keeps them
// in the store and hands out a new AccessBook after each change; the network side decides with it on every request.
//
//   invited ──accept──▶ account ──sign in──▶ session ──step up──▶ session that may do what cannot be undone
//
// Invariants
//  1. A cookie, and the token of an invitation, are known by their SHA-256 only.
//  2. A session ends by itself: so long after it began, and so long after it was last used.
//  3. All moments are of the machine's own time, which a drill does not scale.
// Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/instant.hpp"
#include "settings/access.hpp"

namespace breachd {

struct Session {
    std::string id;  // for lists and revoking; opens nothing
    std::string person;
    Instant began_at{}, seen_at{};
    Instant stepped_up_at{};  // when the password and a code were last given
    bool operator==(const Session&) const = default;
};

struct Account {
    Role role = Role::viewer;
    Instant made_at{};
    bool operator==(const Account&) const = default;
};

struct Invitation {
    Digest token_sha256{};
    Role role = Role::viewer;
    Instant expires_at{};
    bool operator==(const Invitation&) const = default;
};

// A key of a person's device; its public half.
struct Passkey {
    std::string person, name;
    std::string public_key;
    int kind = 0;            // COSE's number of the algorithm
    std::int64_t count = 0;  // of signatures, as the device says; 0: it does not count
    Instant made_at{};
    std::optional<Instant> used_at;
    bool operator==(const Passkey&) const = default;
};

struct AccessBook {
    std::map<std::string, Account> accounts;        // by person
    std::map<std::string, Invitation> invitations;  // by person: a new one replaces the one before
    std::map<Digest, Session> sessions;             // by the SHA-256 of the cookie
    std::map<std::string, Passkey> passkeys;        // by the id that the device gave

    const Account* account(const std::string& person) const;
    // The person whom this token invites, while it may be used; "" : nobody.
    std::string invited_by(const Digest& token_sha256, Instant now) const;
    const Session* session(std::string_view id) const;
};

inline constexpr Duration kInvitationLasts = std::chrono::hours{24};
inline constexpr std::size_t kPasskeysMax = 10;  // of one person
inline constexpr std::size_t kSessionsMax = 16;  // of one person: the one that was left alone longest ends

// What lists show of it; nothing can be done with it.
std::string session_id(const Digest& cookie_sha256);

Instant expires_at(const Session& session, const SignIn& rules);
Instant idle_until(const Session& session, const SignIn& rules);
bool alive(const Session& session, const SignIn& rules, Instant now);
Instant stepped_up_until(const Session& session, const SignIn& rules);
bool stepped_up(const Session& session, const SignIn& rules, Instant now);

}  // namespace breachd
