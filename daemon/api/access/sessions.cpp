// People sign in with a password and a code of the moment, step up, sign out, and see their sessions.
#include <fmt/format.h>

#include <algorithm>

#include "api/access/handlers.hpp"
#include "api/access/signing_in.hpp"
#include "base/utf8.hpp"
#include "credentials/password.hpp"
#include "credentials/token.hpp"
#include "credentials/totp.hpp"
#include "http/browser.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

json::object session_object(const Context& context, const Session& session) {
    auto settings = context.services.settings();
    const auto& rules = settings->sign_in;
    bool may = stepped_up(session, rules, context.wall());
    return {{"id", session.id},
            {"began_at", format_rfc3339(session.began_at)},
            {"expires_at", format_rfc3339(expires_at(session, rules))},
            {"idle_until", format_rfc3339(idle_until(session, rules))},
            {"stepped_up_until", may ? json::value(format_rfc3339(stepped_up_until(session, rules))) : json::value()}};
}

Response person_and_session(const Context& context, const Session& session) {
    auto book = context.services.access();
    const auto* account = book->account(session.person);
    return json_response(
        json::object{{"person", session.person},
                     {"name", context.services.settings()->name_of(session.person)},
                     {"role", account == nullptr ? json::value() : json::value(role_name(account->role))},
                     {"session", session_object(context, session)}});
}

std::string cookie_header(std::string_view value, std::int64_t seconds) {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", kCookie, value, seconds);
}

}  // namespace

std::string code_typed(std::string text) {
    std::erase(text, ' ');
    return text;
}

void answer_signed_in(const Context& context, const CallPtr& call, const std::string& cookie) {
    auto answer = [&context, call, cookie] {
        auto book = context.services.access();
        auto found = book->sessions.find(sha256(cookie));
        if (found == book->sessions.end())  // revoked in the same moment
            return call->respond(problem(engine::sign_in_refused()));
        auto lasts = std::chrono::duration_cast<std::chrono::seconds>(context.services.settings()->sign_in.absolute);
        call->respond(
            person_and_session(context, found->second).with("Set-Cookie", cookie_header(cookie, lasts.count())));
    };
    auto book = context.services.access();
    auto before = book->sessions.find(sha256(http::cookie(call->request, kCookie)));
    if (before == book->sessions.end()) return answer();
    engine::Envelope envelope;
    envelope.command = engine::EndSession{before->second.id, true};
    envelope.actor = "person:" + before->second.person;
    // If it cannot be ended now, its limits end it.
    context.submit(std::move(envelope), [answer](const auto&) { answer(); });
}

Response without_cookie(Response response) { return std::move(response.with("Set-Cookie", cookie_header("", 0))); }

std::optional<Response> refusal_of(const Context& context, const CallPtr& call, const std::string& person) {
    auto settings = context.services.settings();
    if (!settings->sign_in.password) return problem(409, "people do not sign in at this daemon; use a token");
    if (http::sent_from(call->request, http::origin_of(settings->public_url)) == http::SentFrom::elsewhere)
        return problem(403, "this request was sent from another site");
    auto wait = context.door.wait(person, call->request.peer, context.wall());
    if (wait <= Duration{0}) return std::nullopt;
    auto out = problem(429, "too many tries failed; wait a moment");
    std::erase_if(out.headers, [](const auto& header) { return header.first == "Retry-After"; });
    return out.with("Retry-After", std::to_string((wait.count() + 999) / 1000));
}

void submit_about_accounts(const Context& context, const CallPtr& call, engine::Command command, Context::Then then) {
    engine::Envelope envelope;
    envelope.command = std::move(command);
    if (call->caller) {
        envelope.actor = call->caller->actor();
        envelope.person = call->caller->who();
    }
    context.submit(std::move(envelope), std::move(then));
}

void refuse_sign_in(const Context& context, const CallPtr& call, const std::string& person) {
    engine::Envelope envelope;
    envelope.command = engine::NoteSignInRefused{person};
    (void)context.services.submit(std::move(envelope));  // an entry of the journal is not worth more than the answer
    call->respond(refused_proof(*call, engine::sign_in_refused()));
}

Response refused_proof(const Call& call, Error error) {
    if (call.caller && error.code == ErrorCode::unauthorized) error.code = ErrorCode::forbidden;
    return problem(error);
}

FrontDoor::Check check_of(const std::string& person, const std::string& password, const std::string& code,
                          Instant now) {
    return [person, password, code, now](store::Reader& reader) -> Result<Checked> {
        auto proofs = reader.proofs(person);
        Checked out{credentials::verify_password(password, proofs.password_hash),
                    credentials::totp_step(proofs.totp_secret, code, now),
                    {}};
        out.proofs = std::move(proofs);
        return out;
    };
}

Response answer_of_session(const Context& context, const Caller& caller) {
    auto session = session_of(context, caller);
    return session ? person_and_session(context, *session) : problem(engine::sign_in_refused());
}

namespace {

// The same ways as with a password, behind the check.
void begin_by_passkey(Context& context, const CallPtr& call, json::object given) {
    if (auto refusal = refusal_of(context, call, "")) return call->respond(std::move(*refusal));
    auto now = context.wall();
    context.door.tried("", call->request.peer, now);
    std::optional<Response> fault;
    auto proof = proven_by_passkey(context, call, std::move(given), fault);
    if (fault) return call->respond(std::move(*fault));
    auto book = context.services.access();
    const auto* account = proof ? book->account(proof->person) : nullptr;
    bool own = !call->caller || (proof && proof->person == call->caller->person);
    if (account == nullptr || !own) return refuse_sign_in(context, call, call->caller ? call->caller->person : "");
    auto cookie = credentials::new_token();
    engine::PasskeyUse use{proof->id, proof->count};
    engine::Command command = engine::BeginSession{proof->person, account->made_at, 0, sha256(cookie), now, use};
    if (call->caller) command = engine::StepUpSession{account->made_at, 0, *call->caller->cookie_sha256, now, use};
    submit_about_accounts(context, call, std::move(command), [&context, call, cookie](const auto& answer) {
        if (!answer) return call->respond(refused_proof(*call, answer.error()));
        context.door.succeeded("", call->request.peer);
        if (!call->caller) return answer_signed_in(context, call, cookie);
        call->respond(answer_of_session(context, *call->caller));
    });
}

// The member `passkey` of a body, when there is one.
std::optional<json::object> passkey_in(json::object& body) {
    auto* given = body.if_contains("passkey");
    if (given == nullptr || !given->is_object()) return std::nullopt;
    return std::move(given->get_object());
}

}  // namespace

void sign_in(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    if (auto given = passkey_in(*body)) return begin_by_passkey(context, call, std::move(*given));
    http::Members members(std::move(*body));
    auto person = members.needed("person");
    auto password = nfc(members.needed("password"));
    auto code = code_typed(members.needed("totp"));
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (auto refusal = refusal_of(context, call, person)) return call->respond(std::move(*refusal));
    auto now = context.wall();
    context.door.tried(person, call->request.peer, now);
    auto book = context.services.access();
    const auto* account = book->account(person);
    auto made_at = account == nullptr ? Instant{} : account->made_at;
    context.door.check(
        context, check_of(person, password, code, now), [&context, call, person, made_at, now](Result<Checked> found) {
            if (!found) return call->respond(problem(found.error()));
            if (!found->password || !found->totp_step) return refuse_sign_in(context, call, person);
            auto cookie = credentials::new_token();
            engine::BeginSession command{person, made_at, *found->totp_step, sha256(cookie), now};
            submit_about_accounts(context, call, command, [&context, call, person, cookie](const auto& answer) {
                if (!answer) return call->respond(problem(answer.error()));
                context.door.succeeded(person, call->request.peer);
                answer_signed_in(context, call, cookie);
            });
        });
}

void step_up(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    if (!call->caller->cookie_sha256) return call->respond(problem(409, "a token needs no second proof"));
    if (auto given = passkey_in(*body)) return begin_by_passkey(context, call, std::move(*given));
    http::Members members(std::move(*body));
    auto password = nfc(members.needed("password"));
    auto code = code_typed(members.needed("totp"));
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    const auto person = call->caller->person;
    if (auto refusal = refusal_of(context, call, person)) return call->respond(std::move(*refusal));
    auto now = context.wall();
    context.door.tried(person, call->request.peer, now);
    auto book = context.services.access();
    const auto* account = book->account(person);
    if (account == nullptr) return refuse_sign_in(context, call, person);  // revoked while its body came
    auto made_at = account->made_at;
    context.door.check(context, check_of(person, password, code, now),
                       [&context, call, person, made_at, now](Result<Checked> found) {
                           if (!found) return call->respond(problem(found.error()));
                           if (!found->password || !found->totp_step) return refuse_sign_in(context, call, person);
                           engine::StepUpSession command{made_at, *found->totp_step, *call->caller->cookie_sha256, now};
                           submit_about_accounts(context, call, command, [&context, call, person](const auto& answer) {
                               if (!answer) return call->respond(refused_proof(*call, answer.error()));
                               context.door.succeeded(person, call->request.peer);
                               call->respond(answer_of_session(context, *call->caller));
                           });
                       });
}

void sign_out(Context& context, const CallPtr& call) {
    if (!call->caller->cookie_sha256) return call->respond(problem(409, "a token has no session"));
    engine::EndSession command{session_id(*call->caller->cookie_sha256), false};
    submit_about_accounts(context, call, command, [call](const auto& answer) {
        if (!answer) return call->respond(problem(answer.error()));
        call->respond(without_cookie(json_response(json::object{})));
    });
}

json::value session_view(const Context& context, const Caller& caller) {
    auto session = session_of(context, caller);
    return session ? json::value(session_object(context, *session)) : json::value();
}

// One's own; an admin sees everybody's.
void list_sessions(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    auto book = context.services.access();
    const auto& caller = *call->caller;
    json::array items;
    for (const auto& [cookie, kept] : book->sessions) {
        auto session = context.door.known(cookie, kept);
        if (caller.role != Role::admin && session.person != caller.who()) continue;
        if (!alive(session, settings->sign_in, context.wall())) continue;
        auto item = session_object(context, session);
        item["person"] = session.person;
        item["name"] = settings->name_of(session.person);
        item["seen_at"] = format_rfc3339(session.seen_at);
        item["current"] = caller.cookie_sha256 == cookie;
        items.push_back(std::move(item));
    }
    call->respond(json_response(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

void end_session(Context& context, const CallPtr& call) {
    engine::EndSession command{call->part(0), call->caller->role == Role::admin};
    bool own = call->caller->cookie_sha256 && session_id(*call->caller->cookie_sha256) == command.id;
    submit_about_accounts(context, call, command, [call, own](const auto& answer) {
        if (!answer) return call->respond(problem(answer.error()));
        auto out = json_response(json::object{});
        call->respond(own ? without_cookie(std::move(out)) : std::move(out));
    });
}

}  // namespace breachd::api
