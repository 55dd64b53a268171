// The texts of a bundle that are the same for every incident: VERIFY.md and verify.py.
#include <fmt/format.h>

#include "report/evidence_parts.hpp"

namespace breachd::report {

namespace {

constexpr std::string_view kVerifyVi = R"(# Kiểm chứng hồ sơ {0}

Gói này chứa toàn bộ nhật ký của hồ sơ vi phạm {0}, không thiếu mục nào tính đến đầu nhật ký đã ký. Có thể kiểm chứng không cần
mạng và không cần phần mềm của chúng tôi. Giải nén vào một thư mục trống, mở cửa sổ lệnh tại thư mục đó rồi chạy lần lượt:

1. Các tệp còn nguyên vẹn (mọi dòng phải báo `OK` hoặc `Thành công`), và danh sách tệp đã được ký (phải báo
   `Signature Verified Successfully`):

       sha256sum -c manifest.sha256
       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.sha256 -sigfile manifest.sig

2. Đầu nhật ký đã được ký (phải báo `Signature Verified Successfully`):

       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in checkpoint.body -sigfile checkpoint.sig

   Khóa công khai trong gói phải trùng với khóa mà tổ chức đã công bố hoặc đã gửi trước (tệp `public_key`).

3. Hai chữ ký trên, từng mục của hồ sơ, số mục, mọi tài liệu, và không có tệp lạ (phải báo `OK`; có thể ghi thêm khóa được tin cậy
   sau tên tệp):

       python3 verify.py

4. Nếu có chương trình `breachctl`, một lệnh sau làm tất cả các bước trên, và lập lại `incident.json`, `timeline.vi.txt`, tệp này và
   `verify.py` từ nhật ký để đối chiếu:

       breachctl evidence verify <tệp zip>

Ý nghĩa: mỗi mục (`leaves.jsonl`) là một lá của cây Merkle (RFC 9162); đầu cây được ký bằng Ed25519. Sửa hoặc chèn một mục sẽ làm sai
chữ ký hoặc đường chứng minh. Đầu cây còn ký số mục của từng hồ sơ và mã băm nối tiếp qua các mục đó (`chain.json`): bỏ bớt, thêm hoặc
cắt một mục sẽ không còn khớp. Diễn biến bằng lời: `timeline.vi.txt`. Tài liệu đã nộp, đã duyệt, đã phát hành, đã đăng: thư mục
`documents`; nhật ký ghi mã băm SHA-256 của từng tài liệu, và thư mục này không có tệp nào khác. Các mã băm khác trong nhật ký là của
những thứ gói không chứa: danh sách chủ thể dữ liệu đã nhập, văn bản đang soạn, nhật ký gửi từng người.
Giới hạn: một gói đơn lẻ không chứng minh được rằng không có mục nào mới hơn đầu nhật ký này; muốn vậy cần đối chiếu với các đầu nhật ký
đã gửi cho bên chứng kiến. Nếu `checkpoint.body` không có dòng `chains`, đầu nhật ký do bản phần mềm cũ ký: khi đó gói không chứng minh
được là đủ mục. Gói không chứa thông tin liên hệ của chủ thể dữ liệu cá nhân.
)";

constexpr std::string_view kVerifyEn = R"(
---

# Verifying file {0}

This bundle holds the whole journal of incident {0}: no entry up to the signed head is missing. It can be checked without a network
and without our software. Unpack it into an empty folder, open a shell there and run:

1. The files are whole (every line must say `OK`), and the list of files is signed (must say `Signature Verified Successfully`):

       sha256sum -c manifest.sha256
       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.sha256 -sigfile manifest.sig

2. The head of the journal is signed (must say `Signature Verified Successfully`):

       openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in checkpoint.body -sigfile checkpoint.sig

   The public key in the bundle must be the one that the organisation has published or sent before (file `public_key`).

3. Both signatures, every entry, the number of entries, every document, and that there is no other file (must say `OK`; the trusted
   key may stand after the name):

       python3 verify.py

4. With `breachctl` at hand, one command does all of this, and makes `incident.json`, `timeline.vi.txt`, this file and `verify.py`
   anew from the journal to compare them:

       breachctl evidence verify <zip file>

Meaning: every entry (`leaves.jsonl`) is a leaf of a Merkle tree (RFC 9162) whose head is signed with Ed25519. Changing or inserting an
entry breaks the signature or a proof. The head signs as well how many entries each incident has, and a running hash over them
(`chain.json`): an entry that is left out, added or cut off no longer fits. The story in words is `timeline.vi.txt` (Vietnamese). What
was filed, approved, released and published is in `documents`: the journal names the SHA-256 of each, and no other file is there.
Other digests of the journal are of what no bundle holds: imported lists of data subjects, drafts, the log of single deliveries.
Limits: one bundle alone does not prove that there is nothing newer than this head; compare it with heads that a witness has
kept. Without a line `chains` in `checkpoint.body`, the head is of an earlier build: then completeness is not proven. The bundle holds
no contact data of data subjects.
)";

constexpr std::string_view kScriptText =
    R"py(# Checks this bundle with Python 3 and nothing else: the signatures (RFC 8032), that no file was changed, added or taken out,
# that every entry is under the signed head (RFC 9162, 2.1.3.2), that none is missing, and the documents.
# Usage: python3 verify.py [TRUSTED PUBLIC KEY, 64 hex digits]
import base64, hashlib, json, os, re, sys

bad = []
def failed(vi, en, what=""):
    bad.append(en)
    print("FAILED:", vi, "/", en + (": " + str(what) if what != "" else ""))

def read(name):
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError:
        return b""

sha = lambda data: hashlib.sha256(data).digest()

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        q, p, n = add(q, p) if n & 1 else q, add(p, p), n >> 1
    return q

def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P:
        return None
    return (P - x if x & 1 != sign else x, y, 1, (P - x if x & 1 != sign else x) * y % P)

def signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if not a or not r or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    p, q = times(s, point(b"\x58" + b"\x66" * 31)), add(r, times(h % ORDER, a))
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0

def under(value, node, size, proof, root):
    last = size - 1
    if not 0 <= node < size:
        return False
    for step in map(bytes.fromhex, proof):
        if last == 0:
            return False
        if node & 1 or node == last:
            value = sha(b"\x01" + step + value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha(b"\x01" + value + step)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root

def files():
    here = {os.path.relpath(os.path.join(folder, name), ".").replace(os.sep, "/")
            for folder, _, names in os.walk(".") for name in names}
    listed = {}
    for line in read("manifest.sha256").decode("utf-8").split("\n")[:-1]:
        digest, name = re.fullmatch("([0-9a-f]{64})  (.+)", line).groups()
        listed[name] = digest
    for name in sorted(here | set(listed)):
        if name in ("manifest.sha256", "manifest.sig"):
            continue
        if name not in here:
            failed("thiếu tệp", "a file is missing", name)
        elif name not in listed:
            failed("tệp lạ, không có khi xuất", "a file that was not exported", name)
        elif sha(read(name)).hex() != listed[name]:
            failed("tệp đã bị sửa", "a file was changed", name)
    return here

def signatures():
    key = bytes.fromhex(read("public_key").decode("ascii"))
    if len(sys.argv) > 1 and bytes.fromhex(sys.argv[1]) != key:
        failed("khóa không phải khóa được tin cậy", "the key is not the trusted one", "public_key")
    if base64.b64decode(b"".join(read("public_key.pem").split(b"\n")[1:-2]))[12:] != key:
        failed("không phải cùng một khóa", "is not the same key", "public_key.pem")
    body, signature = read("checkpoint.body"), read("checkpoint.sig")
    text, line = read("checkpoint.note").decode("utf-8").split("\n\n", 1)
    if (text + "\n").encode("utf-8") != body or base64.b64decode(line.split(" ")[2])[4:] != signature:
        failed("không phải cùng một đầu nhật ký", "is not the same head", "checkpoint.note")
    if not signed(key, body, signature):
        failed("chữ ký của đầu nhật ký sai", "the head's signature is wrong", "checkpoint.body")
    if not signed(key, read("manifest.sha256"), read("manifest.sig")):
        failed("danh sách tệp không phải danh sách đã ký: có tệp bị sửa, thêm hoặc bớt sau khi xuất",
               "the list of files is not the signed one: a file was changed, added or taken out after the export",
               "manifest.sha256")

def head():
    lines = read("checkpoint.body").decode("utf-8").split("\n")
    chains = lines[3].split(" ") if lines[3] else None
    return int(lines[1]), base64.b64decode(lines[2]), chains

def entries(size, root):
    out, last = [], 0
    for line in read("leaves.jsonl").decode("utf-8").split("\n")[:-1]:
        entry = json.loads(line)
        value, leaf = sha(b"\x00" + entry["leaf"].encode("utf-8")), json.loads(entry["leaf"])
        good = value.hex() == entry["hash"] and leaf["seq"] == entry["seq"] and entry["seq"] > last
        good = good and leaf["incident"] == (out[0][0]["incident"] if out else leaf["incident"])
        if not good or not under(value, entry["seq"] - 1, size, entry["proof"], root):
            failed("mục không thuộc nhật ký đã ký", "an entry is not under the signed head", "#%d" % entry["seq"])
        last = entry["seq"]
        out.append((leaf, value))
    return out

def complete(leaves, chains):
    if not chains:
        print("NOTE: đầu nhật ký do bản phần mềm cũ ký, chưa chứng minh được là đủ mục /",
              "this head is of an earlier build: completeness is not proven")
        return
    chain, value = json.loads(read("chain.json")), b"\0" * 32
    for _, leaf in leaves:
        value = sha(b"\x02" + value + leaf)
    told = json.dumps({"count": chain["count"], "incident": chain["incident"], "root": chain["root"]},
                      separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    proven = under(sha(b"\x00" + told), chain["place"], int(chains[2]), chain["proof"], base64.b64decode(chains[3]))
    if not proven or not leaves or chain["incident"] != leaves[0][0]["incident"]:
        failed("chuỗi mục không thuộc đầu nhật ký đã ký", "the chain is not under the signed head", "chain.json")
    elif chain["count"] != len(leaves) or chain["root"] != value.hex():
        failed("hồ sơ thiếu, thừa hoặc sai mục", "an entry of the file is missing, added or changed",
               "leaves.jsonl: %d, chain.json: %d" % (len(leaves), chain["count"]))

NAMED = {"report_filed": lambda data: [data["filing"]["sha256"]], "notice_approved": lambda data: [data["document"]],
         "notice_released": lambda data: [data["sha256"], data.get("by_kinds_sha256", "")],
         "public_notice_published": lambda data: [data["sha256"]],
         "content_page_published": lambda data: [data["sha256"]]}

def documents(leaves, here):
    named = {}
    for leaf, _ in leaves:
        for digest in NAMED.get(leaf["kind"], lambda data: [])(leaf["data"]):
            if digest:
                named.setdefault(digest, "%s #%d" % (leaf["kind"], leaf["seq"]))
    present = {}
    for name in sorted(name for name in here if name.startswith("documents/")):
        digest = sha(read(name)).hex()
        if digest not in named or digest in present or digest[:12] not in name:
            failed("nhật ký không ghi tài liệu này, hoặc nội dung đã bị đổi",
                   "the journal does not name this document, or it was changed", name)
        else:
            present[digest] = name
    for digest, place in named.items():
        if digest not in present:
            failed("thiếu tài liệu mà nhật ký ghi, hoặc nội dung đã bị đổi",
                   "a document that the journal names is missing or was changed", place + " " + digest)

def run(what, work):
    try:
        return work()
    except Exception:
        failed("không đọc được", "cannot be read", what)

here = run("manifest.sha256", files) or set()
run("public_key, checkpoint.note", signatures)
size, root, chains = run("checkpoint.body", head) or (0, b"", None)
leaves = run("leaves.jsonl", lambda: entries(size, root)) or []
if not leaves:
    failed("hồ sơ không có mục nào", "the file has no entries", "leaves.jsonl")
run("chain.json", lambda: complete(leaves, chains))
run("leaves.jsonl", lambda: documents(leaves, here))
print("FAILED" if bad else "OK", "-", len(leaves), "entries,", len(bad), "bad, tree of", size)
sys.exit(1 if bad else 0)
)py";

}  // namespace

std::string verify_text(const std::string& incident_id) {
    return fmt::format(fmt::runtime(kVerifyVi), incident_id) + fmt::format(fmt::runtime(kVerifyEn), incident_id);
}

std::string verify_script() { return std::string(kScriptText); }

}  // namespace breachd::report
