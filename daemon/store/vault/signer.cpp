#include "store/vault/signer.hpp"

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/cipher.hpp"

namespace breachd::store {

namespace {

class FileSigner final : public Signer {
  public:
    explicit FileSigner(SigningKey key) : key_(std::move(key)) {}
    ~FileSigner() override { sodium_memzero(key_.secret.data(), key_.secret.size()); }
    FileSigner(const FileSigner&) = delete;
    FileSigner& operator=(const FileSigner&) = delete;

    std::string sign(std::string_view message) override {
        BREACHD_CHECK(!key_.secret.empty());
        std::string out(crypto_sign_BYTES, '\0');
        crypto_sign_detached(bytes_of(out), nullptr, bytes_of(message), message.size(), bytes_of(key_.secret));
        return out;
    }
    std::string public_key() const override { return key_.public_key; }

  private:
    SigningKey key_;
};

}  // namespace

std::unique_ptr<Signer> open_signer(Connection& keys, const MasterKey& master_key) {
    keys.migrate(Database::keys);
    Master master(keys, master_key);
    return std::make_unique<FileSigner>(signing_key_in(keys, master));
}

std::string public_key_in(Connection& keys) {
    Statement read(keys, "SELECT public_key FROM signing_keys ORDER BY number DESC LIMIT 1");
    return read.step() ? read.blob(0) : "";
}

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature) {
    start_sodium();
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), bytes_of(public_key)) ==
           0;
}

}  // namespace breachd::store
