// The verifier trusts nothing in the archive: it reads within limits, compares every text with what the facts give, and
// says each step aloud. Values from the archive never reach canonical_json (which stops the process on odd numbers).
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/digest.hpp"
#include "core/journal/evolve.hpp"
#include "report/evidence.hpp"
#include "report/evidence_parts.hpp"
#include "report/zip.hpp"

namespace breachd::report {

namespace {

// The SHA-256 of what the entry froze as a document; "" when it froze none. Other digests of the journal (an imported
// list, an edited text, rows of the delivery log) are of what no bundle holds.
std::string document_of(const Event& event) {
    if (const auto* filed = std::get_if<ReportFiled>(&event)) return filed->filing.sha256;
    if (const auto* approved = std::get_if<NoticeApproved>(&event)) return approved->document;
    if (const auto* released = std::get_if<NoticeReleased>(&event)) return released->sha256;
    if (const auto* published = std::get_if<PublicNoticePublished>(&event)) return published->sha256;
    if (const auto* content = std::get_if<ContentPagePublished>(&event)) return content->sha256;
    return "";
}

class Verifier {
  public:
    Verdict verify(std::string_view zip, std::string_view expected_key) {
        auto members = read_zip(zip);
        if (!members) {
            failed("không đọc được gói zip", "the archive cannot be read", members.error().text());
            return finish();
        }
        members_ = std::move(*members);
        for (const auto& member : members_) by_name_[member.name] = &member.bytes;
        if (!all_present()) return finish();
        manifest();
        key(expected_key);
        head();
        leaves();
        incident();
        documents();
        derived_texts();
        packaging(zip);
        return finish();
    }

  private:
    void say(std::string_view word, std::string_view vi, std::string_view en, std::string_view detail) {
        verdict_.checks.push_back(fmt::format("{}: {} / {}{}{}", word, vi, en, detail.empty() ? "" : ": ", detail));
    }
    void ok(std::string_view vi, std::string_view en, std::string_view detail = "") { say("ok", vi, en, detail); }
    void note(std::string_view vi, std::string_view en, std::string_view detail = "") { say("note", vi, en, detail); }
    void failed(std::string_view vi, std::string_view en, std::string_view detail = "") {
        any_failed_ = true;
        say("FAILED", vi, en, detail);
    }
    void check(bool good, std::string_view vi, std::string_view en, std::string_view detail = "") {
        good ? ok(vi, en, detail) : failed(vi, en, detail);
    }

    Verdict finish() {
        verdict_.good = !any_failed_;
        return std::move(verdict_);
    }

    const std::string& member(std::string_view name) const { return *by_name_.at(std::string(name)); }

    bool all_present() {
        std::string missing;
        for (auto name :
             {kManifest, kNote, kBody, kSignature, kKey, kKeyPem, kLeaves, kIncident, kTimeline, kVerify, kScript})
            if (!by_name_.contains(std::string(name))) missing += (missing.empty() ? "" : ", ") + std::string(name);
        if (!missing.empty()) failed("gói thiếu tệp", "members are missing", missing);
        return missing.empty();
    }

    void manifest() {
        check(member(kManifest) == manifest_text(members_), "mọi tệp khớp với manifest.sha256",
              "all members match manifest.sha256", fmt::format("{}", members_.size() - 1));
    }

    void key(std::string_view expected) {
        auto bytes = member(kKey).size() == 65 && member(kKey).back() == '\n'
                         ? from_hex(std::string_view(member(kKey)).substr(0, 64))
                         : Result<std::string>(Error{});
        if (!bytes || bytes->size() != 32) {
            failed("khóa công khai không đọc được", "the public key cannot be read");
            return;
        }
        key_ = *bytes;
        check(member(kKeyPem) == public_key_pem(key_), "public_key.pem là cùng một khóa",
              "public_key.pem is the same key");
        if (expected.empty()) {
            note("khóa lấy từ chính gói này; hãy đối chiếu với khóa đã công bố",
                 "the key is the bundle's own; compare it with the published one", hex(key_));
            return;
        }
        auto trusted = expected.size() == 64 ? from_hex(expected) : from_base64(expected);
        check(trusted && trusted->size() == 32 && equal_constant_time(*trusted, key_),
              "khóa trùng với khóa được tin cậy", "the key is the trusted one", hex(key_));
    }

    void head() {
        auto parsed = parse_signed_note(member(kNote));
        if (!parsed) {
            failed("đầu nhật ký không đọc được", "the signed head cannot be read", parsed.error().message);
            return;
        }
        checkpoint_ = parsed->checkpoint;
        verdict_.tree_size = parsed->checkpoint.size;
        // Base64 has spare bits: only the one way to write the note is the note.
        auto rewritten = signed_note(parsed->checkpoint, parsed->key_name, key_,
                                     [&](std::string_view) { return parsed->signature; });
        check(member(kNote) == rewritten && member(kBody) == parsed->body && member(kSignature) == parsed->signature,
              "checkpoint.note, .body và .sig là cùng một đầu nhật ký",
              "checkpoint.note, .body and .sig are the same head");
        auto bytes = [](const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); };
        bool signed_by_key = key_.size() == crypto_sign_PUBLICKEYBYTES &&
                             parsed->signature.size() == crypto_sign_BYTES &&
                             parsed->key_id == note_key_id(parsed->key_name, key_) &&
                             crypto_sign_verify_detached(bytes(parsed->signature), bytes(parsed->body),
                                                         parsed->body.size(), bytes(key_)) == 0;
        check(signed_by_key, "chữ ký của đầu nhật ký đúng", "the head's signature is good",
              fmt::format("{} entries", checkpoint_->size));
    }

    void leaves() {
        std::string_view rest = member(kLeaves);
        std::int64_t last = 0;
        bool good = rest.ends_with('\n');
        std::string first_bad;
        while (!rest.empty() && good) {
            auto end = rest.find('\n');
            auto line = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            auto leaf = parse_leaf_line(line);
            good = leaf && leaf->seq > last && proven(*leaf) && entry(*leaf);
            if (!good)
                first_bad = fmt::format("line {}", verdict_.entries + 1);
            else
                last = leaf->seq, ++verdict_.entries;
        }
        check(good, "mọi mục đều thuộc nhật ký đã ký", "every entry is under the signed head",
              good ? fmt::format("{}", verdict_.entries) : first_bad);
        leaves_good_ = good;
    }

    bool proven(const LeafLine& leaf) const {
        return checkpoint_ && leaf_hash(leaf.leaf) == leaf.hash &&
               verify_inclusion(leaf.hash, std::uint64_t(leaf.seq - 1), checkpoint_->size, leaf.proof,
                                checkpoint_->root);
    }

    // False when the leaf is no entry of this incident. A kind that this program does not know is proven all the same.
    bool entry(const LeafLine& leaf) {
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
        auto event = event_from(kind, *data);
        if (!event) {
            unknown_kind_ = kind;
            return true;
        }
        out.event = std::move(*event);
        entries_.push_back(std::move(out));
        return true;
    }

    // What an incident's JSON holds beside its entries: lateness, which depends on the moment of asking, and the
    // sentences made of the program's reasons, which another version may word otherwise.
    static void drop_derived(json::value& incident, const Incident& folded) {
        if (!incident.is_object()) return;
        auto& members = incident.get_object();
        if (auto* duties = members.if_contains("obligations"); duties && duties->is_array()) {
            for (std::size_t i = 0; i < duties->get_array().size(); ++i) {
                auto* duty = duties->get_array()[i].if_object();
                if (!duty) continue;
                duty->erase("late_by_s");
                if (i < folded.obligations.size() && folded.obligations[i].how.cause) duty->erase("how");
            }
        }
        auto* page = members.if_contains("public_notice");
        const auto& why = folded.public_notice.why;
        if (page && page->is_object() && why && why->cause) page->get_object().erase("why");
    }

    // incident.json must be the fold of the entries.
    void incident() {
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
        auto wanted = to_json(folded);
        auto given = parse_json(member(kIncident));
        if (!given || !given->is_object()) {
            failed("incident.json không đọc được", "incident.json cannot be read");
            return;
        }
        drop_derived(wanted, folded);
        drop_derived(*given, folded);
        std::string differing;
        for (const auto& item : wanted.get_object()) {
            const auto* same = given->get_object().if_contains(item.key());
            if (!same || *same != item.value()) differing += (differing.empty() ? "" : ", ") + std::string(item.key());
        }
        check(differing.empty(), "incident.json đúng là kết quả của các mục nhật ký",
              "incident.json is what the entries say", differing);
    }

    void documents() {
        std::set<std::string> present;
        for (const auto& one : members_) {
            if (!one.name.starts_with(kDocuments)) continue;
            auto digest = hex(sha256(one.bytes));
            present.insert(digest);
            if (leaf_text_.find(digest) != std::string::npos)
                ok("tài liệu có mã băm trong nhật ký", "the journal names the document's digest", one.name);
            else
                note("nhật ký không ghi mã băm của tài liệu này", "the journal does not name this document's digest",
                     one.name);
        }
        for (const auto& entry : entries_)
            if (auto digest = document_of(entry.event); !digest.empty() && !present.contains(digest))
                failed("thiếu tài liệu mà nhật ký ghi mã băm, hoặc nội dung đã bị đổi",
                       "a document that the journal names is missing, or its content was changed",
                       fmt::format("{}, {} {}", name_of(digest), event_kind(entry.event), digest));
    }

    // The member that was exported with this digest, by its name.
    std::string name_of(const std::string& digest) const {
        auto sign = "-" + digest.substr(0, kDigestInName) + "-";
        for (const auto& one : members_)
            if (one.name.starts_with(kDocuments) && one.name.find(sign) != std::string::npos) return one.name;
        return std::string(kDocuments) + "*" + sign + "*";
    }

    // Texts for reading: another version of the program may word them otherwise, so a difference is only told.
    void derived_texts() {
        if (!unknown_kind_.empty() || !leaves_good_) return;
        bool same = member(kTimeline) == timeline_text(verdict_.incident_id, entries_) &&
                    member(kVerify) == verify_text(verdict_.incident_id) && member(kScript) == verify_script();
        if (same)
            ok("timeline.vi.txt, VERIFY.md, verify.py đúng như nhật ký cho ra",
               "timeline.vi.txt, VERIFY.md and verify.py are what the journal gives");
        else
            note("lời văn khác bản phần mềm này; hãy tin leaves.jsonl",
                 "texts differ from this program's; trust leaves.jsonl");
    }

    // Bytes of the zip outside its members carry no meaning; still, a change of them is told.
    void packaging(std::string_view zip) {
        constexpr std::size_t kTimeAt = 10;  // of the first local header: DOS time, then date
        if (zip.size() < kTimeAt + 4) return;
        auto half = [&](std::size_t at) {
            return unsigned(std::uint8_t(zip[at])) | unsigned(std::uint8_t(zip[at + 1])) << 8;
        };
        unsigned time = half(kTimeAt), date = half(kTimeAt + 2);
        using namespace std::chrono;
        year_month_day day{year(int(1980 + (date >> 9))), month((date >> 5) & 15), std::chrono::day(date & 31)};
        Instant at{};
        if (day.ok())
            at = Instant{sys_days{day}} + hours(time >> 11) + minutes((time >> 5) & 63) + seconds((time & 31) * 2) -
                 kVietnamOffset;
        auto again = write_zip(members_, at);
        if (again && *again == zip)
            ok("gói zip nguyên dạng như khi xuất", "the archive is byte for byte as exported");
        else
            note("gói zip đã được đóng lại hoặc sửa phần vỏ; nội dung các tệp xem các dòng trên",
                 "the archive was packed again or its wrapping was changed; the lines above tell about the members");
    }

    Verdict verdict_;
    bool any_failed_ = false;
    bool leaves_good_ = false;
    std::vector<BundleFile> members_;
    std::map<std::string, const std::string*> by_name_;
    std::string key_;
    std::optional<Checkpoint> checkpoint_;
    std::vector<Entry> entries_;
    std::string leaf_text_;
    std::string unknown_kind_;
};

}  // namespace

Verdict verify_bundle(std::string_view zip, std::string_view expected_public_key) {
    return Verifier().verify(zip, expected_public_key);
}

}  // namespace breachd::report
