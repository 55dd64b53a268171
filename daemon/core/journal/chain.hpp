// The chain of an incident: how many entries it has, and a running hash over their leaf hashes in order. A head signs
// the chains of all incidents (merkle.hpp), so that nobody can leave an entry out of one incident's file, or add one.
//
//   root(0) = 32 zero bytes      root(n) = SHA-256(0x02 ‖ root(n-1) ‖ leaf hash of its n-th entry)
//
// The chains are leaves of a Merkle tree in the order in which the incidents began; the daemon's own entries have a
// chain as well, of the incident "".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace breachd {

struct Chain {
    std::uint64_t count = 0;
    Digest root{};

    void append(const Digest& leaf);
    bool operator==(const Chain&) const = default;
};

// A chain as of a head, with its place in the tree that the head signs and its proof there.
struct ProvenChain {
    Chain chain;
    std::uint64_t place = 0;
    std::vector<Digest> proof;
};

// Its leaf in the tree of chains: the leaf hash of the canonical JSON {"count", "incident", "root"}.
Digest chain_leaf(std::string_view incident, const Chain& chain);

}  // namespace breachd
