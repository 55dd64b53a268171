// What the builder and the verifier of evidence bundles share: names of members and the texts made from facts.
#pragma once

#include <string>
#include <vector>

#include "core/journal/documents.hpp"
#include "report/evidence.hpp"

namespace breachd::report {

inline constexpr std::string_view kManifest = "manifest.sha256";
inline constexpr std::string_view kManifestSignature = "manifest.sig";
inline constexpr std::string_view kChain = "chain.json";
inline constexpr std::string_view kNote = "checkpoint.note";
inline constexpr std::string_view kBody = "checkpoint.body";
inline constexpr std::string_view kSignature = "checkpoint.sig";
inline constexpr std::string_view kKey = "public_key";
inline constexpr std::string_view kKeyPem = "public_key.pem";
inline constexpr std::string_view kLeaves = "leaves.jsonl";
inline constexpr std::string_view kIncident = "incident.json";
inline constexpr std::string_view kTimeline = "timeline.vi.txt";
inline constexpr std::string_view kVerify = "VERIFY.md";
inline constexpr std::string_view kScript = "verify.py";
inline constexpr std::string_view kDocuments = "documents/";

// "<hex>  <name>\n" of every member but the manifest and its signature, in the order given.
std::string manifest_text(const std::vector<BundleFile>& members);
// SubjectPublicKeyInfo (RFC 8410) of 32 bytes.
std::string public_key_pem(std::string_view public_key);
std::string verify_text(const std::string& incident_id);
std::string verify_script();
std::string timeline_text(const std::string& incident_id, const std::vector<Entry>& entries);

struct LeafLine {
    std::int64_t seq = 0;
    std::string leaf;  // canonical bytes
    Digest hash{};
    std::vector<Digest> proof;
};
std::string leaf_line(const LeafLine& line);              // one line of leaves.jsonl, with its line end
Result<LeafLine> parse_leaf_line(std::string_view line);  // strict: what leaf_line() writes and nothing else

std::string chain_text(const std::string& incident_id, const ProvenChain& chain);        // chain.json
Result<ProvenChain> parse_chain(std::string_view text, const std::string& incident_id);  // as strict

// The documents that these entries name, each once, by the name of the first entry that names it.
std::vector<NamedDocument> documents_of(const std::vector<Entry>& entries);

}  // namespace breachd::report
