#include "report/evidence_parts.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/words/summary.hpp"

namespace breachd::report {

namespace {

// DER of AlgorithmIdentifier id-Ed25519 and the head of the bit string (RFC 8410, 10.1).
constexpr std::string_view kEd25519Der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

constexpr std::string_view kVerifyVi = R"(# Kiểm chứng hồ sơ {0}

Gói này chứa toàn bộ nhật ký của hồ sơ vi phạm {0}. Có thể kiểm chứng không cần mạng và không cần phần mềm của chúng tôi.
Giải nén vào một thư mục trống, mở cửa sổ lệnh tại thư mục đó rồi chạy lần lượt:

1. Các tệp còn nguyên vẹn (mọi dòng phải báo `OK` hoặc `Thành công`):

       sha256sum -c manifest.sha256

2. Đầu nhật ký đã được ký (phải báo `Signature Verified Successfully`):

       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in checkpoint.body -sigfile checkpoint.sig

   Khóa công khai trong gói phải trùng với khóa mà tổ chức đã công bố hoặc đã gửi trước (tệp `public_key`).

3. Từng mục của hồ sơ thuộc về nhật ký đã ký, và mọi tài liệu mà nhật ký ghi mã băm đều có đủ, đúng nội dung (phải báo `OK`):

       python3 verify.py

4. Nếu có chương trình `breachctl`, một lệnh sau làm tất cả các bước trên và đối chiếu thêm `incident.json` với nhật ký:

       breachctl evidence verify <tệp zip>

Ý nghĩa: mỗi mục (`leaves.jsonl`) là một lá của cây Merkle (RFC 9162); đầu cây được ký bằng Ed25519. Sửa hoặc chèn một mục sẽ làm sai
chữ ký hoặc đường chứng minh. Diễn biến bằng lời: `timeline.vi.txt`; tài liệu đã gửi, đã đăng: thư mục `documents`, mã băm SHA-256
của tài liệu được ghi trong nhật ký. Mọi báo cáo đã nộp (`report_filed`), mọi bản thông báo đã phát hành (`notice_released`) và mọi trang
thông báo công khai (`public_notice_published`) phải có ở đó. Các mã băm khác trong nhật ký là của những thứ gói không chứa: danh sách chủ
thể dữ liệu đã nhập, văn bản đang soạn, nhật ký gửi từng người.
Giới hạn: một gói đơn lẻ không chứng minh được rằng không có mục nào mới hơn đầu nhật ký này; muốn vậy cần đối chiếu với các đầu nhật ký
đã gửi cho bên chứng kiến. Gói không chứa thông tin liên hệ của chủ thể dữ liệu cá nhân.
)";

constexpr std::string_view kVerifyEn = R"(
---

# Verifying file {0}

This bundle holds the whole journal of incident {0}. It can be checked without a network and without our software.
Unpack it into an empty folder, open a shell there and run:

1. The files are whole (every line must say `OK`):

       sha256sum -c manifest.sha256

2. The head of the journal is signed (must say `Signature Verified Successfully`):

       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in checkpoint.body -sigfile checkpoint.sig

   The public key in the bundle must be the one that the organisation has published or sent before (file `public_key`).

3. Every entry of the file belongs to the signed journal, and every document that the journal names is there unchanged (must say
   `OK`):

       python3 verify.py

4. With `breachctl` at hand, one command does all of this and also compares `incident.json` with the journal:

       breachctl evidence verify <zip file>

Meaning: every entry (`leaves.jsonl`) is a leaf of a Merkle tree (RFC 9162) whose head is signed with Ed25519. Changing or inserting an
entry breaks the signature or a proof. The story in words is `timeline.vi.txt` (Vietnamese); what was filed and published is in
`documents`, and the journal names the SHA-256 of each. Every report filed (`report_filed`), every notice released (`notice_released`)
and every public notice (`public_notice_published`) must be there. Other digests of the journal are of what no bundle holds: imported
lists of data subjects, drafts, the log of single deliveries.
Limits: one bundle alone does not prove that there is nothing newer than this head; compare it with heads that a witness has
kept. The bundle holds no contact data of data subjects.
)";

constexpr std::string_view kScriptText =
    R"(# Checks that every line of leaves.jsonl is under the head in checkpoint.body (RFC 9162, 2.1.3.2), and that every document
# which the entries name is in documents/ with that content. Python 3, nothing else.
import base64, glob, hashlib, json, os, sys

sha = lambda data: hashlib.sha256(data).digest()
origin, size, root = open("checkpoint.body", encoding="utf-8").read().splitlines()[:3]
size, root, seen, bad = int(size), base64.b64decode(root), 0, 0
present = {sha(open(path, "rb").read()).hex() for path in glob.glob("documents/**", recursive=True) if os.path.isfile(path)}
named = {"report_filed": lambda data: data["filing"]["sha256"], "notice_released": lambda data: data["sha256"],
         "public_notice_published": lambda data: data["sha256"]}
for line in open("leaves.jsonl", encoding="utf-8"):
    entry = json.loads(line)
    node, last = entry["seq"] - 1, size - 1
    value = sha(b"\x00" + entry["leaf"].encode("utf-8"))
    good = 0 <= node < size and value.hex() == entry["hash"] and json.loads(entry["leaf"])["seq"] == entry["seq"]
    for step in map(bytes.fromhex, entry["proof"]):
        good = good and last > 0
        if node & 1 or node == last:
            value = sha(b"\x01" + step + value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha(b"\x01" + value + step)
        node, last = node >> 1, last >> 1
    seen += 1
    if not good or last != 0 or value != root:
        bad += 1
        print("FAILED: seq", entry["seq"])
    leaf = json.loads(entry["leaf"])
    digest = named.get(leaf["kind"], lambda data: "")(leaf["data"])
    if digest and digest not in present:
        bad += 1
        print("FAILED: missing or changed in documents/:", leaf["kind"], digest)
print("FAILED" if bad or not seen else "OK", "-", seen, "entries,", bad, "bad, tree of", size)
sys.exit(1 if bad or not seen else 0)
)";

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
        if (member.name != kManifest) out += fmt::format("{}  {}\n", hex(sha256(member.bytes)), member.name);
    return out;
}

std::string public_key_pem(std::string_view public_key) {
    auto der = base64(std::string(kEd25519Der) + std::string(public_key));
    return "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n";
}

std::string verify_text(const std::string& incident_id) {
    return fmt::format(fmt::runtime(kVerifyVi), incident_id) + fmt::format(fmt::runtime(kVerifyEn), incident_id);
}

std::string verify_script() { return std::string(kScriptText); }

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
    auto member = [&](const char* name, auto& into) {
        const auto* item = object.if_contains(name);
        return item && from_json(*item, into).has_value();
    };
    auto digest = [](const std::string& text, Digest& into) {
        auto bytes = from_hex(text);
        if (!bytes || bytes->size() != into.size()) return false;
        std::copy(bytes->begin(), bytes->end(), into.begin());
        return true;
    };
    if (!member("seq", out.seq) || !member("leaf", out.leaf) || !member("hash", hash) || !member("proof", proof))
        return bad;
    if (!digest(hash, out.hash) || proof.size() > 64) return bad;
    for (const auto& step : proof)
        if (!digest(step, out.proof.emplace_back())) return bad;
    bool exact = out.seq >= 1 && out.seq <= (std::int64_t{1} << 53) && leaf_line(out) == std::string(line) + "\n";
    if (!exact) return bad;
    return out;
}

}  // namespace breachd::report
