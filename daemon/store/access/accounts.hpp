// Tables accounts, invitations, sessions and passkeys. The accounts desk writes them; a Reader opens what a person
// proves with, for the one check of a sign-in. What proves is sealed under the scope "accounts", bound to its person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/access/session.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

class Vault;

inline constexpr const char* kAccountsScope = "accounts";

// What a person proves to be the one with.
struct Proofs {
    std::string password_hash, totp_secret;
};

class Accounts {
  public:
    Accounts(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}

    AccessBook all();

    void put_account(const std::string& person, const Account& account, const Proofs& proofs, std::int64_t totp_step);
    void remove_account(std::string_view person);
    std::int64_t totp_step(std::string_view person);  // precondition: there is the account
    void set_totp_step(std::string_view person, std::int64_t step);

    void put_invitation(const std::string& person, const Invitation& invitation);
    void remove_invitation(std::string_view person);

    void put_session(const Digest& cookie_sha256, const Session& session);
    void remove_session(const Digest& cookie_sha256);

    void put_passkey(std::string_view id, const Passkey& passkey);
    void remove_passkey(std::string_view id);

  private:
    Connection& connection_;
    Vault& vault_;
};

// The secret of the codes that an invitation hands out: of its token and of a key of the vault. So nothing is written
// when the link is opened, the page may be opened again, and the link alone (in somebody's mail) does not tell it.
// Precondition: the scope has its key.
std::string invitation_secret(Vault& vault, const Digest& token_sha256);

std::string account_place(std::string_view person);
Proofs proofs_from(const std::string& opened);

}  // namespace breachd::store
