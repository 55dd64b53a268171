#include "store/vault/cipher.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/digest.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

std::string header_of(std::uint32_t number) {
    std::string out(1, kFormat);
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xff);
    return out;
}

}  // namespace

void start_sodium() {
    static const bool ready = sodium_init() >= 0;
    BREACHD_CHECK(ready);
}

std::string_view Nonces::next() {
    if (used_ == pool_.size()) {
        randombytes_buf(pool_.data(), pool_.size());
        used_ = 0;
    }
    std::string_view out(reinterpret_cast<const char*>(pool_.data()) + used_, kNonceBytes);
    used_ += kNonceBytes;
    return out;
}

std::uint32_t number_in(std::string_view sealed) {
    std::uint32_t out = 0;
    for (int i = 0; i < 4; ++i) out |= static_cast<std::uint32_t>(static_cast<unsigned char>(sealed[1 + i])) << 8 * i;
    return out;
}

void seal_with(std::string& out, const Secret& key, std::uint32_t number, std::string_view nonce,
               std::string_view plain, std::string_view associated) {
    std::string bound = header_of(number);
    out.assign(bound).append(nonce);
    out.resize(kHeaderBytes + kNonceBytes + plain.size() + kTagBytes);
    bound.append(associated);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(out) + kHeaderBytes + kNonceBytes, nullptr, bytes_of(plain),
                                               plain.size(), bytes_of(bound), bound.size(), nullptr, bytes_of(nonce),
                                               key.data());
}

std::optional<std::string> open_with(const Secret& key, std::string_view sealed, std::string_view associated) {
    if (sealed.size() < kHeaderBytes + kNonceBytes + kTagBytes || sealed[0] != kFormat) return std::nullopt;
    std::string bound(sealed.substr(0, kHeaderBytes));
    bound.append(associated);
    auto nonce = sealed.substr(kHeaderBytes, kNonceBytes);
    auto cipher = sealed.substr(kHeaderBytes + kNonceBytes);
    std::string plain(cipher.size() - kTagBytes, '\0');
    bool ours =
        crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(cipher), cipher.size(),
                                                   bytes_of(bound), bound.size(), bytes_of(nonce), key.data()) == 0;
    if (!ours) return std::nullopt;
    return plain;
}

std::string signing_key_place(std::string_view public_key) { return "signing|" + hex(public_key); }

SigningKey signing_key_in(Connection& keys, const Master& master) {
    Statement read(keys, "SELECT public_key, wrapped FROM signing_keys ORDER BY number DESC LIMIT 1");
    if (!read.step()) return {};
    return {read.blob(0), master.unwrap(read.blob(1), signing_key_place(read.blob(0)))};
}

Master::Master(const MasterKey& master) : secret_(master.bytes) { start_sodium(); }

Master::Master(Connection& keys, const MasterKey& master) : Master(master) {
    SigningKey known = signing_key_in(keys, *this);
    if (known.secret.empty() && keys.kind() == Access::writer) {
        known.secret.resize(crypto_sign_SECRETKEYBYTES);
        known.public_key.resize(crypto_sign_PUBLICKEYBYTES);
        crypto_sign_keypair(bytes_of(known.public_key), bytes_of(known.secret));
        std::string wrapped = wrap(known.secret, signing_key_place(known.public_key));
        Statement(keys, "INSERT INTO signing_keys (public_key, wrapped) VALUES (?, ?)")
            .bind_blob(known.public_key)
            .bind_blob(wrapped)
            .run();
    }
    sodium_memzero(known.secret.data(), known.secret.size());
}

std::string Master::wrap(std::string_view key, std::string_view place) {
    std::string out;
    seal_with(out, secret_, kMasterNumber, nonces_.next(), key, place);
    return out;
}

std::string Master::unwrap(std::string_view wrapped, std::string_view place) const {
    auto plain = open_with(secret_, wrapped, place);
    if (plain) return std::move(*plain);
    throw StoreError(
        StoreError::Cause::not_ours,
        "khóa chủ này không mở được keys.db; dùng khóa chủ của lần đổi khóa gần nhất / this master key does not "
        "open keys.db; use the master key that it was last rotated to");
}

}  // namespace breachd::store
