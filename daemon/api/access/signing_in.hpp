// What the calls of signing in share. Net thread only.
#pragma once

#include <optional>
#include <string>

#include "api/access/front_door.hpp"
#include "api/context.hpp"

namespace breachd::api {

// Why nobody can sign in with this request: people do not sign in here, it comes from another site, or too many tries
// failed. `person` as it was typed, "" when the call names none.
std::optional<Response> refusal_of(const Context& context, const CallPtr& call, const std::string& person);

// A try failed: journalled, counted, and answered as every other failure is. Who is signed in already gets 403: the
// session goes on.
void refuse_sign_in(const Context& context, const CallPtr& call, const std::string& person);
Response refused_proof(const Call& call, Error error);

// What proves a person, read and checked on another thread; the same work for a person without an account.
FrontDoor::Check check_of(const std::string& person, const std::string& password, const std::string& code, Instant now);

// Who is signed in, and until when; 401 when the session has ended.
Response answer_of_session(const Context& context, const Caller& caller);

// A command about accounts, in the caller's name if there is one; never kept for its Idempotency-Key.
void submit_about_accounts(const Context& context, const CallPtr& call, engine::Command command, Context::Then then);

// Answers with the new session and its cookie; the engine has just begun it. The one that the browser had before ends.
void answer_signed_in(const Context& context, const CallPtr& call, const std::string& cookie);
Response without_cookie(Response response);

// Who proved to have a passkey, by the answer to a question of ours. None: a wrong one, or (`fault`) no answer at all.
struct PasskeyProof {
    std::string person, id;
    std::int64_t count = 0;
};
std::optional<PasskeyProof> proven_by_passkey(const Context& context, const CallPtr& call, json::object given,
                                              std::optional<Response>& fault);

// "123 456" -> "123456"
std::string code_typed(std::string text);

}  // namespace breachd::api
