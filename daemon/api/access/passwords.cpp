// A person changes the own password, with the old one and a code. The other sessions of the person end.
#include "api/access/handlers.hpp"
#include "api/access/signing_in.hpp"
#include "base/utf8.hpp"
#include "core/access/password.hpp"
#include "credentials/password.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

Result<void> good_new_password(const std::string& next, const std::string& old, const Person& person) {
    if (next == old) return Error{ErrorCode::unprocessable, "the new password is the old one", "/new_password"};
    auto good = check_new_password(next, person);
    if (good) return {};
    auto fault = good.error();
    fault.where = "/new_password";
    return fault;
}

// The new hash is made only for who knows the old password.
FrontDoor::Check check_and_hash(FrontDoor::Check check, const std::string& next) {
    return [check = std::move(check), next](store::Reader& reader) {
        auto found = check(reader);
        if (found && found->password && found->totp_step)
            found->proofs.password_hash = credentials::hash_password(next);
        return found;
    };
}

}  // namespace

void change_password(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    if (!call->caller->cookie_sha256) return call->respond(problem(409, "a token has no password"));
    http::Members members(std::move(*body));
    auto password = nfc(members.needed("password"));
    auto code = code_typed(members.needed("totp"));
    auto next = nfc(members.needed("new_password"));
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    const auto person = call->caller->person;
    if (auto refusal = refusal_of(context, call, person)) return call->respond(std::move(*refusal));
    auto settings = context.services.settings();
    auto book = context.services.access();
    const auto* account = book->account(person);
    const auto* known = settings->person(person);
    if (account == nullptr || known == nullptr) return refuse_sign_in(context, call, person);
    if (auto good = good_new_password(next, password, *known); !good) return call->respond(problem(good.error()));
    auto now = context.wall();
    context.door.tried(person, call->request.peer, now);
    auto made_at = account->made_at;
    context.door.check(context, check_and_hash(check_of(person, password, code, now), next),
                       [&context, call, person, made_at, now](Result<Checked> found) {
                           if (!found) return call->respond(problem(found.error()));
                           if (!found->password || !found->totp_step) return refuse_sign_in(context, call, person);
                           engine::ChangePassword command{made_at,
                                                          *found->totp_step,
                                                          *call->caller->cookie_sha256,
                                                          found->proofs.password_hash,
                                                          found->proofs.totp_secret,
                                                          now};
                           submit_about_accounts(context, call, std::move(command),
                                                 [&context, call, person](const auto& answer) {
                                                     if (!answer)
                                                         return call->respond(refused_proof(*call, answer.error()));
                                                     context.door.succeeded(person, call->request.peer);
                                                     call->respond(answer_of_session(context, *call->caller));
                                                 });
                       });
}

}  // namespace breachd::api
