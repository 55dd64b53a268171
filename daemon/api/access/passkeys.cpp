// Passkeys: a person who is signed in adds one, and signs in with it from then on, or steps up.
#include "api/access/handlers.hpp"
#include "api/access/signing_in.hpp"
#include "base/utf8.hpp"
#include "credentials/passkey.hpp"
#include "credentials/token.hpp"
#include "http/browser.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

constexpr std::int64_t kPatienceMs = 120'000;
constexpr const char* kSignIn = "sign in";

std::string host_of(const std::string& origin) {
    auto host = origin.substr(origin.find("://") + 3);
    return host.substr(0, host.find(':'));
}

credentials::Expected expected(const Settings& settings, std::string challenge) {
    auto origin = http::origin_of(settings.public_url);
    return {std::move(challenge), origin, host_of(origin)};
}

std::string purpose_of(const Caller& caller, const char* what) {
    return std::string(what) + "|" + session_id(*caller.cookie_sha256);
}

std::string bytes_in(http::Members& members, const char* name) {
    auto bytes = from_base64(members.needed(name));
    return bytes ? *bytes : std::string();
}

json::object passkey_item(const std::string& id, const Passkey& passkey) {
    return {{"id", base64url(id)},
            {"name", passkey.name},
            {"made_at", format_rfc3339(passkey.made_at)},
            {"used_at", passkey.used_at ? json::value(format_rfc3339(*passkey.used_at)) : json::value()}};
}

// Nothing when the call was answered.
std::shared_ptr<const Settings> with_passkeys(const Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    if (settings->sign_in.passkey) return settings;
    call->respond(problem(409, "passkeys need a public_url with a name, over https or on this machine"));
    return nullptr;
}

}  // namespace

void ask_passkey(Context& context, const CallPtr& call) {
    auto settings = with_passkeys(context, call);
    if (!settings) return;
    if (call->caller && !call->caller->cookie_sha256)
        return call->respond(problem(409, "a token needs no second proof"));
    if (auto refusal = refusal_of(context, call, "")) return call->respond(std::move(*refusal));
    auto purpose = call->caller ? purpose_of(*call->caller, "step up") : std::string(kSignIn);
    auto challenge = context.door.challenges.ask(credentials::new_token(), purpose, context.wall());
    call->respond(json_response(
        json::object{{"challenge", challenge}, {"rp_id", expected(*settings, "").rp_id}, {"timeout_ms", kPatienceMs}}));
}

std::optional<PasskeyProof> proven_by_passkey(const Context& context, const CallPtr& call, json::object given,
                                              std::optional<Response>& fault) {
    http::Members members(std::move(given));
    auto id = bytes_in(members, "id");
    auto client_data = bytes_in(members, "client_data");
    auto authenticator_data = bytes_in(members, "authenticator_data");
    auto signature = bytes_in(members, "signature");
    fault = members.faults();
    if (fault) return std::nullopt;
    auto settings = context.services.settings();
    auto now = context.wall();
    auto challenge = credentials::challenge_in(client_data);
    auto purpose = call->caller ? purpose_of(*call->caller, "step up") : std::string(kSignIn);
    auto book = context.services.access();
    auto found = book->passkeys.find(id);
    if (!settings->sign_in.passkey || found == book->passkeys.end() ||
        !context.door.challenges.open(challenge, purpose, now))
        return std::nullopt;
    const auto& passkey = found->second;
    auto count = credentials::verify_assertion(expected(*settings, challenge), passkey.public_key,
                                               static_cast<credentials::KeyKind>(passkey.kind), client_data,
                                               authenticator_data, signature);
    if (!count) return std::nullopt;
    context.door.challenges.answered(challenge, now);
    return PasskeyProof{passkey.person, id, *count};
}

// --- one's own passkeys ---

void begin_passkey(Context& context, const CallPtr& call) {
    auto settings = with_passkeys(context, call);
    if (!settings) return;
    const auto& caller = *call->caller;
    if (!caller.cookie_sha256) return call->respond(problem(409, "a token has no session"));
    json::array known;
    auto book = context.services.access();
    for (const auto& [id, passkey] : book->passkeys)
        if (passkey.person == caller.person) known.push_back(json::value(base64url(id)));
    auto challenge =
        context.door.challenges.ask(credentials::new_token(), purpose_of(caller, "new passkey"), context.wall());
    call->respond(json_response(
        json::object{{"challenge", challenge},
                     {"rp", json::object{{"id", expected(*settings, "").rp_id}, {"name", settings->organisation.name}}},
                     {"user", json::object{{"id", base64url(caller.person)},
                                           {"name", caller.person},
                                           {"display_name", settings->name_of(caller.person)}}},
                     {"algorithms", json::array{-7, -8, -257}},
                     {"exclude", std::move(known)},
                     {"timeout_ms", kPatienceMs}}));
}

void add_passkey(Context& context, const CallPtr& call) {
    auto settings = with_passkeys(context, call);
    if (!settings) return;
    const auto& caller = *call->caller;
    if (!caller.cookie_sha256) return call->respond(problem(409, "a token has no session"));
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto name = clean_line(members.needed("name"), 64);
    auto client_data = bytes_in(members, "client_data");
    auto authenticator_data = bytes_in(members, "authenticator_data");
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    auto now = context.wall();
    auto challenge = credentials::challenge_in(client_data);
    if (!context.door.challenges.open(challenge, purpose_of(caller, "new passkey"), now))
        return call->respond(problem(409, "this took too long or was answered already; begin again"));
    auto made = credentials::read_registration(expected(*settings, challenge), client_data, authenticator_data);
    if (!made) return call->respond(problem(made.error()));
    context.door.challenges.answered(challenge, now);
    engine::AddPasskey command{
        made->id, {caller.person, name, made->public_key, static_cast<int>(made->kind), made->count, now, {}}};
    auto id = made->id;
    submit_about_accounts(context, call, std::move(command), [&context, call, id](const auto& answer) {
        if (!answer) return call->respond(problem(answer.error()));
        auto book = context.services.access();
        auto found = book->passkeys.find(id);
        if (found == book->passkeys.end()) return call->respond(problem(404, "there is no such passkey"));
        call->respond(json_response(passkey_item(id, found->second)));
    });
}

void list_passkeys(Context& context, const CallPtr& call) {
    json::array items;
    auto book = context.services.access();
    for (const auto& [id, passkey] : book->passkeys)
        if (passkey.person == call->caller->who()) items.push_back(passkey_item(id, passkey));
    call->respond(json_response(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

void remove_passkey(Context& context, const CallPtr& call) {
    auto id = from_base64(call->part(0));
    engine::RemovePasskey command{call->caller->who(), id ? *id : std::string()};
    submit_about_accounts(context, call, std::move(command), [call](const auto& answer) {
        call->respond(answer ? json_response(json::object{}) : problem(answer.error()));
    });
}

}  // namespace breachd::api
