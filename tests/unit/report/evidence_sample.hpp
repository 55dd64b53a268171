// A journal with one incident's entries under a signed head, and what tests do to the bundle that is made of it.
#pragma once

#include <sodium.h>

#include <map>

#include "core/journal/chain.hpp"
#include "report/evidence.hpp"
#include "report/evidence_parts.hpp"
#include "report/zip.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

namespace breachd::report {

struct KeyPair {
    std::string public_key = std::string(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string secret_key = std::string(crypto_sign_SECRETKEYBYTES, '\0');

    explicit KeyPair(char seed) {
        std::string bytes(crypto_sign_SEEDBYTES, seed);
        auto raw = [](std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); };
        crypto_sign_seed_keypair(raw(public_key), raw(secret_key), raw(bytes));
    }
    std::string sign(std::string_view message) const {
        std::string out(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(out.data()), nullptr,
                             reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                             reinterpret_cast<const unsigned char*>(secret_key.data()));
        return out;
    }
};

inline Entry entry(std::int64_t seq, std::string incident, Event event) {
    Entry out;
    out.seq = seq;
    out.at = sample::at("2026-11-20T17:31:00+07:00") + std::chrono::minutes(seq);
    out.incident_id = std::move(incident);
    out.actor = "system";
    out.event = std::move(event);
    return out;
}

inline IncidentOpened opened() {
    IncidentOpened out;
    out.title = "Sample";
    out.severity = 80;
    out.detected_at = sample::at("2026-11-20T17:30:00+07:00");
    out.kinds = {{"location", 1200, 1000}};
    out.edition = "vn-356-2025";
    return out;
}

inline constexpr const char* kId = "INC-2026-0001";

inline constexpr const char* kPdf = "%PDF-1.5 sample";
inline std::string pdf_name() { return "documents/report-" + hex(sha256(kPdf)).substr(0, 12) + "-mau-08.pdf"; }

// A journal of `size` entries, every third of them of our incident, under a signed head.
struct Journal {
    KeyPair keys{7};
    BundleInput input;
    std::vector<std::string> order{"INC-2026-0002", kId};  // in which the incidents began
    std::map<std::string, Chain> chains;

    explicit Journal(std::int64_t size = 23, std::vector<std::string> documents = {kPdf}) {
        Filing filing{"mau-08", "portal", "TN-1", sample::at("2026-11-21T09:00:00+07:00"), hex(sha256(kPdf)), "dpo", 0};
        input.incident_id = kId;
        for (std::int64_t seq = 1; seq <= size; ++seq) {
            if (seq == 2)
                add(kId, opened());
            else if (seq == 5)
                add(kId, ReportFiled{filing});
            else if (seq % 3 == 2)
                add(kId,
                    FactChanged{"place", json::value(nullptr), json::value("Hà Nội " + std::to_string(seq)), {}, "r"});
            else
                add("INC-2026-0002", Acknowledged{"an", "api", "n"});
        }
        input.public_key = keys.public_key;
        input.sign = [this](std::string_view bytes) { return keys.sign(bytes); };
        input.documents = std::move(documents);
        input.at = sample::at("2026-11-22T10:00:00+07:00");
        sign();
    }
    Journal(const Journal& other) : keys(other.keys), input(other.input), order(other.order), chains(other.chains) {
        input.sign = [this](std::string_view bytes) { return keys.sign(bytes); };
    }

    void add(const std::string& incident, Event event) {
        auto one = entry(std::int64_t(input.leaves.size()) + 1, incident, std::move(event));
        input.leaves.push_back(leaf_hash(leaf_bytes(one)));
        chains[incident].append(input.leaves.back());
        if (incident == kId) input.entries.push_back(std::move(one));
    }

    // A head of an earlier build says nothing of chains.
    void sign(bool earlier_build = false) {
        auto leaf_at = [](const std::vector<Digest>& leaves) {
            return [&leaves](std::uint64_t i) { return leaves[i]; };
        };
        Checkpoint head{"breachd.vidu.test/journal", input.leaves.size(),
                        merkle_root(0, input.leaves.size(), leaf_at(input.leaves))};
        std::vector<Digest> leaves;
        for (const auto& id : order) leaves.push_back(chain_leaf(id, chains[id]));
        head.chains = Checkpoint::Chains{1, leaves.size(), merkle_root(0, leaves.size(), leaf_at(leaves))};
        input.chain = ProvenChain{chains[kId], 1, inclusion_proof(1, leaves.size(), leaf_at(leaves))};
        if (earlier_build) head.chains.reset(), input.chain.reset();
        input.note = signed_note(head, "breachd.vidu.test", keys.public_key,
                                 [&](std::string_view body) { return keys.sign(body); });
    }
};

inline std::string told(const Verdict& verdict) {
    std::string out;
    for (const auto& line : verdict.checks) out += line + "\n";
    return out;
}

inline std::string all_of(const std::vector<std::string>& lines, std::string_view word) {
    std::string out;
    for (const auto& line : lines)
        if (line.starts_with(word)) out += line + "\n";
    return out;
}

inline std::vector<BundleFile> unpacked(const std::string& zip) { return *read_zip(zip); }

inline std::string& bytes_of(std::vector<BundleFile>& members, std::string_view name) {
    for (auto& member : members)
        if (member.name == name) return member.bytes;
    throw std::runtime_error("no such member");
}

inline std::string packed(std::vector<BundleFile> members, bool new_manifest) {
    if (new_manifest) bytes_of(members, kManifest) = manifest_text(members);
    return *write_zip(members, sample::at("2026-11-22T10:00:00+07:00"));
}

}  // namespace breachd::report
