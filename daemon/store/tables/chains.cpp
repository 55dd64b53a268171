#include "store/tables/chains.hpp"

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/journal.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kBlock = 256;  // chains; a power of two, so that a block is a subtree

Chain chain_in(Statement& read, int column) {
    return {static_cast<std::uint64_t>(read.integer(column)), digest_from(read.blob(column + 1))};
}

// Leaves of the block's chains, as of the newest head.
std::vector<Digest> sealed_leaves(Connection& connection, std::int64_t block) {
    std::vector<Digest> out;
    Statement read(connection,
                   "SELECT incident, signed_count, signed_root FROM journal_chains WHERE place >= ? AND place < ? "
                   "AND signed_count > 0 ORDER BY place");
    read.bind(block * kBlock).bind((block + 1) * kBlock);
    while (read.step()) out.push_back(chain_leaf(read.text(0), chain_in(read, 1)));
    return out;
}

std::vector<Digest> block_roots(Connection& connection) {
    std::vector<Digest> out;
    Statement read(connection, "SELECT root FROM journal_chain_blocks WHERE root IS NOT NULL ORDER BY block");
    while (read.step()) out.push_back(digest_from(read.blob(0)));
    return out;
}

LeafAt at(const std::vector<Digest>& digests) {
    return [&digests](std::uint64_t i) { return digests[i]; };
}

}  // namespace

Chains::Chains(Connection& connection) : connection_(connection) {
    if (connection.kind() == Connection::Kind::reader) return;
    if (single_number(connection, "SELECT EXISTS (SELECT 1 FROM journal_chains)") == 1) return;
    if (single_number(connection, "SELECT EXISTS (SELECT 1 FROM journal)") == 0) return;
    connection_.begin();
    try {
        {
            Statement read(connection_, "SELECT incident, leaf FROM journal ORDER BY seq");
            while (read.step()) append(read.text(0), digest_from(read.blob(1)));
        }
        write();
        connection_.commit();
    } catch (...) {
        connection_.rollback();
        throw;
    }
    moved_.clear();
}

void Chains::append(const std::string& incident, const Digest& leaf) {
    auto [known, fresh] = moved_.try_emplace(incident);
    auto& moved = known->second;
    if (fresh) {
        Statement read(connection_, "SELECT place, count, root FROM journal_chains WHERE incident = ?");
        if (read.bind(incident).step()) {
            moved.place = read.integer(0);
            moved.chain = chain_in(read, 1);
        } else {
            moved.place = -1;
        }
    }
    moved.chain.append(leaf);
    moved.written = false;
    if (moved.place < 0) write(incident, moved);  // its place is its turn
}

void Chains::write() {
    for (auto& [incident, moved] : moved_)
        if (!moved.written) write(incident, moved);
}

void Chains::write(const std::string& incident, Moved& moved) {
    if (moved.place < 0) {
        moved.place = single_number(connection_, "SELECT coalesce(max(place), -1) + 1 FROM journal_chains");
        Statement(connection_, "INSERT INTO journal_chains (place, incident, count, root) VALUES (?, ?, ?, ?)")
            .bind(moved.place)
            .bind(incident)
            .bind(static_cast<std::int64_t>(moved.chain.count))
            .bind_blob(as_bytes(moved.chain.root))
            .run();
    } else {
        Statement(connection_, "UPDATE journal_chains SET count = ?, root = ? WHERE place = ?")
            .bind(static_cast<std::int64_t>(moved.chain.count))
            .bind_blob(as_bytes(moved.chain.root))
            .bind(moved.place)
            .run();
    }
    Statement(connection_,
              "INSERT INTO journal_chain_blocks (block, root, dirty) VALUES (?, NULL, 1) "
              "ON CONFLICT (block) DO UPDATE SET dirty = 1 WHERE dirty = 0")
        .bind(moved.place / kBlock)
        .run();
    moved.written = true;
}

ChainsTree Chains::seal() {
    BREACHD_CHECK(connection_.in_transaction());
    write();
    std::vector<std::int64_t> dirty;
    {
        Statement read(connection_, "SELECT block FROM journal_chain_blocks WHERE dirty = 1 ORDER BY block");
        while (read.step()) dirty.push_back(read.integer(0));
    }
    for (auto block : dirty) {
        Statement(connection_,
                  "UPDATE journal_chains SET signed_count = count, signed_root = root WHERE place >= ? AND place < ? "
                  "AND signed_count <> count")
            .bind(block * kBlock)
            .bind((block + 1) * kBlock)
            .run();
        auto leaves = sealed_leaves(connection_, block);
        auto root = merkle_root(0, leaves.size(), at(leaves));
        Statement(connection_, "UPDATE journal_chain_blocks SET root = ?, dirty = 0 WHERE block = ?")
            .bind_blob(as_bytes(root))
            .bind(block)
            .run();
    }
    auto roots = block_roots(connection_);
    auto size = single_number(connection_, "SELECT coalesce(max(place), -1) + 1 FROM journal_chains");
    return {static_cast<std::uint64_t>(size), merkle_root(0, roots.size(), at(roots))};
}

std::optional<ProvenChain> read_proven_chain(Connection& connection, std::string_view incident) {
    Statement read(connection,
                   "SELECT place, signed_count, signed_root FROM journal_chains WHERE incident = ? "
                   "AND signed_count > 0");
    if (!read.bind(incident).step()) return std::nullopt;
    auto place = static_cast<std::uint64_t>(read.integer(0));
    auto leaves = sealed_leaves(connection, read.integer(0) / kBlock);
    auto roots = block_roots(connection);
    if (place % kBlock >= leaves.size() || place / kBlock >= roots.size()) refuse_row("a chain has no place");
    ProvenChain out{chain_in(read, 1), place, inclusion_proof(place % kBlock, leaves.size(), at(leaves))};
    auto above = inclusion_proof(place / kBlock, roots.size(), at(roots));
    out.proof.insert(out.proof.end(), above.begin(), above.end());
    return out;
}

ChainsTree sealed_chains(Connection& connection) {
    MerkleFrontier tree;
    Statement read(connection,
                   "SELECT incident, signed_count, signed_root FROM journal_chains WHERE signed_count > 0 "
                   "ORDER BY place");
    while (read.step())
        tree.append(
            chain_leaf(read.text(0), {static_cast<std::uint64_t>(read.integer(1)), digest_or_zero(read.blob(2))}));
    return {tree.size(), tree.root()};
}

Chain read_chain(Connection& connection, std::string_view incident) {
    Statement read(connection, "SELECT count, root FROM journal_chains WHERE incident = ?");
    return read.bind(incident).step() ? chain_in(read, 0) : Chain{};
}

}  // namespace breachd::store
