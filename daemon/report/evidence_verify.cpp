// The verifier's proofs: head, entries, completeness, fold.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "core/incident/derived.hpp"
#include "core/journal/evolve.hpp"
#include "report/evidence_verifier.hpp"
#include "report/zip.hpp"

namespace breachd::report {

Verdict Verifier::verify(std::string_view zip, std::string_view expected_key) {
    auto members = read_zip(zip);
    if (!members) {
        failed("không đọc được gói zip", "the archive cannot be read", members.error().text());
        return finish();
    }
    members_ = std::move(*members);
    look(expected_key);
    if (checkpoint_) packaging(zip);
    return finish();
}

Verdict Verifier::verify(std::vector<BundleFile> members, std::string_view expected_key) {
    members_ = std::move(members);
    look(expected_key);
    return finish();
}

void Verifier::look(std::string_view expected_key) {
    for (const auto& member : members_) by_name_[member.name] = &member.bytes;
    if (!all_present()) return;
    manifest();
    key(expected_key);
    head();
    manifest_signature();
    leaves();
    chain();
    incident();
    documents();
    derived_texts();
    strangers();
}

bool Verifier::signed_by_key(std::string_view bytes, std::string_view signature) const {
    auto raw = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
    return key_.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(raw(signature), raw(bytes), bytes.size(), raw(key_)) == 0;
}

void Verifier::key(std::string_view expected) {
    auto bytes = member(kKey).size() == 65 && member(kKey).back() == '\n'
                     ? from_hex(std::string_view(member(kKey)).substr(0, 64))
                     : Result<std::string>(Error{});
    if (!bytes || bytes->size() != 32) {
        failed("khóa công khai không đọc được", "the public key cannot be read");
        return;
    }
    key_ = *bytes;
    if (member(kKey) != hex(key_) + "\n")
        failed("tệp đã bị sửa sau khi xuất", "a member was changed after the export", kKey);
    check(member(kKeyPem) == public_key_pem(key_), "public_key.pem là cùng một khóa", "public_key.pem is the same key");
    if (expected.empty()) {
        note("khóa lấy từ chính gói này; hãy đối chiếu với khóa đã công bố",
             "the key is the bundle's own; compare it with the published one", hex(key_));
        return;
    }
    auto trusted = expected.size() == 64 ? from_hex(expected) : from_base64(expected);
    check(trusted && trusted->size() == 32 && equal_constant_time(*trusted, key_), "khóa trùng với khóa được tin cậy",
          "the key is the trusted one", hex(key_));
}

void Verifier::head() {
    auto parsed = parse_signed_note(member(kNote));
    if (!parsed) {
        failed("đầu nhật ký không đọc được", "the signed head cannot be read", parsed.error().message);
        return;
    }
    checkpoint_ = parsed->checkpoint;
    verdict_.tree_size = parsed->checkpoint.size;
    // Base64 has spare bits: only the one way to write the note is the note.
    auto rewritten =
        signed_note(parsed->checkpoint, parsed->key_name, key_, [&](std::string_view) { return parsed->signature; });
    check(member(kNote) == rewritten && member(kBody) == parsed->body && member(kSignature) == parsed->signature,
          "checkpoint.note, .body và .sig là cùng một đầu nhật ký",
          "checkpoint.note, .body and .sig are the same head");
    bool good = parsed->key_id == note_key_id(parsed->key_name, key_) && signed_by_key(parsed->body, parsed->signature);
    check(good, "chữ ký của đầu nhật ký đúng", "the head's signature is good",
          fmt::format("{} entries", checkpoint_->size));
}

void Verifier::leaves() {
    std::string_view rest = member(kLeaves);
    std::int64_t last = 0;
    bool good = rest.ends_with('\n');
    std::string first_bad(kLeaves);
    while (!rest.empty() && good) {
        auto end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        auto leaf = parse_leaf_line(line);
        good = leaf && leaf->seq > last && proven(*leaf) && entry(*leaf);
        if (!good)
            first_bad = fmt::format("{} line {}", kLeaves, verdict_.entries + 1);
        else
            last = leaf->seq, ++verdict_.entries;
    }
    check(good, "mọi mục đều thuộc nhật ký đã ký", "every entry is under the signed head",
          good ? fmt::format("{}", verdict_.entries) : first_bad);
    leaves_good_ = good;
}

bool Verifier::proven(const LeafLine& leaf) const {
    return checkpoint_ && leaf_hash(leaf.leaf) == leaf.hash &&
           verify_inclusion(leaf.hash, std::uint64_t(leaf.seq - 1), checkpoint_->size, leaf.proof, checkpoint_->root);
}

// False when the leaf is no entry of this incident. A kind that this program does not know is proven all the same.
bool Verifier::entry(const LeafLine& leaf) {
    auto value = parse_json(leaf.leaf);
    if (!value || !value->is_object()) return false;
    Entry out;
    std::string kind;
    auto read = [&](const char* name, auto& into) {
        const auto* item = value->get_object().if_contains(name);
        return item && from_json(*item, into).has_value();
    };
    const auto* data = value->get_object().if_contains("data");
    if (!read("seq", out.seq) || !read("at", out.at) || !read("incident", out.incident_id) ||
        !read("actor", out.actor) || !read("kind", kind) || !data || out.seq != leaf.seq || out.incident_id.empty())
        return false;
    if (verdict_.incident_id.empty()) verdict_.incident_id = out.incident_id;
    if (out.incident_id != verdict_.incident_id) return false;
    leaf_text_ += leaf.leaf;
    chain_.append(leaf.hash);
    auto event = event_from(kind, *data);
    if (!event) {
        unknown_kind_ = kind;
        return true;
    }
    out.event = std::move(*event);
    entries_.push_back(std::move(out));
    return true;
}

// What is there must be all that the head says this incident has.
void Verifier::chain() {
    if (!checkpoint_ || !leaves_good_) return;
    if (earlier_build())
        return note("đầu nhật ký này do bản phần mềm cũ ký: chưa chứng minh được là đủ mục",
                    "this head is of an earlier build: completeness is not proven");
    auto told = parse_chain(member(kChain), verdict_.incident_id);
    const auto& tree = *checkpoint_->chains;
    if (!told || !verify_inclusion(chain_leaf(verdict_.incident_id, told->chain), told->place, tree.size, told->proof,
                                   tree.root))
        return failed("chuỗi mục không thuộc đầu nhật ký đã ký", "the chain is not under the signed head", kChain);
    complete_ = told->chain == chain_;
    check(complete_, "hồ sơ đủ mục, không thiếu, không thừa", "the file is complete: no entry is missing or added",
          fmt::format("leaves.jsonl {}, chain.json {}", chain_.count, told->chain.count));
}

// incident.json must be the fold of the entries.
void Verifier::incident() {
    if (!leaves_good_ || entries_.empty()) {
        failed("hồ sơ không có mục nào", "the file has no good entries");
        return;
    }
    if (!std::holds_alternative<IncidentOpened>(entries_.front().event) || !unknown_kind_.empty()) {
        if (unknown_kind_.empty())
            failed("mục đầu không phải là mở hồ sơ", "the first entry does not open the incident");
        else
            note("có loại mục mà bản phần mềm này không biết; không đối chiếu được incident.json",
                 "there is a kind of entry that this program does not know; incident.json is not compared",
                 unknown_kind_);
        return;
    }
    Incident folded;
    for (const auto& one : entries_) evolve(folded, one);
    auto given = parse_json(member(kIncident));
    if (!given || !given->is_object()) {
        failed("incident.json không đọc được", "incident.json cannot be read");
        return;
    }
    auto differing = differs_from_fold(*given, folded);
    if (differing.empty() && !manifest_signed_ && !earlier_build() &&
        member(kIncident) != canonical_json(to_json(folded)) + "\n")
        return failed("tệp đã bị sửa sau khi xuất", "a member was changed after the export", kIncident);
    check(differing.empty(), "incident.json đúng là kết quả của các mục nhật ký",
          "incident.json is what the entries say", differing);
}

Verdict verify_bundle(std::string_view zip, std::string_view expected_public_key) {
    return Verifier().verify(zip, expected_public_key);
}

Verdict verify_members(std::vector<BundleFile> members, std::string_view expected_public_key) {
    return Verifier().verify(std::move(members), expected_public_key);
}

}  // namespace breachd::report
