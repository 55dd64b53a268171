#include "store/vault/vault.hpp"

#include <sodium.h>

#include <unordered_map>

#include "base/check.hpp"
#include "store/schema.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

constexpr char kFormat = 1;
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHeaderBytes = 1 + 4;  // format, key number
constexpr std::uint32_t kMasterNumber = 0;   // "sealed under the master key"
constexpr std::size_t kNoncesDrawn = 64;     // one system call for so many seals

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void start_sodium() {
    static const bool ready = sodium_init() >= 0;
    BREACHD_CHECK(ready);
}

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
    std::string_view next() {
        if (used_ == pool_.size()) {
            randombytes_buf(pool_.data(), pool_.size());
            used_ = 0;
        }
        std::string_view out(reinterpret_cast<const char*>(pool_.data()) + used_, kNonceBytes);
        used_ += kNonceBytes;
        return out;
    }

  private:
    std::array<unsigned char, kNonceBytes * kNoncesDrawn> pool_{};
    std::size_t used_ = kNonceBytes * kNoncesDrawn;
};

std::string header_of(std::uint32_t number) {
    std::string out(1, kFormat);
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xff);
    return out;
}

std::uint32_t number_in(std::string_view sealed) {
    std::uint32_t out = 0;
    for (int i = 0; i < 4; ++i) out |= static_cast<std::uint32_t>(static_cast<unsigned char>(sealed[1 + i])) << 8 * i;
    return out;
}

// header | nonce | ciphertext and tag; the header is bound in with the caller's associated data.
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

// A key as keys.db holds it, bound to its place.
std::string data_key_place(std::string_view scope, std::uint32_t number) {
    return "datakey|" + std::string(scope) + "|" + std::to_string(number);
}

struct DataKey {
    std::uint32_t number = 0;
    Secret key;      // seals
    Secret tag_key;  // derived: makes look-up tags
};

DataKey data_key(std::uint32_t number, std::string_view bytes) {
    DataKey out{number, Secret(bytes), Secret()};
    crypto_kdf_derive_from_key(out.tag_key.data(), kKeyBytes, 1, "breachtg", out.key.data());
    return out;
}

Result<std::string> open_under(const DataKey& key, std::string_view scope, std::string_view sealed,
                               std::string_view associated) {
    if (sealed.size() < kHeaderBytes || sealed[0] != kFormat || number_in(sealed) != key.number)
        return Error{ErrorCode::not_found, "sealed under a data key that is destroyed, or not ours",
                     std::string(scope)};
    auto plain = open_with(key.key, sealed, associated);
    if (!plain) return Error{ErrorCode::failed, "the sealed bytes are not what was written here", std::string(scope)};
    return std::move(*plain);
}

Digest tag_under(const DataKey& key, std::string_view plain) {
    Digest out;
    crypto_generichash(out.data(), out.size(), bytes_of(plain), plain.size(), key.tag_key.data(), kKeyBytes);
    return out;
}

struct ScopeHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

[[noreturn]] void wrong_master() {
    throw StoreError(StoreError::Cause::not_ours,
                     "keys: this master key does not open keys.db; use the master key that it was last rotated to");
}

}  // namespace

struct Opener::Key {
    DataKey key;
    std::string scope;
};

Opener::Opener(std::unique_ptr<const Key> key) : key_(std::move(key)) {}
Opener::~Opener() = default;

Result<std::string> Opener::open(std::string_view sealed, std::string_view associated) const {
    return open_under(key_->key, key_->scope, sealed, associated);
}

Digest Opener::tag(std::string_view plain) const { return tag_under(key_->key, plain); }

struct Vault::Keys {
    Keys(Connection& file, std::string_view master_bytes) : keys(file), master(master_bytes) {}

    Connection& keys;
    Secret master;
    Nonces nonces;
    std::unordered_map<std::string, DataKey, ScopeHash, std::equal_to<>> by_scope;  // looked up, never walked
    std::string signing_public;
    std::optional<std::string> signing_secret;
    std::int64_t seen_version = 0;  // a reader's: keys.db as of the cached keys

    ~Keys() {
        if (signing_secret) sodium_memzero(signing_secret->data(), signing_secret->size());
    }

    std::string unwrap(std::string_view wrapped, std::string_view place) {
        auto plain = open_with(master, wrapped, place);
        if (!plain) wrong_master();
        return *plain;
    }
    std::string wrap(const Secret& under, std::string_view plain, std::string_view place) {
        std::string out;
        seal_with(out, under, kMasterNumber, nonces.next(), plain, place);
        return out;
    }

    // A reader must not keep a key that the writer has destroyed since.
    void forget_when_changed() {
        if (keys.kind() == Connection::Kind::writer) return;
        Query version(keys, "PRAGMA data_version");
        version.step();
        if (version.integer(0) == seen_version) return;
        seen_version = version.integer(0);
        by_scope.clear();
    }

    const DataKey* find(std::string_view scope) {
        forget_when_changed();
        if (auto known = by_scope.find(scope); known != by_scope.end()) return &known->second;
        Query read(keys, "SELECT number, wrapped FROM data_keys WHERE scope = ? AND wrapped IS NOT NULL");
        if (!read.bind(scope).step()) return nullptr;
        auto number = static_cast<std::uint32_t>(read.integer(0));
        std::string bytes = unwrap(read.blob(1), data_key_place(scope, number));
        auto added = by_scope.emplace(std::string(scope), data_key(number, bytes));
        sodium_memzero(bytes.data(), bytes.size());
        return &added.first->second;
    }

    // Keys that seal something must be on disk before what they seal is.
    void create(std::string_view scope) {
        std::string bytes(kKeyBytes, '\0');
        randombytes_buf(bytes.data(), bytes.size());
        Query last(keys, "SELECT coalesce(max(number), 0) FROM data_keys");
        last.step();
        auto number = static_cast<std::uint32_t>(last.integer(0)) + 1;
        std::string wrapped = wrap(master, bytes, data_key_place(scope, number));
        Query(keys, "INSERT INTO data_keys (number, scope, wrapped) VALUES (?, ?, ?)")
            .bind(static_cast<std::int64_t>(number))
            .bind(scope)
            .bind_blob(wrapped)
            .run();
        by_scope.emplace(std::string(scope), data_key(number, bytes));
        sodium_memzero(bytes.data(), bytes.size());
    }

    void load_signing_key() {
        Query read(keys, "SELECT public_key, wrapped FROM signing_keys ORDER BY number DESC LIMIT 1");
        if (!read.step()) return;
        signing_public = read.blob(0);
        signing_secret = unwrap(read.blob(1), "signing|" + hex(signing_public));
    }

    void create_signing_key() {
        std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
        std::string made(crypto_sign_PUBLICKEYBYTES, '\0');
        crypto_sign_keypair(bytes_of(made), bytes_of(secret));
        std::string wrapped = wrap(master, secret, "signing|" + hex(made));
        Query(keys, "INSERT INTO signing_keys (public_key, wrapped) VALUES (?, ?)")
            .bind_blob(made)
            .bind_blob(wrapped)
            .run();
        signing_public = made;
        signing_secret = secret;
        sodium_memzero(secret.data(), secret.size());
    }

    int rewrap_data_keys(const Secret& next) {
        struct Row {
            std::uint32_t number;
            std::string scope, wrapped;
        };
        std::vector<Row> rows;
        {
            Query read(keys, "SELECT number, scope, wrapped FROM data_keys WHERE wrapped IS NOT NULL ORDER BY number");
            while (read.step())
                rows.push_back({static_cast<std::uint32_t>(read.integer(0)), read.text(1), read.blob(2)});
        }
        for (const auto& row : rows) {
            std::string place = data_key_place(row.scope, row.number);
            std::string bytes = unwrap(row.wrapped, place);
            std::string wrapped = wrap(next, bytes, place);
            sodium_memzero(bytes.data(), bytes.size());
            Query(keys, "UPDATE data_keys SET wrapped = ? WHERE number = ?")
                .bind_blob(wrapped)
                .bind(static_cast<std::int64_t>(row.number))
                .run();
        }
        return static_cast<int>(rows.size());
    }
};

// The signing key doubles as the proof that the master key is the right one: from the first start on there is one.
Vault::Vault(Connection& keys, MasterKey master) {
    start_sodium();
    BREACHD_CHECK(master.bytes.size() == kKeyBytes);
    prepare_keys_schema(keys);
    keys_ = std::make_unique<Keys>(keys, master.bytes);
    sodium_memzero(master.bytes.data(), master.bytes.size());
    keys_->load_signing_key();
    if (!keys_->signing_secret && keys.kind() == Connection::Kind::writer) keys_->create_signing_key();
}

Vault::~Vault() = default;

void Vault::ensure(std::string_view scope) {
    if (!keys_->find(scope)) keys_->create(scope);
}

bool Vault::has(std::string_view scope) { return keys_->find(scope) != nullptr; }

std::string Vault::seal(std::string_view scope, std::string_view plain, std::string_view associated) {
    std::string out;
    seal_into(out, scope, plain, associated);
    return out;
}

void Vault::seal_into(std::string& out, std::string_view scope, std::string_view plain, std::string_view associated) {
    const DataKey* key = keys_->find(scope);
    BREACHD_CHECK(key != nullptr);  // ensure() comes first
    seal_with(out, key->key, key->number, keys_->nonces.next(), plain, associated);
}

Result<std::string> Vault::open(std::string_view scope, std::string_view sealed, std::string_view associated) {
    const DataKey* key = keys_->find(scope);
    if (!key) return Error{ErrorCode::not_found, "its data key is destroyed", std::string(scope)};
    return open_under(*key, scope, sealed, associated);
}

Digest Vault::tag(std::string_view scope, std::string_view plain) {
    const DataKey* key = keys_->find(scope);
    BREACHD_CHECK(key != nullptr);
    return tag_under(*key, plain);
}

std::shared_ptr<const Opener> Vault::opener(std::string_view scope) {
    const DataKey* key = keys_->find(scope);
    if (!key) return nullptr;
    auto own = std::make_unique<const Opener::Key>(Opener::Key{*key, std::string(scope)});
    return std::shared_ptr<const Opener>(new Opener(std::move(own)));
}

// The checkpoint at the end overwrites the key's old place in the file and empties the WAL that still holds it. When a
// reader stands in the way for too long it throws `busy`; destroying again finishes the work.
void Vault::destroy(std::string_view scope) {
    auto known = keys_->by_scope.find(scope);
    if (known != keys_->by_scope.end()) keys_->by_scope.erase(known);
    Query(keys_->keys, "UPDATE data_keys SET wrapped = NULL WHERE scope = ? AND wrapped IS NOT NULL").bind(scope).run();
    keys_->keys.checkpoint();
}

int Vault::rotate(const MasterKey& next) {
    BREACHD_CHECK(next.bytes.size() == kKeyBytes);
    Secret fresh(next.bytes);
    Connection& keys = keys_->keys;
    int rewrapped = 0;
    keys.begin();
    try {
        rewrapped = keys_->rewrap_data_keys(fresh);
        std::string wrapped = keys_->wrap(fresh, *keys_->signing_secret, "signing|" + hex(keys_->signing_public));
        Query(keys, "UPDATE signing_keys SET wrapped = ? WHERE public_key = ?")
            .bind_blob(wrapped)
            .bind_blob(keys_->signing_public)
            .run();
        keys.commit();
    } catch (...) {
        keys.rollback();
        throw;
    }
    keys_->master = fresh;
    keys.checkpoint();  // nothing stays behind that the old master key opens
    return rewrapped;
}

std::string Vault::sign(std::string_view message) {
    BREACHD_CHECK(keys_->signing_secret.has_value());
    std::string out(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes_of(out), nullptr, bytes_of(message), message.size(), bytes_of(*keys_->signing_secret));
    return out;
}

std::string Vault::public_key() { return keys_->signing_public; }

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature) {
    start_sodium();
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), bytes_of(public_key)) ==
           0;
}

}  // namespace breachd::store
