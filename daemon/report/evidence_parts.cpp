#include "report/evidence_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/digest.hpp"
#include "core/words/summary.hpp"

namespace breachd::report {

namespace {

// DER of AlgorithmIdentifier id-Ed25519 and the head of the bit string (RFC 8410, 10.1).
constexpr std::string_view kEd25519Der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

constexpr std::size_t kProofMax = 64;  // steps: a tree of 2^64 leaves

template <class Value>
bool read_member(const json::object& object, const char* name, Value& into) {
    const auto* item = object.if_contains(name);
    return item && from_json(*item, into).has_value();
}

bool read_digest(const std::string& text, Digest& into) {
    auto bytes = from_hex(text);
    if (!bytes || bytes->size() != into.size()) return false;
    std::copy(bytes->begin(), bytes->end(), into.begin());
    return true;
}

// Batches of delivery results in a row are one event, or they would bury everything else: the totals of the last, the
// results of all. `at` moves to the last.
Event together(const std::vector<Entry>& entries, std::size_t& at) {
    const auto* first = std::get_if<DeliveriesRecorded>(&entries[at].event);
    if (!first) return entries[at].event;
    auto sum = *first;
    for (; at + 1 < entries.size(); ++at) {
        const auto* next = std::get_if<DeliveriesRecorded>(&entries[at + 1].event);
        if (!next) break;
        auto results = sum.count + next->count;
        sum = *next;
        sum.count = results;
    }
    return sum;
}

}  // namespace

std::string manifest_text(const std::vector<BundleFile>& members) {
    std::string out;
    for (const auto& member : members)
        if (member.name != kManifest && member.name != kManifestSignature)
            out += fmt::format("{}  {}\n", hex(sha256(member.bytes)), member.name);
    return out;
}

std::string public_key_pem(std::string_view public_key) {
    auto der = base64(std::string(kEd25519Der) + std::string(public_key));
    return "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n";
}

std::string timeline_text(const std::string& incident_id, const std::vector<Entry>& entries) {
    auto out = fmt::format("Diễn biến hồ sơ {} (giờ Việt Nam, UTC+7; {} mục)\n\n", incident_id, entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto first = entries[i].seq;
        auto event = together(entries, i);
        auto number =
            first == entries[i].seq ? fmt::format("#{}", first) : fmt::format("#{}–#{}", first, entries[i].seq);
        out += fmt::format("{}  {}  {}  {}\n", format_local(entries[i].at), number, entries[i].actor,
                           summary(event, "vi"));
    }
    return out;
}

std::string leaf_line(const LeafLine& line) {
    json::array proof;
    for (const auto& step : line.proof) proof.emplace_back(hex(step));
    return canonical_json(json::object{
               {"seq", line.seq}, {"leaf", line.leaf}, {"hash", hex(line.hash)}, {"proof", std::move(proof)}}) +
           "\n";
}

Result<LeafLine> parse_leaf_line(std::string_view line) {
    Error bad{ErrorCode::unprocessable, "is not a line of leaves.jsonl", ""};
    auto value = parse_json(line);
    if (!value || !value->is_object()) return bad;
    const auto& object = value->get_object();
    LeafLine out;
    std::vector<std::string> proof;
    std::string hash;
    if (!read_member(object, "seq", out.seq) || !read_member(object, "leaf", out.leaf) ||
        !read_member(object, "hash", hash) || !read_member(object, "proof", proof))
        return bad;
    if (!read_digest(hash, out.hash) || proof.size() > kProofMax) return bad;
    for (const auto& step : proof)
        if (!read_digest(step, out.proof.emplace_back())) return bad;
    bool exact = out.seq >= 1 && out.seq <= (std::int64_t{1} << 53) && leaf_line(out) == std::string(line) + "\n";
    if (!exact) return bad;
    return out;
}

std::string chain_text(const std::string& incident_id, const ProvenChain& chain) {
    json::array proof;
    for (const auto& step : chain.proof) proof.emplace_back(hex(step));
    return canonical_json(json::object{{"incident", incident_id},
                                       {"count", chain.chain.count},
                                       {"root", hex(chain.chain.root)},
                                       {"place", chain.place},
                                       {"proof", std::move(proof)}}) +
           "\n";
}

Result<ProvenChain> parse_chain(std::string_view text, const std::string& incident_id) {
    Error bad{ErrorCode::unprocessable, "is not what chain.json holds", ""};
    auto value = parse_json(text);
    if (!value || !value->is_object()) return bad;
    const auto& object = value->get_object();
    constexpr std::uint64_t kMost = std::uint64_t{1} << 53;
    ProvenChain out;
    std::string root;
    std::vector<std::string> proof;
    if (!read_member(object, "count", out.chain.count) || !read_member(object, "root", root) ||
        !read_member(object, "place", out.place) || !read_member(object, "proof", proof))
        return bad;
    if (out.chain.count > kMost || out.place > kMost || proof.size() > kProofMax || !read_digest(root, out.chain.root))
        return bad;
    for (const auto& step : proof)
        if (!read_digest(step, out.proof.emplace_back())) return bad;
    if (chain_text(incident_id, out) != text) return bad;
    return out;
}

std::vector<NamedDocument> documents_of(const std::vector<Entry>& entries) {
    std::vector<NamedDocument> out;
    std::set<std::string> seen;
    for (const auto& entry : entries)
        for (auto& document : documents_named(entry.event))
            if (seen.insert(document.sha256).second) out.push_back(std::move(document));
    return out;
}

}  // namespace breachd::report
