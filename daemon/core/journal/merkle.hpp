// The Merkle tree of RFC 9162 (leaf prefix 0x00, node prefix 0x01), its proofs, and signed heads in the C2SP
// signed-note form. Pure: store/ keeps the leaves, report/ and breachctl verify.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace breachd {

Digest leaf_hash(std::string_view leaf);
Digest node_hash(const Digest& left, const Digest& right);

// The right edge of a growing tree: O(log n) state, append O(1) amortised.
class MerkleFrontier {
  public:
    void append(const Digest& leaf);
    std::uint64_t size() const { return size_; }
    Digest root() const;  // of the empty tree: SHA-256 of nothing
    // To keep the edge and take it up again; empty when there are not as many peaks as a tree of this size has.
    const std::vector<Digest>& peaks() const { return peaks_; }
    static std::optional<MerkleFrontier> of(std::uint64_t size, std::vector<Digest> peaks);

  private:
    std::vector<Digest> peaks_;  // perfect subtrees, largest first
    std::uint64_t size_ = 0;
};

// Digest of the perfect or right-edge subtree over leaves [from, to), given all leaves by index.
using LeafAt = std::function<Digest(std::uint64_t index)>;
Digest merkle_root(std::uint64_t from, std::uint64_t to, const LeafAt& leaf);
std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size, const LeafAt& leaf);
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root);
std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size, const LeafAt& leaf);
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                        const std::vector<Digest>& proof);

// A checkpoint: "origin\nsize\nbase64(root)\n", and one extension line "chains <head> <size> base64(root)\n": the
// number of this head among the journal's (1, 2, ...), and the tree over the chains of all incidents (chain.hpp) as of
// this head. Heads of earlier builds have no such line: under them no incident's file is proven to be complete.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    struct Chains {
        std::uint64_t head = 0;
        std::uint64_t size = 0;
        Digest root{};
    };
    std::optional<Chains> chains = {};
};
std::string checkpoint_body(const Checkpoint& checkpoint);
// The signed note: body, blank line, "— name base64(keyid ‖ signature)\n". Key id as in C2SP: first 4 bytes of
// SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key).
std::string signed_note(const Checkpoint& checkpoint, std::string_view key_name, std::string_view public_key,
                        const std::function<std::string(std::string_view)>& sign);
struct ParsedNote {
    Checkpoint checkpoint;
    std::string key_name;
    std::string key_id;     // 4 bytes
    std::string signature;  // 64 bytes
    std::string body;       // what was signed
};
Result<ParsedNote> parse_signed_note(std::string_view note);
std::string note_key_id(std::string_view key_name, std::string_view public_key);

}  // namespace breachd
