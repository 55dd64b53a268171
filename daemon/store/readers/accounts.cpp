// What a sign-in is checked against.
#include "store/readers/reader_impl.hpp"

namespace breachd::store {

Proofs Reader::proofs(std::string_view person) {
    Statement read(impl_->connection, "SELECT sealed FROM accounts WHERE person = ?");
    if (!read.bind(person).step()) return {};
    auto opened = impl_->vault.open(kAccountsScope, read.blob(0), account_place(person));
    return opened ? proofs_from(*opened) : Proofs{};
}

std::string Reader::invitation_secret(const Digest& token_sha256) {
    return store::invitation_secret(impl_->vault, token_sha256);
}

}  // namespace breachd::store
