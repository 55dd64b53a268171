// Entries of the journal about people's accounts and sessions: they belong to no incident. The rules of event.hpp hold
// for them. Nobody who is not configured is named: what a stranger typed stands nowhere.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

#include "base/instant.hpp"

namespace breachd {

struct AccountInvited {
    std::string person, role;
    Instant expires_at{};
};
BOOST_DESCRIBE_STRUCT(AccountInvited, (), (person, role, expires_at))
struct AccountMade {  // or made anew, by a later invitation
    std::string person, role;
    std::int64_t ended = 0;  // sessions of the account before
};
BOOST_DESCRIBE_STRUCT(AccountMade, (), (person, role, ended))
struct AccountRevoked {
    std::string person;
    std::int64_t ended = 0;  // sessions
};
BOOST_DESCRIBE_STRUCT(AccountRevoked, (), (person, ended))
struct SignedIn {
    std::string person, session;
    std::string how;  // "password", "passkey"
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (person, session, how))
struct SignInRefused {   // the first at once, the others of ten minutes together
    std::string person;  // "" : of nobody who has an account
    std::int64_t count = 1;
};
BOOST_DESCRIBE_STRUCT(SignInRefused, (), (person, count))
struct SteppedUp {  // proven again, with password and code or a passkey, for what cannot be undone
    std::string person, session;
};
BOOST_DESCRIBE_STRUCT(SteppedUp, (), (person, session))
struct PasswordChanged {
    std::string person;
    std::int64_t ended = 0;  // the person's other sessions
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (person, ended))
struct PasskeyAdded {
    std::string person, name;
};
BOOST_DESCRIBE_STRUCT(PasskeyAdded, (), (person, name))
struct PasskeyRemoved {
    std::string person, name;
};
BOOST_DESCRIBE_STRUCT(PasskeyRemoved, (), (person, name))
struct SignedOut {
    std::string person, session;  // by whom: the entry's actor
};
BOOST_DESCRIBE_STRUCT(SignedOut, (), (person, session))

}  // namespace breachd
