#include "store/vault/vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/cipher.hpp"

namespace breachd::store {

namespace {

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
    Keys(Connection& file, const MasterKey& master_key) : keys(file), master(file, master_key), newest(last()) {}

    Connection& keys;
    Master master;
    Nonces nonces;
    std::unordered_map<std::string, DataKey, ScopeHash, std::equal_to<>> by_scope;  // looked up, never walked
    std::int64_t seen_commits = 0;  // a reader's: keys.db as of the cached keys
    std::int64_t newest;            // a writer's: number of the last key

    std::int64_t last() {
        Statement read(keys, "SELECT coalesce(max(number), 0) FROM data_keys");
        return read.step() ? read.integer(0) : 0;
    }

    // A reader must not keep a key that the writer has destroyed since.
    void forget_when_changed() {
        if (keys.kind() == Access::writer) return;
        auto now = keys.foreign_commits();
        if (now == seen_commits) return;
        seen_commits = now;
        by_scope.clear();
    }

    const DataKey* find(std::string_view scope) {
        forget_when_changed();
        if (auto known = by_scope.find(scope); known != by_scope.end()) return &known->second;
        Statement read(keys, "SELECT number, wrapped FROM data_keys WHERE scope = ? AND wrapped IS NOT NULL");
        if (!read.bind(scope).step()) return nullptr;
        auto number = static_cast<std::uint32_t>(read.integer(0));
        std::string bytes = master.unwrap(read.blob(1), data_key_place(scope, number));
        auto added = by_scope.emplace(std::string(scope), data_key(number, bytes));
        sodium_memzero(bytes.data(), bytes.size());
        return &added.first->second;
    }

    // Keys that seal something must be on disk before what they seal is.
    void create(std::string_view scope) {
        std::string bytes(kKeyBytes, '\0');
        randombytes_buf(bytes.data(), bytes.size());
        auto number = static_cast<std::uint32_t>(last()) + 1;
        std::string wrapped = master.wrap(bytes, data_key_place(scope, number));
        Statement(keys, "INSERT INTO data_keys (number, scope, wrapped) VALUES (?, ?, ?)")
            .bind(static_cast<std::int64_t>(number))
            .bind(scope)
            .bind_blob(wrapped)
            .run();
        by_scope.emplace(std::string(scope), data_key(number, bytes));
        newest = number;
        sodium_memzero(bytes.data(), bytes.size());
    }

    int rewrap_data_keys(Master& next) {
        struct Row {
            std::uint32_t number;
            std::string scope, wrapped;
        };
        std::vector<Row> rows;
        {
            Statement read(keys,
                           "SELECT number, scope, wrapped FROM data_keys WHERE wrapped IS NOT NULL ORDER BY number");
            while (read.step())
                rows.push_back({static_cast<std::uint32_t>(read.integer(0)), read.text(1), read.blob(2)});
        }
        for (const auto& row : rows) {
            std::string place = data_key_place(row.scope, row.number);
            std::string bytes = master.unwrap(row.wrapped, place);
            std::string wrapped = next.wrap(bytes, place);
            sodium_memzero(bytes.data(), bytes.size());
            Statement(keys, "UPDATE data_keys SET wrapped = ? WHERE number = ?")
                .bind_blob(wrapped)
                .bind(static_cast<std::int64_t>(row.number))
                .run();
        }
        return static_cast<int>(rows.size());
    }

    void rewrap_signing_keys(Master& next) {
        std::vector<std::pair<std::string, std::string>> rows;  // public key, wrapped
        {
            Statement read(keys, "SELECT public_key, wrapped FROM signing_keys ORDER BY number");
            while (read.step()) rows.emplace_back(read.blob(0), read.blob(1));
        }
        for (const auto& [public_key, wrapped] : rows) {
            std::string place = signing_key_place(public_key);
            std::string bytes = master.unwrap(wrapped, place);
            std::string again = next.wrap(bytes, place);
            sodium_memzero(bytes.data(), bytes.size());
            Statement(keys, "UPDATE signing_keys SET wrapped = ? WHERE public_key = ?")
                .bind_blob(again)
                .bind_blob(public_key)
                .run();
        }
    }
};

Vault::Vault(Connection& keys, MasterKey master) {
    BREACHD_CHECK(master.bytes.size() == kKeyBytes);
    keys.migrate(Database::keys);
    keys_ = std::make_unique<Keys>(keys, master);
    sodium_memzero(master.bytes.data(), master.bytes.size());
}

Vault::~Vault() = default;

void Vault::ensure(std::string_view scope) {
    if (!keys_->find(scope)) keys_->create(scope);
}

std::int64_t Vault::newest_key() { return keys_->newest; }

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
    Statement(keys_->keys, "UPDATE data_keys SET wrapped = NULL WHERE scope = ? AND wrapped IS NOT NULL")
        .bind(scope)
        .run();
    keys_->keys.checkpoint();
}

int Vault::rotate(const MasterKey& next) {
    BREACHD_CHECK(next.bytes.size() == kKeyBytes);
    Master fresh(next);
    Connection& keys = keys_->keys;
    int rewrapped = 0;
    keys.begin();
    try {
        rewrapped = keys_->rewrap_data_keys(fresh);
        keys_->rewrap_signing_keys(fresh);
        keys.commit();
    } catch (...) {
        keys.rollback();
        throw;
    }
    keys_->master.become(fresh);
    keys.checkpoint();  // nothing stays behind that the old master key opens
    return rewrapped;
}

}  // namespace breachd::store
