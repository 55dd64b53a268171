// The right to decide. Exactly one daemon decides at a time; it holds the lease of its database for as long as it
// lives. On SQLite the lease is a lock on a file beside the database: the kernel gives it up when the process dies,
// however it dies. On PostgreSQL it will be a row with an epoch that every commit updates first, so that the commit of
// a daemon that lost its lease fails (docs/adr/0015).
#pragma once

#include <optional>
#include <string>

namespace breachd::store {

class Lease {
  public:
    // Takes the lease of the database in this directory ("": one in memory, which nobody else can open). Throws
    // StoreError(busy), which names the process, when another one holds it.
    explicit Lease(const std::string& directory);
    // The process that holds the lease now; none, or 0: one that cannot be told.
    static std::optional<int> holder(const std::string& directory);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

  private:
    int file_ = -1;
};

}  // namespace breachd::store
