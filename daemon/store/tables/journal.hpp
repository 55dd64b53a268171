// Table journal: the one truth, a list of entries which are the leaves of a Merkle log. The engine's ledger appends and
// folds; nobody else writes. Each entry goes into its incident's chain as well (chains.hpp).
//
// Invariants
//  1. No gaps: append() numbers entries 1, 2, ...; after a rollback the numbers are used again.
//  2. The edge in memory (the peaks of the tree) is that of the rows, in and after every transaction.
//  3. An edge is kept in the file every kEdgeEvery entries. A start takes the newest one, and looks at the entries
//     after it only; store/proof goes over all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/event.hpp"
#include "core/journal/merkle.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/chains.hpp"
#include "store/tables/kept.hpp"

namespace breachd::store {

class Journal final : public Kept {
  public:
    // Reads the edge. Throws StoreError(corrupt) when the entries after the newest kept edge are not those that were
    // signed, or when the journal ends before its newest head.
    explicit Journal(Connection& connection);

    // Incidents that have an entry of this kind; a walk over the journal.
    std::vector<std::string> incidents_with(std::string_view kind);
    Entry append(Instant at, std::string incident, std::string actor, Event event);
    std::int64_t size() const { return static_cast<std::int64_t>(edge_.size()); }
    Digest root() const { return edge_.root(); }

    // Calls back in order. No statement is open meanwhile, so the callee may write.
    void each_entry(const std::function<void(const Entry&)>& use);
    void each_entry_after(std::int64_t seq, const std::function<void(const Entry&)>& use);
    // The newest first, for as long as `use` says so.
    void each_entry_back(const std::function<bool(const Entry&)>& use);
    std::vector<Entry> entries_of(std::string_view incident);
    // The first `most` ids after this one in the order of text; "" : from the first.
    std::vector<std::string> incidents_after(std::string_view id, std::size_t most);

    // The chains of all incidents, as they are now, become those of the head that is signed next.
    ChainsTree seal_chains() { return chains_.seal(); }

    void on_begin() override { edge_at_begin_ = edge_, kept_at_begin_ = kept_; }
    void before_commit() override;
    void on_commit() noexcept override { chains_.on_commit(); }
    void on_rollback() noexcept override;

  private:
    Connection& connection_;
    Chains chains_;
    MerkleFrontier edge_, edge_at_begin_;
    std::uint64_t kept_ = 0, kept_at_begin_ = 0;  // size of the newest edge in the file
};

// Columns seq, at, incident, actor, kind, data. Throws StoreError(corrupt) when they cannot be read.
Entry entry_in(Statement& query);
// The leaf's canonical bytes as they were hashed when the row was written (same columns).
std::string leaf_bytes_in(Statement& query);
// The newest kept edge: its size, and the peaks as bytes one after the other.
struct KeptEdge {
    std::uint64_t size = 0;
    std::string peaks;
};
KeptEdge newest_edge(Connection& connection);
std::string packed(const std::vector<Digest>& peaks);
Digest digest_from(std::string_view bytes);
// The same for who goes on where a row is damaged: zeros, which no row of ours has.
Digest digest_or_zero(std::string_view bytes);

}  // namespace breachd::store
