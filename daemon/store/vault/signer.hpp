// Signs the journal's heads (Ed25519). Apart from the vault, because the key may live elsewhere: today in keys.db,
// sealed under the master key; later in a token, whose answer takes its time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "store/vault/vault.hpp"

namespace breachd::store {

class Signer {
  public:
    virtual ~Signer() = default;
    virtual std::string sign(std::string_view message) = 0;  // 64 bytes
    virtual std::string public_key() const = 0;              // 32 bytes
};

// The key of keys.db; a writer makes it at first use. The signer keeps nothing of the file or of the master key.
std::unique_ptr<Signer> open_signer(Connection& keys, const MasterKey& master);

// Of the newest key, without the master key; "" when there is none.
std::string public_key_in(Connection& keys);

// Verifies without any key file. For breachctl and tests.
bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace breachd::store
