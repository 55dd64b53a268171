// The verifier's look at the members: the manifest and its signature, documents, texts, and what nobody exported.
#include <fmt/format.h>

#include <algorithm>

#include "report/evidence_verifier.hpp"
#include "report/zip.hpp"

namespace breachd::report {

namespace {

constexpr std::size_t kDigestLetters = 64;
const std::string kNothing;  // what a member holds that is not there

// name -> digest of the lines; a line that is none has the name that it is.
std::map<std::string, std::string> lines_of(std::string_view manifest) {
    std::map<std::string, std::string> out;
    while (!manifest.empty()) {
        auto line = manifest.substr(0, manifest.find('\n'));
        manifest.remove_prefix(std::min(manifest.size(), line.size() + 1));
        bool good = line.size() > kDigestLetters + 2 && line.substr(kDigestLetters, 2) == "  ";
        out[std::string(good ? line.substr(kDigestLetters + 2) : line)] = good ? line.substr(0, kDigestLetters) : "";
    }
    return out;
}

}  // namespace

bool Verifier::all_present() {
    std::string missing;
    for (auto name :
         {kManifest, kNote, kBody, kSignature, kKey, kKeyPem, kLeaves, kIncident, kTimeline, kVerify, kScript}) {
        expected_.emplace(name);
        if (!has(name)) missing += (missing.empty() ? "" : ", ") + std::string(name);
    }
    if (!missing.empty()) failed("gói thiếu tệp", "members are missing", missing);
    return missing.empty();
}

void Verifier::manifest() {
    auto wanted = manifest_text(members_);
    check(member(kManifest) == wanted, "mọi tệp khớp với manifest.sha256", "all members match manifest.sha256",
          fmt::format("{}", std::count(wanted.begin(), wanted.end(), '\n')));
    if (member(kManifest) == wanted) return;
    auto given = lines_of(member(kManifest)), real = lines_of(wanted);
    for (const auto& [name, digest] : given)
        if (!real.contains(name)) failed("thiếu tệp mà manifest.sha256 ghi", "manifest.sha256 has more", name);
    for (const auto& [name, digest] : real) {
        auto line = given.find(name);
        if (line == given.end())
            failed("tệp không có trong manifest.sha256", "is not in manifest.sha256", name);
        else if (line->second != digest)
            failed("tệp khác với manifest.sha256", "differs from manifest.sha256", name);
    }
}

void Verifier::manifest_signature() {
    expected_.emplace(kManifestSignature);
    if (!earlier_build()) expected_.emplace(kChain);
    if (!checkpoint_) return;
    for (auto name : {kManifestSignature, kChain}) {
        if (earlier_build() || has(name)) continue;
        failed("gói thiếu tệp", "members are missing", name);
        by_name_[std::string(name)] = &kNothing;
    }
    if (!has(kManifestSignature)) return;
    manifest_signed_ = signed_by_key(member(kManifest), member(kManifestSignature));
    check(manifest_signed_, "danh sách tệp đã được ký khi xuất", "the list of members was signed at the export",
          manifest_signed_ ? "" : "một tệp đã bị sửa, thêm hoặc bớt / a member was changed, added or taken out");
}

// Each document by the name that the journal and its bytes give, and no other.
void Verifier::documents() {
    if (earlier_build()) return earlier_documents();
    std::map<std::string, const BundleFile*> present;
    for (const auto& one : members_)
        if (one.name.starts_with(kDocuments)) present.emplace(hex(sha256(one.bytes)), &one);
    for (const auto& document : documents_of(entries_)) {
        auto found = present.find(document.sha256);
        if (found == present.end()) {
            failed("thiếu tài liệu mà nhật ký ghi mã băm, hoặc nội dung đã bị đổi",
                   "a document that the journal names is missing, or its content was changed",
                   fmt::format("{} {}", document.kind, document.sha256));
            continue;
        }
        auto name = std::string(kDocuments) + file_name(document, found->second->bytes);
        expected_.insert(name);
        if (has(name))
            ok("tài liệu có mã băm trong nhật ký", "the journal names the document's digest", name);
        else
            failed("tài liệu bị đổi tên", "the document was renamed", found->second->name);
    }
}

void Verifier::earlier_documents() {
    std::set<std::string> present;
    for (const auto& one : members_) {
        if (!one.name.starts_with(kDocuments)) continue;
        auto digest = hex(sha256(one.bytes));
        present.insert(digest);
        expected_.insert(one.name);
        if (leaf_text_.find(digest) != std::string::npos)
            ok("tài liệu có mã băm trong nhật ký", "the journal names the document's digest", one.name);
        else
            note("nhật ký không ghi mã băm của tài liệu này", "the journal does not name this document's digest",
                 one.name);
    }
    for (const auto& document : documents_of(entries_))
        if (!present.contains(document.sha256))
            failed("thiếu tài liệu mà nhật ký ghi mã băm, hoặc nội dung đã bị đổi",
                   "a document that the journal names is missing, or its content was changed",
                   fmt::format("{} {}", document.kind, document.sha256));
}

// A bundle holds what the export put into it. A kind of entry that this program does not know may name documents, too:
// then the signed manifest is all that is known of them.
void Verifier::strangers() {
    for (const auto& one : members_) {
        if (expected_.contains(one.name)) continue;
        if (!leaves_good_ && one.name.starts_with(kDocuments)) continue;  // nobody knows what the entries name
        if (!unknown_kind_.empty() && manifest_signed_ && one.name.starts_with(kDocuments))
            note("có trong danh sách đã ký; bản phần mềm này không biết mục nào ghi tài liệu này",
                 "is in the signed list; this program does not know which entry names it", one.name);
        else
            failed("tệp lạ: không có khi xuất, hoặc nội dung đã bị đổi",
                   "a stranger: it was not exported, or its content was changed", one.name);
    }
}

// Another version of the program may word its texts otherwise, and has signed them then.
void Verifier::derived(std::string_view name, const std::string& wanted) {
    if (member(name) == wanted)
        ok("đúng như nhật ký cho ra", "is what the journal gives", name);
    else if (manifest_signed_ || earlier_build())
        note("lời văn khác bản phần mềm này; hãy tin leaves.jsonl",
             "the text differs from this program's; trust leaves.jsonl", name);
    else
        failed("tệp đã bị sửa sau khi xuất", "a member was changed after the export", name);
}

void Verifier::derived_texts() {
    if (!verdict_.incident_id.empty()) derived(kVerify, verify_text(verdict_.incident_id));
    derived(kScript, verify_script());
    if (unknown_kind_.empty() && leaves_good_) derived(kTimeline, timeline_text(verdict_.incident_id, entries_));
}

// Bytes of the zip outside its members carry no meaning; still, a change of them is told.
void Verifier::packaging(std::string_view zip) {
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

}  // namespace breachd::report
