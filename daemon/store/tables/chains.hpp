// Tables journal_chains and journal_chain_blocks: the chain of each incident (core/journal/chain.hpp), as it is and as
// of the newest head, and the tree over all of them. For the journal, which appends, and the heads, which sign.
//
//   tree     │ root │                        signed by the head
//            ├──────┴───────┬─────────┐
//   blocks   │ 0            │ 1       │     roots of 256 chains each, as of the newest head; dirty: a chain has moved
//   on chains   │ 0 1 2 ... 255│ 256 ... │     in the order in which the incidents began
//
// Invariants
//  1. The counts of all chains add up to the journal's size, in every committed state.
//  2. seal() costs the blocks that are dirty and one hash for each block, never all chains; nothing is kept in memory
//     between two transactions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/chain.hpp"
#include "core/journal/merkle.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/kept.hpp"

namespace breachd::store {

struct ChainsTree {
    std::uint64_t size = 0;  // chains
    Digest root{};
};
class Chains final : public Kept {
  public:
    // Makes the chains of a journal that was written before there were any.
    explicit Chains(Connection& connection);

    void append(const std::string& incident, const Digest& leaf);
    // From now on the chains of the newest head are these.
    ChainsTree seal();

    void before_commit() override { write(); }
    void on_commit() noexcept override { moved_.clear(); }
    void on_rollback() noexcept override { moved_.clear(); }

  private:
    struct Moved {
        std::int64_t place = 0;
        Chain chain;
        bool written = false;
    };
    void write();
    void write(const std::string& incident, Moved& moved);

    Connection& connection_;
    std::map<std::string, Moved> moved_;  // by the present transaction
};

// None: no head covers an entry of it. For the readers.
std::optional<ProvenChain> read_proven_chain(Connection& connection, std::string_view incident);
ChainsTree sealed_chains(Connection& connection);  // made anew from all of them, as of the newest head
Chain read_chain(Connection& connection, std::string_view incident);  // as it is; empty when there is none

}  // namespace breachd::store
