#include "store/access/accounts.hpp"

#include "base/check.hpp"
#include "base/enum_words.hpp"
#include "base/json.hpp"
#include "base/json_text.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/journal.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kSecretBytes = 20;

// A role that this program does not know may do nothing.
Role role_in(const std::string& word) {
    Role role = Role::source;
    enum_from_word(word, role);
    return role;
}

}  // namespace

AccessBook Accounts::all() {
    AccessBook out;
    Statement accounts(connection_, "SELECT person, role, made_at FROM accounts ORDER BY person");
    while (accounts.step()) out.accounts[accounts.text(0)] = {role_in(accounts.text(1)), accounts.instant(2)};
    Statement invitations(connection_,
                          "SELECT person, token_sha256, role, expires_at FROM invitations ORDER BY person");
    while (invitations.step())
        out.invitations[invitations.text(0)] = {digest_from(invitations.blob(1)), role_in(invitations.text(2)),
                                                invitations.instant(3)};
    Statement sessions(connection_,
                       "SELECT cookie_sha256, person, began_at, seen_at, stepped_up_at FROM sessions "
                       "ORDER BY cookie_sha256");
    while (sessions.step()) {
        auto cookie = digest_from(sessions.blob(0));
        out.sessions[cookie] = {session_id(cookie), sessions.text(1), sessions.instant(2), sessions.instant(3),
                                sessions.instant(4)};
    }
    Statement passkeys(connection_,
                       "SELECT id, person, name, public_key, kind, count, made_at, used_at FROM passkeys ORDER BY id");
    while (passkeys.step())
        out.passkeys[passkeys.blob(0)] = {
            passkeys.text(1),    passkeys.text(2),    passkeys.blob(3),         static_cast<int>(passkeys.integer(4)),
            passkeys.integer(5), passkeys.instant(6), passkeys.maybe_instant(7)};
    return out;
}

void Accounts::put_account(const std::string& person, const Account& account, const Proofs& proofs,
                           std::int64_t totp_step) {
    auto plain =
        json::serialize(json::object{{"password", proofs.password_hash}, {"totp", base64(proofs.totp_secret)}});
    auto sealed = vault_.seal(kAccountsScope, plain, account_place(person));
    Statement(connection_,
              "INSERT INTO accounts (person, role, made_at, totp_step, sealed) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (person) DO UPDATE SET role = excluded.role, made_at = excluded.made_at, "
              "totp_step = excluded.totp_step, sealed = excluded.sealed")
        .bind(person)
        .bind(role_name(account.role))
        .bind(account.made_at)
        .bind(totp_step)
        .bind_blob(sealed)
        .run();
}

void Accounts::remove_account(std::string_view person) {
    Statement(connection_, "DELETE FROM accounts WHERE person = ?").bind(person).run();
}

std::int64_t Accounts::totp_step(std::string_view person) {
    Statement read(connection_, "SELECT totp_step FROM accounts WHERE person = ?");
    BREACHD_CHECK(read.bind(person).step());
    return read.integer(0);
}

void Accounts::set_totp_step(std::string_view person, std::int64_t step) {
    Statement(connection_, "UPDATE accounts SET totp_step = ? WHERE person = ?").bind(step).bind(person).run();
}

void Accounts::put_invitation(const std::string& person, const Invitation& invitation) {
    Statement(connection_,
              "INSERT INTO invitations (person, token_sha256, role, expires_at) VALUES (?, ?, ?, ?) "
              "ON CONFLICT (person) DO UPDATE SET token_sha256 = excluded.token_sha256, role = excluded.role, "
              "expires_at = excluded.expires_at")
        .bind(person)
        .bind_blob(as_bytes(invitation.token_sha256))
        .bind(role_name(invitation.role))
        .bind(invitation.expires_at)
        .run();
}

void Accounts::remove_invitation(std::string_view person) {
    Statement(connection_, "DELETE FROM invitations WHERE person = ?").bind(person).run();
}

void Accounts::put_session(const Digest& cookie_sha256, const Session& session) {
    Statement(connection_,
              "INSERT INTO sessions (cookie_sha256, person, began_at, seen_at, stepped_up_at) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (cookie_sha256) DO UPDATE SET seen_at = excluded.seen_at, "
              "stepped_up_at = excluded.stepped_up_at")
        .bind_blob(as_bytes(cookie_sha256))
        .bind(session.person)
        .bind(session.began_at)
        .bind(session.seen_at)
        .bind(session.stepped_up_at)
        .run();
}

void Accounts::remove_session(const Digest& cookie_sha256) {
    Statement(connection_, "DELETE FROM sessions WHERE cookie_sha256 = ?").bind_blob(as_bytes(cookie_sha256)).run();
}

void Accounts::put_passkey(std::string_view id, const Passkey& passkey) {
    Statement(connection_,
              "INSERT INTO passkeys (id, person, name, public_key, kind, count, made_at, used_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET count = excluded.count, "
              "used_at = excluded.used_at")
        .bind_blob(id)
        .bind(passkey.person)
        .bind(passkey.name)
        .bind_blob(passkey.public_key)
        .bind(passkey.kind)
        .bind(passkey.count)
        .bind(passkey.made_at)
        .bind(passkey.used_at)
        .run();
}

void Accounts::remove_passkey(std::string_view id) {
    Statement(connection_, "DELETE FROM passkeys WHERE id = ?").bind_blob(id).run();
}

std::string invitation_secret(Vault& vault, const Digest& token_sha256) {
    auto tag = vault.tag(kAccountsScope, "invitation " + hex(token_sha256));
    return std::string(as_bytes(tag).substr(0, kSecretBytes));
}

std::string account_place(std::string_view person) { return "account|" + std::string(person); }

Proofs proofs_from(const std::string& opened) {
    auto value = parse_json(opened);
    if (!value || !value->is_object()) return {};
    auto secret = from_base64(text_member(value->get_object(), "totp"));
    if (!secret) return {};
    return {text_member(value->get_object(), "password"), *secret};
}

}  // namespace breachd::store
