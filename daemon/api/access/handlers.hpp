// The calls by which people sign in, and those about accounts. Each answers its call exactly once. Passwords and codes
// stand in no log, no error and no kept answer: an Idempotency-Key means nothing here.
#pragma once

#include "api/routes/route.hpp"

namespace breachd::api {

// sessions.cpp
void sign_in(Context& context, const CallPtr& call);
void sign_out(Context& context, const CallPtr& call);
void step_up(Context& context, const CallPtr& call);
void list_sessions(Context& context, const CallPtr& call);
void end_session(Context& context, const CallPtr& call);
// What GET /api/v1/me says of the caller's session; null for a token.
json::value session_view(const Context& context, const Caller& caller);

// passwords.cpp
void change_password(Context& context, const CallPtr& call);

// invitations.cpp
void begin_invitation(Context& context, const CallPtr& call);
void accept_invitation(Context& context, const CallPtr& call);

// passkeys.cpp
void ask_passkey(Context& context, const CallPtr& call);
void begin_passkey(Context& context, const CallPtr& call);
void add_passkey(Context& context, const CallPtr& call);
void list_passkeys(Context& context, const CallPtr& call);
void remove_passkey(Context& context, const CallPtr& call);

// accounts.cpp
void list_accounts(Context& context, const CallPtr& call);
void invite_account(Context& context, const CallPtr& call);
void revoke_account(Context& context, const CallPtr& call);

}  // namespace breachd::api
