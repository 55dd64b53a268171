// The cipher of everything sealed: XChaCha20-Poly1305 (libsodium), and the master key at work. A sealed value is
// header | nonce | ciphertext and tag; the header (format, key number) is bound in with the caller's associated data.
// For store/vault only.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

inline constexpr char kFormat = 1;
inline constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
inline constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
inline constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
inline constexpr std::size_t kHeaderBytes = 1 + 4;  // format, key number
inline constexpr std::uint32_t kMasterNumber = 0;   // "sealed under the master key"

inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void start_sodium();

// 32 bytes that are kept out of swap where the system allows it and are zero after use.
class Secret {
  public:
    Secret() { sodium_mlock(bytes_.data(), bytes_.size()); }
    explicit Secret(std::string_view bytes) : Secret() {
        BREACHD_CHECK(bytes.size() == bytes_.size());
        std::copy(bytes.begin(), bytes.end(), bytes_.begin());
    }
    Secret(const Secret& other) : Secret(other.view()) {}
    Secret& operator=(const Secret& other) {
        bytes_ = other.bytes_;
        return *this;
    }
    ~Secret() { sodium_munlock(bytes_.data(), bytes_.size()); }  // zeroes, too
    unsigned char* data() { return bytes_.data(); }
    const unsigned char* data() const { return bytes_.data(); }
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

  private:
    std::array<unsigned char, kKeyBytes> bytes_{};
};

// Nonces of 24 random bytes: with that many, chance alone never meets the same one twice.
class Nonces {
  public:
    std::string_view next();

  private:
    static constexpr std::size_t kDrawn = 64;  // one system call for so many seals
    std::array<unsigned char, kNonceBytes * kDrawn> pool_{};
    std::size_t used_ = kNonceBytes * kDrawn;
};

std::uint32_t number_in(std::string_view sealed);
void seal_with(std::string& out, const Secret& key, std::uint32_t number, std::string_view nonce,
               std::string_view plain, std::string_view associated);
std::optional<std::string> open_with(const Secret& key, std::string_view sealed, std::string_view associated);

// The master key, which seals nothing but keys. `place` binds a key to its row.
class Master {
  public:
    explicit Master(const MasterKey& master);
    // The one of this file. It proves itself on the signing key: from the first start on there is one, because a writer
    // makes it. Throws StoreError(not_ours) for another master key.
    Master(Connection& keys, const MasterKey& master);

    std::string wrap(std::string_view key, std::string_view place);
    std::string unwrap(std::string_view wrapped, std::string_view place) const;  // throws StoreError(not_ours)
    void become(const Master& next) { secret_ = next.secret_; }

  private:
    Secret secret_;
    Nonces nonces_;
};

struct SigningKey {
    std::string public_key, secret;
};
// The newest one of the file; both empty when there is none.
SigningKey signing_key_in(Connection& keys, const Master& master);
std::string signing_key_place(std::string_view public_key);

}  // namespace breachd::store
