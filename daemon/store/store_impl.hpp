// The inside of Store, shared by store_*.cpp; nobody else includes it.
#pragma once

#include <string>
#include <utility>

#include "base/check.hpp"
#include "store/codec.hpp"
#include "store/run_counters.hpp"
#include "store/sql/connection.hpp"
#include "store/store.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

// Keeps a second writer away from the directory for as long as it lives. flock: the kernel releases it when the process
// dies, however it dies.
class DirectoryLock {
  public:
    explicit DirectoryLock(const std::string& directory);  // "" locks nothing; throws StoreError(busy)
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;

  private:
    int file_ = -1;
};

// What lives in memory between statements and must go back with a rollback.
struct Tail {
    MerkleFrontier journal;
    std::int64_t last_alert = 0;
    std::int64_t last_quarantine = 0;
    std::string alert_digests;  // of the rows added since take_alert_batch()
};

struct Store::Impl {
    Impl(const StoreOptions& options, MasterKey master);

    // Every change of what is also kept in memory happens inside a transaction.
    void check_writing() const { BREACHD_CHECK(connection.in_transaction()); }
    void load_tail();
    void check_heads(std::int64_t size, const Digest& root);

    DirectoryLock lock;
    StoreOptions options;
    Connection connection;
    Connection keys;
    Vault vault;
    RunCounters runs;
    Tail tail;
    Tail tail_at_begin;
    std::optional<std::optional<Instant>> next_page_at;  // empty: not known since pages changed
    std::pair<std::string, std::string> last_tag;        // find_alert and then add_alert ask for the same one
    std::string plain, sealed;  // of the alert that is being added: their memory serves the next one

    const std::string& alert_tag(std::string_view source, std::string_view external_id);
    // Into `sealed`, which holds until the next call.
    const std::string& seal_alert(const NewAlert& alert, std::string_view place);
};

}  // namespace breachd::store
