#include "core/access/session.hpp"

#include <algorithm>

namespace breachd {

const Account* AccessBook::account(const std::string& person) const {
    auto found = accounts.find(person);
    return found == accounts.end() ? nullptr : &found->second;
}

std::string AccessBook::invited_by(const Digest& token_sha256, Instant now) const {
    std::string out;
    // No early exit: how long it takes says nothing about which token came close.
    for (const auto& [person, invitation] : invitations)
        if (equal_constant_time(as_bytes(invitation.token_sha256), as_bytes(token_sha256)) &&
            now < invitation.expires_at)
            out = person;
    return out;
}

const Session* AccessBook::session(std::string_view id) const {
    auto found = std::find_if(sessions.begin(), sessions.end(), [&](const auto& row) { return row.second.id == id; });
    return found == sessions.end() ? nullptr : &found->second;
}

std::string session_id(const Digest& cookie_sha256) {
    return hex(sha256({"session ", as_bytes(cookie_sha256)})).substr(0, 16);
}

Instant expires_at(const Session& session, const SignIn& rules) { return session.began_at + rules.absolute; }

Instant idle_until(const Session& session, const SignIn& rules) {
    return std::min(session.seen_at + rules.idle, expires_at(session, rules));
}

bool alive(const Session& session, const SignIn& rules, Instant now) { return now < idle_until(session, rules); }

Instant stepped_up_until(const Session& session, const SignIn& rules) {
    return std::min(session.stepped_up_at + rules.step_up, expires_at(session, rules));
}

bool stepped_up(const Session& session, const SignIn& rules, Instant now) {
    return now < stepped_up_until(session, rules);
}

}  // namespace breachd
