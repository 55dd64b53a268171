#include "report/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/journal/evolve.hpp"
#include "report/evidence_parts.hpp"
#include "report/zip.hpp"

namespace breachd::report {

namespace {

Error mismatch(std::string what) { return {ErrorCode::conflict, std::move(what), "evidence"}; }

// All levels of the tree at once: n hashes for any number of proofs, where inclusion_proof() would take n each. A node
// without a sibling goes up as it is, which is RFC 9162's split at the largest power of two.
class ProofTree {
  public:
    explicit ProofTree(std::vector<Digest> leaves) {
        levels_.push_back(std::move(leaves));
        while (levels_.back().size() > 1) {
            const auto& below = levels_.back();
            std::vector<Digest> level;
            level.reserve((below.size() + 1) / 2);
            for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(node_hash(below[i], below[i + 1]));
            if (below.size() % 2) level.push_back(below.back());
            levels_.push_back(std::move(level));
        }
    }

    Digest root() const { return levels_.back().empty() ? sha256("") : levels_.back().front(); }

    std::vector<Digest> proof(std::uint64_t index) const {
        std::vector<Digest> out;
        for (const auto& level : levels_) {
            if (auto sibling = index ^ 1; sibling < level.size()) out.push_back(level[sibling]);
            index /= 2;
        }
        return out;
    }

  private:
    std::vector<std::vector<Digest>> levels_;
};

Result<std::string> leaves_text(const BundleInput& input, const ProofTree& tree) {
    std::string out;
    for (std::size_t i = 0; i < input.entries.size(); ++i) {
        const auto& entry = input.entries[i];
        if (entry.incident_id != input.incident_id)
            return mismatch(fmt::format("entry {} belongs to another incident", entry.seq));
        if (entry.seq < 1 || std::uint64_t(entry.seq) > input.leaves.size())
            return mismatch(fmt::format("entry {} is not under the signed head; sign a new head first", entry.seq));
        auto text = input.leaf_texts.empty() ? leaf_bytes(entry) : input.leaf_texts[i];
        auto hash = leaf_hash(text);
        auto index = std::uint64_t(entry.seq - 1);
        if (hash != input.leaves[index])
            return mismatch(fmt::format("entry {} does not match its leaf of the journal", entry.seq));
        out += leaf_line({entry.seq, std::move(text), hash, tree.proof(index)});
    }
    return out;
}

// The chain over the very leaves that are in the bundle must be the one that the head signs.
Result<void> check_chain(const BundleInput& input, const Checkpoint& head) {
    if (!head.chains) return {};
    if (!input.chain) return mismatch("the incident has no chain under the signed head");
    Chain chain;
    for (const auto& entry : input.entries) chain.append(input.leaves[std::size_t(entry.seq - 1)]);
    if (chain != input.chain->chain || !verify_inclusion(chain_leaf(input.incident_id, chain), input.chain->place,
                                                         head.chains->size, input.chain->proof, head.chains->root))
        return mismatch("the entries are not all that the signed head says this incident has");
    return {};
}

std::vector<BundleFile> document_members(const BundleInput& input) {
    std::map<std::string, const std::string*> kept;
    for (const auto& bytes : input.documents) kept.emplace(hex(sha256(bytes)), &bytes);
    std::vector<BundleFile> out;
    for (const auto& document : documents_of(input.entries))
        if (auto found = kept.find(document.sha256); found != kept.end())
            out.push_back({std::string(kDocuments) + file_name(document, *found->second), *found->second});
    return out;
}

}  // namespace

Result<std::string> build_bundle(const BundleInput& input) {
    auto note = parse_signed_note(input.note);
    if (!note) return note.error();
    if (input.public_key.size() != 32) return mismatch("the public key has not 32 bytes");
    if (!input.leaf_texts.empty() && input.leaf_texts.size() != input.entries.size())
        return mismatch("there is not one stored leaf for each entry");
    ProofTree tree(input.leaves);
    if (note->checkpoint.size != input.leaves.size() || note->checkpoint.root != tree.root())
        return mismatch("the signed head is not the head of these leaves");
    auto leaves = leaves_text(input, tree);
    if (!leaves) return leaves.error();
    if (auto complete = check_chain(input, note->checkpoint); !complete) return complete.error();

    // The fold of the very entries that are in the bundle: the projection may already be an entry ahead of the head.
    auto incident = fold(input.entries);
    std::vector<BundleFile> members = {{std::string(kVerify), verify_text(input.incident_id)},
                                       {std::string(kScript), verify_script()},
                                       {std::string(kNote), input.note},
                                       {std::string(kBody), note->body},
                                       {std::string(kSignature), note->signature},
                                       {std::string(kKey), hex(input.public_key) + "\n"},
                                       {std::string(kKeyPem), public_key_pem(input.public_key)},
                                       {std::string(kLeaves), std::move(*leaves)},
                                       {std::string(kIncident), canonical_json(to_json(incident)) + "\n"},
                                       {std::string(kTimeline), timeline_text(input.incident_id, input.entries)}};
    if (note->checkpoint.chains) members.push_back({std::string(kChain), chain_text(input.incident_id, *input.chain)});
    for (auto& document : document_members(input)) members.push_back(std::move(document));
    std::sort(members.begin() + 2, members.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    auto manifest = manifest_text(members);
    members.push_back({std::string(kManifestSignature), input.sign(manifest)});
    members.push_back({std::string(kManifest), std::move(manifest)});
    return write_zip(members, input.at);
}

}  // namespace breachd::report
