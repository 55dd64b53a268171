// Ten thousand edits of a bundle by somebody who has everything but the key: each is found, and what was edited is
// named. The forger writes new manifests, and puts all figures that count entries right again.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "base/rng.hpp"
#include "core/journal/evolve.hpp"
#include "testkit/process.hpp"
#include "unit/report/evidence_sample.hpp"

using namespace breachd;
using namespace breachd::report;
namespace fs = std::filesystem;

namespace {

using Members = std::vector<BundleFile>;

// What was done, and the words of which the verdict must have one.
struct Edit {
    std::string what;
    std::vector<std::string> named;
};

Journal long_journal() {
    Journal journal(60, {kPdf, "notice", "page"});
    journal.add(kId, NoticeReleased{1, hex(sha256("notice")), "an", 10});
    journal.add(kId, PublicNoticePublished{"https://vidu.test/n", hex(sha256("page")), journal.input.at});
    journal.add(kId, Closed{"xong", {}, 0, 0});
    journal.sign();
    return journal;
}

std::vector<std::string> lines_in(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
        out.push_back(text.substr(at, end - at));
        at = end;
    }
    return out;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line;
    return out;
}

void flip(std::string& bytes, Rng& rng) { bytes[rng.below(bytes.size())] ^= char(1 << rng.below(8)); }

// Some bytes of a text, so that it is another one.
void edit_text(std::string& bytes, Rng& rng) {
    auto before = bytes;
    while (bytes == before || bytes.empty()) {
        bytes = before;
        switch (rng.below(4)) {
            case 0:
                flip(bytes, rng);
                break;
            case 1:
                bytes.erase(rng.below(bytes.size()), 1 + rng.below(20));
                break;
            case 2:
                bytes.insert(rng.below(bytes.size() + 1), "x");
                break;
            default:
                bytes.resize(1 + rng.below(bytes.size()));
                break;
        }
    }
}

std::string member_like(const Members& members, Rng& rng, const std::function<bool(const std::string&)>& fits) {
    std::vector<std::string> names;
    for (const auto& member : members)
        if (fits(member.name)) names.push_back(member.name);
    return names[rng.below(names.size())];
}

// S8: an entry is left out and everything that counts is put right.
Edit leave_out_entry(Members& members, Rng& rng) {
    auto lines = lines_in(bytes_of(members, kLeaves));
    auto at = 1 + rng.below(lines.size() - 1);
    auto seq = std::to_string(parse_leaf_line(std::string_view(lines[at]).substr(0, lines[at].size() - 1))->seq);
    lines.erase(lines.begin() + std::ptrdiff_t(at));
    bytes_of(members, kLeaves) = joined(lines);
    std::vector<Entry> left;
    for (const auto& line : lines) {
        auto leaf = parse_json(parse_leaf_line(std::string_view(line).substr(0, line.size() - 1))->leaf)->as_object();
        Entry one;
        one.seq = leaf.at("seq").as_int64();
        (void)from_json(leaf.at("at"), one.at);
        one.incident_id = kId;
        one.actor = "system";
        one.event = *event_from(leaf.at("kind").as_string(), leaf.at("data"));
        left.push_back(std::move(one));
    }
    bytes_of(members, kTimeline) = timeline_text(kId, left);
    bytes_of(members, kIncident) = canonical_json(to_json(fold(left))) + "\n";
    if (rng.below(2)) {  // and the chain is made anew for what is left
        auto chain = *parse_chain(bytes_of(members, kChain), kId);
        chain.chain = {};
        for (const auto& one : left) chain.chain.append(leaf_hash(leaf_bytes(one)));
        bytes_of(members, kChain) = chain_text(kId, chain);
    }
    return {"left out #" + seq, {"chain.json"}};
}

Edit edit_document(Members& members, Rng& rng) {
    auto name = member_like(members, rng, [](const auto& one) { return one.starts_with(kDocuments); });
    edit_text(bytes_of(members, name), rng);
    return {"changed " + name, {name}};
}

Edit drop_document(Members& members, Rng& rng) {
    auto name = member_like(members, rng, [](const auto& one) { return one.starts_with(kDocuments); });
    auto digest = hex(sha256(bytes_of(members, name)));
    std::erase_if(members, [&](const auto& one) { return one.name == name; });
    return {"took out " + name, {digest, name}};
}

Edit rename_document(Members& members, Rng& rng) {
    auto name = member_like(members, rng, [](const auto& one) { return one.starts_with(kDocuments); });
    auto other = name;
    other.insert(other.rfind('.'), std::to_string(rng.below(100)));
    for (auto& member : members)
        if (member.name == name) member.name = other;
    return {"renamed " + name, {other, name}};
}

Edit add_file(Members& members, Rng& rng) {
    auto name = (rng.below(2) ? "documents/report-" : "extra-") + std::to_string(rng.below(1000)) + ".pdf";
    auto copy = rng.below(2) ? std::string(kPdf) : "anything " + std::to_string(rng.below(1000));
    members.insert(members.begin() + std::ptrdiff_t(rng.below(members.size())), {name, copy});
    return {"added " + name, {name}};
}

Edit edit_member(Members& members, Rng& rng) {
    auto name = member_like(members, rng, [](const auto& one) {
        return !one.starts_with(kDocuments) && one != kManifest && one != kManifestSignature;
    });
    edit_text(bytes_of(members, name), rng);
    // Parts of one thing name each other.
    std::vector<std::string> named{name};
    if (name == kNote || name == kBody || name == kSignature) named = {"checkpoint.note", "head"};
    if (name == kKey || name == kKeyPem) named = {"public_key", "public key"};
    return {"changed " + name, named};
}

Edit drop_member(Members& members, Rng& rng) {
    auto name = member_like(members, rng, [](const auto& one) { return !one.starts_with(kDocuments); });
    std::erase_if(members, [&](const auto& one) { return one.name == name; });
    return {"took out " + name, {name}};
}

Edit edit_manifest_signature(Members& members, Rng& rng) {
    edit_text(bytes_of(members, kManifestSignature), rng);
    return {"changed manifest.sig", {"the list of members"}};
}

constexpr Edit (*kEdits[])(Members&, Rng&) = {leave_out_entry, edit_document, drop_document,
                                              rename_document, add_file,      edit_member,
                                              edit_member,     drop_member,   edit_manifest_signature};

// One edit; the forger writes the manifest anew, or forgets it.
std::pair<Edit, Members> edited(const Members& sound, Rng& rng) {
    auto members = sound;
    auto edit = kEdits[rng.below(std::size(kEdits))](members, rng);
    bool has_manifest =
        std::any_of(members.begin(), members.end(), [](const auto& one) { return one.name == kManifest; });
    if (has_manifest && rng.below(4) != 0) bytes_of(members, kManifest) = manifest_text(members);
    return {std::move(edit), std::move(members)};
}

bool names_one_of(const std::string& text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& word) { return text.find(word) != std::string::npos; });
}

void unpack(const Members& members, const fs::path& folder) {
    fs::remove_all(folder);
    for (const auto& member : members) {
        auto path = folder / member.name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << member.bytes;
    }
}

// Runs the script in the folders 0, 1, ... of `root`, in one process of Python; what it said goes to N.said, and how it
// ended to N.code.
constexpr const char* kDriver = R"(
import contextlib, os, runpy, sys
root, script, folders = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.argv = [script]
for n in range(folders):
    os.chdir("%s/%d" % (root, n))
    code = 99
    with open("../%d.said" % n, "w", encoding="utf-8") as said, contextlib.redirect_stdout(said):
        try:
            runpy.run_path(script)
        except SystemExit as end:
            code = end.code
        except BaseException as error:
            print("Traceback", error)
    open("../%d.code" % n, "w").write(str(code))
)";

std::string text_in(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("ten thousand edits of a bundle without the key: each is found, and what was edited is named", "[soak]") {
    auto journal = long_journal();
    const auto sound = unpacked(*build_bundle(journal.input));
    const auto key = hex(journal.keys.public_key);
    REQUIRE(verify_members(sound, key).complete);
    Rng rng(20261129);
    std::map<std::string, int> done;
    for (int round = 0; round < 10'000; ++round) {
        auto [edit, members] = edited(sound, rng);
        auto verdict = verify_members(std::move(members), key);
        auto why = all_of(verdict.checks, "FAILED");
        ++done[edit.what.substr(0, edit.what.find(' '))];
        if (verdict.good || verdict.complete || !names_one_of(why, edit.named))
            FAIL_CHECK("round " << round << ": " << edit.what << "\n" << told(verdict));
    }
    for (const auto* what : {"left", "changed", "took", "renamed", "added"}) CHECK(done[what] > 500);
    testkit::figure("bundle_edits", "10,000 edits of a bundle without the key: each found and named");
}

TEST_CASE("verify.py finds every edit of a bundle, and names what Python can know", "[tools]") {
    constexpr int kRounds = 300;
    auto journal = long_journal();
    const auto sound = unpacked(*build_bundle(journal.input));
    auto root = fs::path(BREACHD_BINARY_DIR) / "report-samples" / "edited";
    fs::remove_all(root);
    unpack(sound, root / "0");
    std::vector<Edit> edits(1);
    Rng rng(7);
    for (int round = 1; round <= kRounds; ++round) {
        auto [edit, members] = edited(sound, rng);
        unpack(members, root / std::to_string(round));
        edits.push_back(std::move(edit));
    }
    // The reader runs a script of the sound bundle: an edited one says what its editor likes.
    std::ofstream(root / "verify.py", std::ios::binary) << verify_script();
    std::ofstream(root / "driver.py", std::ios::binary) << kDriver;
    auto command = "python3 '" + (root / "driver.py").string() + "' '" + root.string() + "' '" +
                   (root / "verify.py").string() + "' " + std::to_string(kRounds + 1);
    REQUIRE(std::system(command.c_str()) == 0);
    auto said_of = [&](int n, const char* end) { return text_in(root / (std::to_string(n) + end)); };
    INFO(said_of(0, ".said"));
    CHECK(said_of(0, ".code") == "0");
    CHECK(said_of(0, ".said") ==
          "OK - " + std::to_string(journal.input.entries.size()) + " entries, 0 bad, tree of 63\n");
    for (int round = 1; round <= kRounds; ++round) {
        auto& edit = edits[std::size_t(round)];
        auto said = said_of(round, ".said");
        bool python_names = !edit.what.starts_with("renamed") &&
                            (edit.what.find("documents/") != std::string::npos || edit.what.starts_with("left out"));
        if (edit.what.starts_with("left out")) edit.named.push_back("leaves.jsonl");
        if (said_of(round, ".code") != "1" || said.find("Traceback") != std::string::npos ||
            (python_names && !names_one_of(said, edit.named)))
            FAIL_CHECK("round " << round << ": " << edit.what << "\n" << said);
    }
}
