// Who may sign in: for admins.
#include "api/access/handlers.hpp"
#include "api/access/signing_in.hpp"
#include "credentials/token.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

json::object account_item(const Context& context, const AccessBook& book, const Person& person) {
    auto settings = context.services.settings();
    auto now = context.wall();
    json::object out{{"person", person.id}, {"name", person.name}};
    const auto* account = book.account(person.id);
    out["role"] = account == nullptr ? json::value() : json::value(role_name(account->role));
    out["made_at"] = account == nullptr ? json::value() : json::value(format_rfc3339(account->made_at));
    auto invitation = book.invitations.find(person.id);
    bool open = invitation != book.invitations.end() && now < invitation->second.expires_at;
    out["invited_as"] = open ? json::value(role_name(invitation->second.role)) : json::value();
    out["invited_until"] = open ? json::value(format_rfc3339(invitation->second.expires_at)) : json::value();
    std::int64_t sessions = 0;
    for (const auto& [cookie, session] : book.sessions)
        if (session.person == person.id && alive(context.door.known(cookie, session), settings->sign_in, now))
            ++sessions;
    out["sessions"] = sessions;
    return out;
}

}  // namespace

// Everybody who is configured, and accounts of people who are not any more: those let nobody in.
void list_accounts(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    auto book = context.services.access();
    json::array items;
    for (const auto& person : settings->people) {
        items.push_back(account_item(context, *book, person));
        items.back().get_object()["configured"] = true;
    }
    for (const auto& [id, account] : book->accounts) {
        if (settings->person(id) != nullptr) continue;
        items.push_back(account_item(context, *book, Person{id, id, {}}));
        items.back().get_object()["configured"] = false;
    }
    call->respond(json_response(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

void invite_account(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto role = members.one_of<Role>("role",
                                     {{"viewer", Role::viewer},
                                      {"responder", Role::responder},
                                      {"dpo", Role::dpo},
                                      {"auditor", Role::auditor},
                                      {"admin", Role::admin}},
                                     Role::viewer);
    members.needed("role");
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    auto settings = context.services.settings();
    if (!settings->sign_in.password)
        return call->respond(problem(409, "people do not sign in at this daemon; use a token"));
    auto token = credentials::new_token();
    auto person = call->part(0);
    engine::InviteAccount command{person, role, sha256(token), context.wall()};
    auto link = settings->public_url + "/#/invite/" + token;
    submit_about_accounts(context, call, command, [&context, call, person, link](const auto& answer) {
        if (!answer) return call->respond(problem(answer.error()));
        auto book = context.services.access();
        auto invitation = book->invitations.find(person);
        if (invitation == book->invitations.end())
            return call->respond(problem(409, "the invitation was taken back in the same moment"));
        auto until = format_rfc3339(invitation->second.expires_at);
        call->respond(json_response(json::object{{"link", link}, {"expires_at", until}}));
    });
}

void revoke_account(Context& context, const CallPtr& call) {
    submit_about_accounts(context, call, engine::RevokeAccount{call->part(0)}, [call](const auto& answer) {
        call->respond(answer ? json_response(json::object{}) : problem(answer.error()));
    });
}

}  // namespace breachd::api
