// The evidence bundle: one zip that proves an incident's file whole and complete to an inspector, readable without our
// software and verifiable offline with sha256sum, openssl 3 and python3. Members:
//   VERIFY.md           how to check, Vietnamese then English; verify.py: all of it that Python can do
//   manifest.sha256     of every other member, in the form of sha256sum; manifest.sig: its signature
//   checkpoint.note     the signed head of the journal; checkpoint.body and .sig are its parts for openssl
//   public_key, .pem    the Ed25519 key: hex, and PEM for openssl
//   leaves.jsonl        the incident's entries, each with its Merkle proof (RFC 9162)
//   chain.json          how many entries it has and the running hash over them, with its proof under the head
//   incident.json       the incident, which is the fold of these entries
//   timeline.vi.txt     the entries as sentences
//   documents/          what was filed, approved, released and published: what the entries name, and nothing else
// Every member is bound to the journal's key: entries, chain and documents by the head, all of them by manifest.sig. No
// contact data of subjects.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/chain.hpp"
#include "core/journal/event.hpp"
#include "core/journal/merkle.hpp"

namespace breachd::report {

struct BundleFile {
    std::string name;
    std::string bytes;
};
struct BundleInput {
    std::string incident_id;
    std::vector<Entry> entries;           // of this incident, ascending; all of them under the head
    std::vector<std::string> leaf_texts;  // as stored, one an entry; empty: leaf_bytes(entry). Entries written before a
                                          // member was added to their kind only match their hash as stored
    std::vector<Digest> leaves;           // all leaf hashes of the journal up to the head's size
    std::string note;                     // signed head
    std::optional<ProvenChain> chain;     // as of the head; none under a head of an earlier build
    std::string public_key;               // 32 bytes
    std::function<std::string(std::string_view)> sign;  // by that key
    std::vector<std::string> documents;                 // bytes, in any order; those that no entry names are left out
    Instant at{};
};
// Zip bytes; the same input gives the same bytes. Fails (conflict) when entries, leaves and head do not belong
// together.
Result<std::string> build_bundle(const BundleInput& input);

struct Verdict {
    bool good = false;
    bool complete = false;  // and no entry is missing; false under a head of an earlier build, which proves less
    std::vector<std::string> checks;  // "ok: ..." / "FAILED: ..." / "note: ..." lines, Vietnamese / English
    std::string incident_id;
    std::int64_t entries = 0;
    std::uint64_t tree_size = 0;
};
// Never throws and never crashes, whatever the bytes are; zip limits are those of zip.hpp.
// `expected_public_key`: hex or base64 of the key the reader trusts, "" to use the bundle's own (and the verdict says
// so).
Verdict verify_bundle(std::string_view zip, std::string_view expected_public_key);
// The same of members that are unpacked already, each name once.
Verdict verify_members(std::vector<BundleFile> members, std::string_view expected_public_key);

}  // namespace breachd::report
