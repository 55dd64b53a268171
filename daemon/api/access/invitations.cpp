// A one-time link becomes an account: the page shows the secret of the codes, the person chooses a password and proves
// that the telephone has the secret.
#include "api/access/handlers.hpp"
#include "api/access/signing_in.hpp"
#include "base/utf8.hpp"
#include "core/access/password.hpp"
#include "credentials/password.hpp"
#include "credentials/token.hpp"
#include "credentials/totp.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

Error no_invitation() {
    return Error{ErrorCode::not_found, "this link was used or has expired; ask for a new one", ""};
}

// Whom the token invites; nothing when the call was answered.
const Person* invited(Context& context, const CallPtr& call, const Settings& settings, const AccessBook& book,
                      const Digest& token_sha256) {
    if (auto refusal = refusal_of(context, call, "")) {
        call->respond(std::move(*refusal));
        return nullptr;
    }
    auto now = context.wall();
    const auto* person = settings.person(book.invited_by(token_sha256, now));
    if (person == nullptr) {
        context.door.tried("", call->request.peer, now);
        call->respond(problem(no_invitation()));
    }
    return person;
}

}  // namespace

void begin_invitation(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto token_sha256 = sha256(members.needed("token"));
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    auto settings = context.services.settings();
    auto book = context.services.access();
    const auto* person = invited(context, call, *settings, *book, token_sha256);
    if (person == nullptr) return;
    auto role = book->invitations.at(person->id).role;
    context.read(call, [settings, person, role, token_sha256](store::Reader& reader) {
        auto secret = reader.invitation_secret(token_sha256);
        auto issuer = settings->organisation.name.empty() ? "breachd" : "breachd " + settings->organisation.name;
        return json_response(json::object{{"person", person->id},
                                          {"name", person->name},
                                          {"role", role_name(role)},
                                          {"totp_uri", credentials::totp_uri(secret, issuer, person->id)},
                                          {"totp_secret", credentials::totp_text(secret)}});
    });
}

void accept_invitation(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto token_sha256 = sha256(members.needed("token"));
    auto password = nfc(members.needed("password"));
    auto code = code_typed(members.needed("totp"));
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    auto settings = context.services.settings();
    auto book = context.services.access();
    const auto* person = invited(context, call, *settings, *book, token_sha256);
    if (person == nullptr) return;
    if (auto good = check_new_password(password, *person); !good) return call->respond(problem(good.error()));
    auto now = context.wall();
    auto check = [token_sha256, password, code, now](store::Reader& reader) -> Result<Checked> {
        auto secret = reader.invitation_secret(token_sha256);
        auto step = credentials::totp_step(secret, code, now);
        if (!step)
            return Error{ErrorCode::unprocessable,
                         "this is not the code of the moment; look whether the telephone's clock is right", "/totp"};
        return Checked{true, step, {credentials::hash_password(password), secret}};
    };
    context.door.check(context, check, [&context, call, token_sha256, now](Result<Checked> made) {
        if (!made) return call->respond(problem(made.error()));
        auto cookie = credentials::new_token();
        engine::MakeAccount command{
            token_sha256, made->proofs.password_hash, made->proofs.totp_secret, *made->totp_step, sha256(cookie), now};
        submit_about_accounts(context, call, std::move(command), [&context, call, cookie](const auto& answer) {
            if (!answer) return call->respond(problem(answer.error()));
            answer_signed_in(context, call, cookie);
        });
    });
}

}  // namespace breachd::api
