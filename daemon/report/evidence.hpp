// The evidence bundle: one zip that proves an incident's file whole to an inspector, readable without our software and
// verifiable offline. Holds manifest.sha256, checkpoint.note, public_key, leaves.jsonl (the incident's entries with
// their Merkle proofs), incident.json, timeline (vi), documents/, VERIFY.md. No contact data of subjects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/merkle.hpp"

namespace breachd::report {

struct BundleFile {
    std::string name;
    std::string bytes;
};
struct BundleInput {
    std::string incident_id;
    std::string incident_json;
    std::vector<Entry> entries;          // of this incident, ascending
    std::vector<Digest> leaves;          // all leaf hashes of the journal up to the head's size
    std::string note;                    // signed head
    std::string public_key;              // 32 bytes
    std::vector<BundleFile> documents;   // reports filed, notices released, public notice pages
    Instant at{};
};
Result<std::string> build_bundle(const BundleInput& input);  // zip bytes; same input, same bytes

struct Verdict {
    bool good = false;
    std::vector<std::string> checks;    // "ok: ..." / "FAILED: ..." lines, Vietnamese first
    std::string incident_id;
    std::int64_t entries = 0;
    std::uint64_t tree_size = 0;
};
// `expected_public_key`: hex or base64 of the key the reader trusts, "" to use the bundle's own (and the verdict says so).
Verdict verify_bundle(std::string_view zip, std::string_view expected_public_key);

}  // namespace breachd::report
