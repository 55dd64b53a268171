// Who is calling: a program with its token, or a person with the cookie of a session. And what the network side keeps
// about people who sign in: when each session was last used, who guesses, and the queue of passwords to be checked. Of
// the net thread; a password is checked on a thread of the read pool, one at a time.
//
//   request ─┬─ Authorization, X-API-Key ──▶ token ──▶ role of the token
//            └─ cookie ──▶ sent by a page of ours? ──▶ session alive? ──▶ role of the account
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "api/access/challenges.hpp"
#include "core/access/brake.hpp"
#include "core/access/session.hpp"
#include "http/auth.hpp"
#include "store/readers/reader.hpp"

namespace breachd::api {

struct Context;

inline constexpr const char* kCookie = "__Host-breachd";

// What a check of a person's proofs found.
struct Checked {
    bool password = false;                  // it is the account's
    std::optional<std::int64_t> totp_step;  // whose code was given; none: a wrong code
    store::Proofs proofs;                   // for a new account
};

class FrontDoor {
  public:
    FrontDoor();

    Challenges challenges;

    using Check = std::function<Result<Checked>(store::Reader&)>;
    using Then = std::function<void(Result<Checked>)>;

    // One check at a time, in the order in which they came; `overloaded` when too many wait.
    void check(const Context& context, Check check, Then then);

    // How long a person ("" : nobody is named), or whoever is at this address, has to wait after too many failures. Who
    // has signed in from this address before waits for the failures of this address only: nobody elsewhere can keep
    // them out.
    Duration wait(const std::string& person, const std::string& address, Instant now) const;
    // Counted before the check, so that many tries at once count as many; taken back by success.
    void tried(const std::string& person, const std::string& address, Instant now);
    void succeeded(const std::string& person, const std::string& address);

    // The session was used: true when the engine is to keep the moment.
    bool used(const Digest& cookie_sha256, const Session& session, const SignIn& rules, Instant now);
    // The session as it is, with the last use that the store may not know yet.
    Session known(const Digest& cookie_sha256, const Session& session) const;

  private:
    struct Use {
        Instant at{}, told{};
    };

    void next(const Context& context);

    Brake by_person_{Brake::Rules{}}, by_address_{Brake::Rules{}};
    std::set<std::pair<std::string, std::string>> at_home_;  // person, address
    std::map<Digest, Use> used_;
    std::deque<std::pair<Check, Then>> waiting_;
    bool checking_ = false;
};

// The caller of a request, with a role among `roles`: 401 without, 403 beyond.
Result<http::Caller> authorise(const Context& context, const http::Request& request, Roles roles);
// Whether the caller may do what cannot be undone: with a token, or when the password was given within minutes.
bool may_act_for_good(const Context& context, const http::Caller& caller);
http::Response step_up_needed();
// The caller's session, while it is alive; none for a token.
std::optional<Session> session_of(const Context& context, const http::Caller& caller);
// Whether the session that a stream of events was opened with is still alive. True for a token.
bool still_here(const Context& context, const http::Caller& caller);

}  // namespace breachd::api
