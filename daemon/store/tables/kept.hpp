// What a table keeps in memory beside its rows (a last number, a counter, an edge of the Merkle tree). The Store calls
// every table at the edges of a transaction, so that memory and file agree after each of them. For store/ only.
#pragma once

namespace breachd::store {

class Kept {
  public:
    virtual ~Kept() = default;
    virtual void on_begin() {}
    virtual void before_commit() {}         // writes what memory knows and the rows do not know yet; may throw
    virtual void on_commit() noexcept {}    // the rows are on disk
    virtual void on_rollback() noexcept {}  // memory goes back to where on_begin() found it
};

}  // namespace breachd::store
