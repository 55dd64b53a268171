#include "engine/accounts/accounts.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

constexpr Duration kRefusalsTogether = std::chrono::minutes{10};

}  // namespace

void AccountsDesk::load(Step& step) {
    step.store.vault().ensure(store::kAccountsScope);
    book_ = std::make_shared<const AccessBook>(step.store.accounts().all());
}

void AccountsDesk::begin() {
    kept_ = book_;
    kept_refused_ = refused_;
}

void AccountsDesk::take_back() {
    changed_.reset();
    book_ = kept_;
    refused_ = kept_refused_;
}

void AccountsDesk::close(Step& step) {
    if (!changed_) return;
    book_ = std::exchange(changed_, nullptr);
    step.outbox.send(AccessChanged{book_});
}

AccessBook& AccountsDesk::change() {
    if (!changed_) changed_ = std::make_shared<AccessBook>(*book_);
    return *changed_;
}

// --- accounts ---

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const InviteAccount& command) {
    if (step.settings.person(command.person) == nullptr)
        return Error{ErrorCode::not_found, "nobody of this id is among the people of the configuration", ""};
    if (command.role == Role::source) return Error{ErrorCode::unprocessable, "is no role of a person", "/role"};
    Invitation invitation{command.token_sha256, command.role, command.at + kInvitationLasts};
    change().invitations[command.person] = invitation;
    step.store.accounts().put_invitation(command.person, invitation);
    step.ledger.append("", envelope.actor,
                       AccountInvited{command.person, std::string(role_name(command.role)), invitation.expires_at});
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const MakeAccount& command) {
    auto person = now().invited_by(command.token_sha256, command.at);
    if (person.empty() || step.settings.person(person) == nullptr)
        return Error{ErrorCode::not_found, "this link was used or has expired; ask for a new one", ""};
    auto role = now().invitations.at(person).role;
    auto ended = end_sessions_of(step, person);
    Account account{role, command.at};
    change().accounts[person] = account;
    change().invitations.erase(person);
    step.store.accounts().remove_invitation(person);
    step.store.accounts().put_account(person, account, {command.password_hash, command.totp_secret}, command.totp_step);
    step.ledger.append("", "person:" + person, AccountMade{person, std::string(role_name(role)), ended});
    open_session(step, person, command.cookie_sha256, command.at);
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const RevokeAccount& command) {
    const auto& person = command.person;
    if (now().account(person) == nullptr && now().invitations.count(person) == 0)
        return Error{ErrorCode::not_found, "this person has no account and no invitation", ""};
    auto ended = end_sessions_of(step, person);
    change().accounts.erase(person);
    change().invitations.erase(person);
    step.store.accounts().remove_account(person);
    step.store.accounts().remove_invitation(person);
    step.ledger.append("", envelope.actor, AccountRevoked{person, ended});
    return Answer(Done{});
}

// --- sessions ---

// A code that was seen on somebody's screen, or on its way here, opens nothing a second time.
bool AccountsDesk::take_code(Step& step, const std::string& person, std::int64_t totp_step) {
    if (totp_step <= step.store.accounts().totp_step(person)) return false;
    step.store.accounts().set_totp_step(person, totp_step);
    return true;
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const BeginSession& command) {
    const auto* account = now().account(command.person);
    bool same = account != nullptr && account->made_at == command.account_made_at;  // as it was checked
    if (!same || step.settings.person(command.person) == nullptr || !take_code(step, command.person, command.totp_step))
        return refuse(step, command.person);
    open_session(step, command.person, command.cookie_sha256, command.at);
    return Answer(Done{});
}

void AccountsDesk::open_session(Step& step, const std::string& person, const Digest& cookie_sha256, Instant at) {
    forget_ended(step, at);
    auto& sessions = change().sessions;
    auto of_person = [&](const auto& row) { return row.second.person == person; };
    while (std::count_if(sessions.begin(), sessions.end(), of_person) >= std::ptrdiff_t{kSessionsMax}) {
        auto oldest = sessions.end();
        for (auto row = sessions.begin(); row != sessions.end(); ++row)
            if (of_person(*row) && (oldest == sessions.end() || row->second.seen_at < oldest->second.seen_at))
                oldest = row;
        step.store.accounts().remove_session(oldest->first);
        sessions.erase(oldest);
    }
    Session session{session_id(cookie_sha256), person, at, at, at};
    sessions[cookie_sha256] = session;
    step.store.accounts().put_session(cookie_sha256, session);
    step.ledger.append("", "person:" + person, SignedIn{person, session.id, "password"});
}

void AccountsDesk::forget_ended(Step& step, Instant at) {
    auto& sessions = change().sessions;
    for (auto row = sessions.begin(); row != sessions.end();) {
        bool stays = alive(row->second, step.settings.sign_in, at) && now().account(row->second.person) != nullptr;
        if (!stays) step.store.accounts().remove_session(row->first);
        row = stays ? std::next(row) : sessions.erase(row);
    }
}

std::int64_t AccountsDesk::end_sessions_of(Step& step, const std::string& person) {
    std::int64_t ended = 0;
    auto& sessions = change().sessions;
    for (auto row = sessions.begin(); row != sessions.end();) {
        bool theirs = row->second.person == person;
        if (theirs) step.store.accounts().remove_session(row->first);
        row = theirs ? sessions.erase(row) : std::next(row);
        ended += theirs ? 1 : 0;
    }
    return ended;
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const StepUpSession& command) {
    auto found = now().sessions.find(command.cookie_sha256);
    if (found == now().sessions.end())
        return Error{ErrorCode::unauthorized, "the session has ended; sign in again", ""};
    auto person = found->second.person;
    const auto* account = now().account(person);
    if (account == nullptr || account->made_at != command.account_made_at ||
        !take_code(step, person, command.totp_step))
        return refuse(step, person);
    auto& session = change().sessions[command.cookie_sha256];
    session.stepped_up_at = session.seen_at = command.at;
    step.store.accounts().put_session(command.cookie_sha256, session);
    step.ledger.append("", "person:" + person, SteppedUp{person, session.id});
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const EndSession& command) {
    const auto* session = now().session(command.id);
    if (session == nullptr || (!command.anybodys && session->person != envelope.person))
        return Error{ErrorCode::not_found, "there is no such session", ""};
    auto ended = *session;
    auto& sessions = change().sessions;
    auto row = std::find_if(sessions.begin(), sessions.end(), [&](const auto& r) { return r.second.id == ended.id; });
    step.store.accounts().remove_session(row->first);
    sessions.erase(row);
    step.ledger.append("", envelope.actor, SignedOut{ended.person, ended.id});
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const TouchSession& command) {
    auto found = now().sessions.find(command.cookie_sha256);
    if (found == now().sessions.end() || found->second.seen_at >= command.at) return Answer(Done{});
    auto& session = change().sessions[command.cookie_sha256];
    session.seen_at = command.at;
    step.store.accounts().put_session(command.cookie_sha256, session);
    return Answer(Done{});
}

// --- refusals ---

Error AccountsDesk::refuse(Step& step, const std::string& person) {
    (void)handle(step, {}, NoteSignInRefused{person});
    return sign_in_refused();
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const NoteSignInRefused& command) {
    auto person = now().account(command.person) != nullptr ? command.person : std::string();
    auto [row, first] = refused_.try_emplace(person, 0);
    if (!first) {
        ++row->second;
        return Answer(Done{});
    }
    step.ledger.append("", "system", SignInRefused{person, 1});
    step.agenda.at(step.now + kRefusalsTogether, DeskId::accounts, person);
    return Answer(Done{});
}

void AccountsDesk::due(Step& step, const std::string& person) {
    auto row = refused_.find(person);
    if (row == refused_.end()) return;
    auto count = std::exchange(row->second, 0);
    if (count == 0) {
        refused_.erase(row);
        return;
    }
    step.ledger.append("", "system", SignInRefused{person, count});
    step.agenda.at(step.now + kRefusalsTogether, DeskId::accounts, person);
}

}  // namespace breachd::engine
