// Seals personal data: XChaCha20-Poly1305 (libsodium) under a data key per scope (an incident's id, or
// "alerts-2026-11" for alerts that opened nothing), each data key itself sealed under the master key. The data keys
// live in a file of their own (keys.db) so that destroying one makes rows and old backups noise. Master keys rotate by
// re-wrapping the data keys. A sealed value begins with a version byte and a key number; the associated data binds it
// to its row ("subject|INC-2026-0001|17"), so that rows cannot be swapped.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "store/sql/fwd.hpp"
#include "store/vault/opener.hpp"

namespace breachd::store {

struct MasterKey {
    std::string bytes;  // 32
    // File of 32 raw bytes, or 64 hex digits, or 44 base64 characters. Error names the file; group/world-readable is
    // refused.
    static Result<MasterKey> load(const std::string& path);
    static MasterKey generate();
    static MasterKey of(std::string_view bytes);
};

class Vault {
  public:
    // The keys file must outlive the Vault. A writer may create keys; a reader opens only.
    Vault(Connection& keys, MasterKey master);
    ~Vault();

    // Makes the data key of a scope durable in keys.db (its own commit) if there is none yet.
    void ensure(std::string_view scope);
    bool has(std::string_view scope);
    std::int64_t newest_key();  // number of the last data key that was made; 0: none
    // Precondition for seal: ensure(scope) was called. open fails with a plain Error when the key is gone or the bytes
    // are not ours.
    std::string seal(std::string_view scope, std::string_view plain, std::string_view associated);
    // The same into `out`, whose memory is used again.
    void seal_into(std::string& out, std::string_view scope, std::string_view plain, std::string_view associated);
    Result<std::string> open(std::string_view scope, std::string_view sealed, std::string_view associated);
    // Keyed hash for look-ups: equal inputs in one scope give equal tags, nothing else can be told from them.
    Digest tag(std::string_view scope, std::string_view plain);
    // For other threads; null when the data key is gone.
    std::shared_ptr<const Opener> opener(std::string_view scope);
    // Destroys the data key: everything sealed under the scope is noise from then on. Irrevocable.
    void destroy(std::string_view scope);
    // Re-wraps all keys of the file under a new master key, in one transaction. Returns how many data keys.
    int rotate(const MasterKey& next);

  private:
    struct Keys;
    std::unique_ptr<Keys> keys_;
};

}  // namespace breachd::store
