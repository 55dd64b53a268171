#include "engine/accounts/accounts.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

constexpr Duration kRefusalsTogether = std::chrono::minutes{10};

}  // namespace

void AccountsDesk::load(Step& step, bool restored) {
    step.store.vault().ensure(store::kAccountsScope);
    auto book = step.store.accounts().all();
    if (restored) {
        for (const auto& [cookie_sha256, session] : book.sessions) step.store.accounts().remove_session(cookie_sha256);
        for (const auto& [person, invitation] : book.invitations) step.store.accounts().remove_invitation(person);
        book.sessions.clear();
        book.invitations.clear();
    }
    book_ = std::make_shared<const AccessBook>(std::move(book));
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
    remove_passkeys_of(step, person);
    open_session(step, person, command.cookie_sha256, command.at, "password");
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const RevokeAccount& command) {
    const auto& person = command.person;
    if (now().account(person) == nullptr && now().invitations.count(person) == 0)
        return Error{ErrorCode::not_found, "this person has no account and no invitation", ""};
    auto ended = end_sessions_of(step, person);
    remove_passkeys_of(step, person);
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
    bool by_passkey = !command.passkey.id.empty();
    if (!same || step.settings.person(command.person) == nullptr ||
        !(by_passkey ? take_passkey(step, command.person, command.passkey, command.at)
                     : take_code(step, command.person, command.totp_step)))
        return refuse(step, command.person);
    open_session(step, command.person, command.cookie_sha256, command.at, by_passkey ? "passkey" : "password");
    return Answer(Done{});
}

void AccountsDesk::open_session(Step& step, const std::string& person, const Digest& cookie_sha256, Instant at,
                                const std::string& how) {
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
    step.ledger.append("", "person:" + person, SignedIn{person, session.id, how});
}

void AccountsDesk::forget_ended(Step& step, Instant at) {
    auto& sessions = change().sessions;
    for (auto row = sessions.begin(); row != sessions.end();) {
        bool stays = alive(row->second, step.settings.sign_in, at) && now().account(row->second.person) != nullptr;
        if (!stays) step.store.accounts().remove_session(row->first);
        row = stays ? std::next(row) : sessions.erase(row);
    }
}

std::int64_t AccountsDesk::end_sessions_of(Step& step, const std::string& person, const Digest* but) {
    std::int64_t ended = 0;
    auto& sessions = change().sessions;
    for (auto row = sessions.begin(); row != sessions.end();) {
        bool theirs = row->second.person == person && (but == nullptr || row->first != *but);
        if (theirs) step.store.accounts().remove_session(row->first);
        row = theirs ? sessions.erase(row) : std::next(row);
        ended += theirs ? 1 : 0;
    }
    return ended;
}

// Who the session is of, when the account is still the one that the proofs were checked against and `take` counts them.
Result<std::string> AccountsDesk::proven(Step& step, const Digest& cookie_sha256, Instant account_made_at,
                                         const std::function<bool(const std::string& person)>& take) {
    auto found = now().sessions.find(cookie_sha256);
    if (found == now().sessions.end())
        return Error{ErrorCode::unauthorized, "the session has ended; sign in again", ""};
    auto person = found->second.person;
    const auto* account = now().account(person);
    if (account == nullptr || account->made_at != account_made_at || !take(person)) return refuse(step, person);
    return person;
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const StepUpSession& command) {
    auto proof = proven(step, command.cookie_sha256, command.account_made_at, [&](const std::string& person) {
        return command.passkey.id.empty() ? take_code(step, person, command.totp_step)
                                          : take_passkey(step, person, command.passkey, command.at);
    });
    if (!proof) return proof.error();
    const auto& person = *proof;
    auto& session = change().sessions[command.cookie_sha256];
    session.stepped_up_at = session.seen_at = command.at;
    step.store.accounts().put_session(command.cookie_sha256, session);
    step.ledger.append("", "person:" + person, SteppedUp{person, session.id});
    return Answer(Done{});
}

// The account counts as made anew: what was checked against the old password opens nothing any more.
Result<Answer> AccountsDesk::handle(Step& step, const Envelope&, const ChangePassword& command) {
    auto proof = proven(step, command.cookie_sha256, command.account_made_at,
                        [&](const std::string& person) { return take_code(step, person, command.totp_step); });
    if (!proof) return proof.error();
    const auto& person = *proof;
    Account made{now().account(person)->role, command.at};
    change().accounts[person] = made;
    step.store.accounts().put_account(person, made, {command.password_hash, command.totp_secret}, command.totp_step);
    auto ended = end_sessions_of(step, person, &command.cookie_sha256);
    step.ledger.append("", "person:" + person, PasswordChanged{person, ended});
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

// --- passkeys ---

// A device that counts never says a number twice: a copy of its key would.
bool AccountsDesk::take_passkey(Step& step, const std::string& person, const PasskeyUse& use, Instant at) {
    auto found = now().passkeys.find(use.id);
    if (found == now().passkeys.end() || found->second.person != person) return false;
    bool counts = found->second.count != 0 || use.count != 0;
    if (counts && use.count <= found->second.count) return false;
    auto& passkey = change().passkeys[use.id];
    passkey.count = use.count;
    passkey.used_at = at;
    step.store.accounts().put_passkey(use.id, passkey);
    return true;
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const AddPasskey& command) {
    const auto& person = command.passkey.person;
    auto theirs = [&](const auto& row) { return row.second.person == person; };
    if (now().account(person) == nullptr)
        return Error{ErrorCode::not_found, "this person has no account and no invitation", ""};
    if (now().passkeys.count(command.id) != 0) return Error{ErrorCode::conflict, "this passkey is known already", ""};
    if (std::count_if(now().passkeys.begin(), now().passkeys.end(), theirs) >= std::ptrdiff_t{kPasskeysMax})
        return Error{ErrorCode::conflict, "a person may have ten passkeys; remove one first", ""};
    change().passkeys[command.id] = command.passkey;
    step.store.accounts().put_passkey(command.id, command.passkey);
    step.ledger.append("", envelope.actor, PasskeyAdded{person, command.passkey.name});
    return Answer(Done{});
}

Result<Answer> AccountsDesk::handle(Step& step, const Envelope& envelope, const RemovePasskey& command) {
    auto found = now().passkeys.find(command.id);
    if (found == now().passkeys.end() || found->second.person != command.person)
        return Error{ErrorCode::not_found, "there is no such passkey", ""};
    auto name = found->second.name;
    change().passkeys.erase(command.id);
    step.store.accounts().remove_passkey(command.id);
    step.ledger.append("", envelope.actor, PasskeyRemoved{command.person, name});
    return Answer(Done{});
}

void AccountsDesk::remove_passkeys_of(Step& step, const std::string& person) {
    auto& passkeys = change().passkeys;
    for (auto row = passkeys.begin(); row != passkeys.end();) {
        bool theirs = row->second.person == person;
        if (theirs) step.store.accounts().remove_passkey(row->first);
        row = theirs ? passkeys.erase(row) : std::next(row);
    }
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
