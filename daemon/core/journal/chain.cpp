#include "core/journal/chain.hpp"

#include "base/json.hpp"
#include "core/journal/merkle.hpp"

namespace breachd {

namespace {

constexpr std::string_view kChainPrefix("\x02", 1);

}  // namespace

void Chain::append(const Digest& leaf) {
    root = sha256({kChainPrefix, as_bytes(root), as_bytes(leaf)});
    ++count;
}

Digest chain_leaf(std::string_view incident, const Chain& chain) {
    return leaf_hash(
        canonical_json(json::object{{"count", chain.count}, {"incident", incident}, {"root", hex(chain.root)}}));
}

}  // namespace breachd
