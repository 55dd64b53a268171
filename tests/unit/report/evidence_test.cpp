#include "report/evidence.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/rng.hpp"
#include "unit/report/evidence_sample.hpp"

using namespace breachd;
using namespace breachd::report;
namespace fs = std::filesystem;

TEST_CASE("a bundle verifies with the trusted key, and the same journal gives the same bytes") {
    Journal journal;
    auto zip = build_bundle(journal.input);
    REQUIRE(zip.has_value());
    CHECK(*zip == *build_bundle(journal.input));
    for (const auto& key :
         {hex(journal.keys.public_key), base64(journal.keys.public_key), base64url(journal.keys.public_key)}) {
        auto verdict = verify_bundle(*zip, key);
        INFO(told(verdict));
        CHECK(verdict.good);
        CHECK(verdict.complete);
        CHECK(verdict.incident_id == kId);
        CHECK(verdict.entries == std::int64_t(journal.input.entries.size()));
        CHECK(verdict.tree_size == 23);
        CHECK(all_of(verdict.checks, "note").empty());
        CHECK(all_of(verdict.checks, "FAILED").empty());
    }
    auto own = verify_bundle(*zip, "");
    CHECK(own.good);
    CHECK(all_of(own.checks, "note").find("khóa lấy từ chính gói này") != std::string::npos);
    CHECK_FALSE(verify_bundle(*zip, hex(KeyPair{8}.public_key)).good);
    CHECK_FALSE(verify_bundle(*zip, "nonsense").good);
}

TEST_CASE("proofs hold for journals of every size") {
    for (std::int64_t size = 2; size <= 70; ++size) {
        Journal journal(size);
        auto verdict = verify_bundle(*build_bundle(journal.input), hex(journal.keys.public_key));
        INFO(size << "\n" << told(verdict));
        CHECK(verdict.good);
    }
}

TEST_CASE("every flipped byte of every member is noticed") {
    Journal journal(9);
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    for (const auto& member : unpacked(zip)) {
        std::size_t stride = member.bytes.size() < 700 ? 1 : 23;
        for (std::size_t at = 0; at < member.bytes.size(); at += stride) {
            auto members = unpacked(zip);
            bytes_of(members, member.name)[at] ^= char(1 << (at % 8));
            auto verdict = verify_bundle(packed(std::move(members), false), key);
            if (verdict.good) FAIL_CHECK(member.name << " byte " << at << "\n" << told(verdict));
        }
    }
}

TEST_CASE("a forger who also writes a new manifest is noticed where it matters") {
    Journal journal;
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    for (auto name : {kNote, kBody, kSignature, kKey, kKeyPem, kLeaves, kIncident}) {
        auto original = unpacked(zip);
        auto size = bytes_of(original, name).size();
        for (std::size_t at = 0; at < size; at += size < 300 ? 1 : 13) {
            auto members = original;
            bytes_of(members, name)[at] ^= 1;
            auto verdict = verify_bundle(packed(std::move(members), true), key);
            if (verdict.good) FAIL_CHECK(name << " byte " << at << "\n" << told(verdict));
        }
    }
}

TEST_CASE("under a head of an earlier build the verifier says that completeness is not proven") {
    Journal journal;
    journal.sign(true);
    const auto zip = *build_bundle(journal.input);
    auto verdict = verify_bundle(zip, hex(journal.keys.public_key));
    INFO(told(verdict));
    CHECK(verdict.good);
    CHECK_FALSE(verdict.complete);
    CHECK(all_of(verdict.checks, "note").find("completeness is not proven") != std::string::npos);
    // As an earlier build made it: no signature of the manifest, and its own names of documents.
    auto members = unpacked(zip);
    std::erase_if(members, [](const auto& member) { return member.name == kManifestSignature; });
    for (auto& member : members)
        if (member.name == pdf_name()) member.name = "documents/report-mau-08";
    verdict = verify_bundle(packed(members, true), hex(journal.keys.public_key));
    INFO(told(verdict));
    CHECK(verdict.good);
    bytes_of(members, "documents/report-mau-08") += "x";
    CHECK_FALSE(verify_bundle(packed(members, true), hex(journal.keys.public_key)).good);
}

TEST_CASE("entries cannot be left out of the fold, doubled, reordered or borrowed from another incident") {
    Journal journal;
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    auto lines = [&](auto change) {
        auto members = unpacked(zip);
        auto& text = bytes_of(members, kLeaves);
        std::vector<std::string> all;
        for (std::size_t at = 0; at < text.size();) {
            auto end = text.find('\n', at) + 1;
            all.push_back(text.substr(at, end - at));
            at = end;
        }
        change(all);
        text.clear();
        for (const auto& line : all) text += line;
        return verify_bundle(packed(std::move(members), true), key).good;
    };
    CHECK(lines([](auto&) {}));
    CHECK_FALSE(lines([](auto& all) { all.pop_back(); }));
    CHECK_FALSE(lines([](auto& all) { all.erase(all.begin()); }));
    CHECK_FALSE(lines([](auto& all) { all.push_back(all.back()); }));
    CHECK_FALSE(lines([](auto& all) { std::swap(all[1], all[2]); }));
    CHECK_FALSE(lines([](auto& all) { all.clear(); }));
    CHECK_FALSE(lines([&](auto& all) {
        auto other = entry(1, "INC-2026-0002", Acknowledged{"an", "api", "n"});
        auto proof =
            inclusion_proof(0, journal.input.leaves.size(), [&](std::uint64_t i) { return journal.input.leaves[i]; });
        all.insert(all.begin(), leaf_line({1, leaf_bytes(other), journal.input.leaves[0], proof}));
    }));
}

TEST_CASE("a change of the wrapping alone is told, and every flipped byte of the zip is") {
    Journal journal(5);
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    const auto sound = told(verify_bundle(zip, key));
    for (std::size_t at = 0; at < zip.size(); at += zip.size() < 4000 ? 1 : 3) {
        auto flipped = zip;
        flipped[at] ^= char(1 << (at % 7));
        auto verdict = verify_bundle(flipped, key);
        if (told(verdict) == sound) FAIL_CHECK("byte " << at << " of " << zip.size());
    }
    auto stamped = zip;
    auto central = stamped.find("PK\x01\x02");
    stamped[central + 38] ^= 1;  // an external attribute: means nothing, changes nothing, is told
    auto verdict = verify_bundle(stamped, key);
    CHECK(verdict.good);
    CHECK(all_of(verdict.checks, "note").find("đóng lại") != std::string::npos);
}

TEST_CASE("garbage never crashes the verifier") {
    Journal journal(11);
    const auto zip = *build_bundle(journal.input);
    Rng rng(20261122);
    int refused = 0;
    constexpr int kRounds = 1500;
    for (int round = 0; round < kRounds; ++round) {
        auto bytes = zip;
        for (std::uint64_t n = 1 + rng.below(8); n > 0; --n) {
            switch (rng.below(4)) {
                case 0:
                    bytes[rng.below(bytes.size())] = char(rng.next());
                    break;
                case 1:
                    bytes.resize(1 + rng.below(bytes.size()));
                    break;
                case 2:
                    bytes.insert(rng.below(bytes.size()), bytes.substr(rng.below(bytes.size()), rng.below(64)));
                    break;
                default:
                    bytes.erase(rng.below(bytes.size()), rng.below(32));
                    break;
            }
            if (bytes.empty()) bytes = "PK";
        }
        refused += !verify_bundle(bytes, "").good;
    }
    CHECK(refused > kRounds * 9 / 10);
    for (auto text : {"", "PK", "PK\x05\x06", "not a zip"}) CHECK_FALSE(verify_bundle(text, "").good);
}

// The forger writes a new manifest, so that only the member itself can tell.
TEST_CASE("a member with hostile content never crashes the verifier and is never called good") {
    Journal journal(8);
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    const auto sound = unpacked(zip);
    Rng rng(7);
    std::map<std::string, int> forged;
    for (int round = 0; round < 600; ++round) {
        auto members = sound;
        auto& member = members[rng.below(members.size())];
        const std::string name = member.name;
        for (std::uint64_t n = 1 + rng.below(5); n > 0; --n) {
            constexpr const char* kPieces[] = {"1.5",   "null", "[",  "{\"a\":", "\xff\xfe",
                                               "1e999", "-1",   "\"", "\n",      "99999999999999999999"};
            member.bytes.insert(rng.below(member.bytes.size() + 1), kPieces[rng.below(10)]);
        }
        auto verdict = verify_bundle(packed(std::move(members), true), key);
        INFO("round " << round << ", " << name << "\n" << told(verdict));
        ++forged[name];
        if (name == kManifest)  // is made anew, and is what it was
            CHECK(verdict.good);
        else
            CHECK_FALSE(verdict.good);
    }
    for (const auto& member : sound) CHECK(forged[member.name] > 20);
}

TEST_CASE("the zip's limits are named") {
    std::vector<BundleFile> many;
    for (std::size_t i = 0; i <= kZipMembersMax; ++i) many.push_back({"m" + std::to_string(i), "x"});
    auto verdict = verify_bundle(*write_zip(many, Instant{}), "");
    CHECK_FALSE(verdict.good);
    CHECK(told(verdict).find("4096 members") != std::string::npos);
    for (const char* name : {"../x", "/etc/x", "a/../../x", "a\\b"})
        CHECK_FALSE(read_zip(*write_zip({{name, "x"}}, Instant{})).has_value());
}

TEST_CASE("a head that does not cover the entries is refused when the bundle is made") {
    Journal journal;
    auto more = journal;
    more.input.entries.push_back(entry(24, kId, Confirmed{"x"}));
    CHECK(build_bundle(more.input).error().code == ErrorCode::conflict);
    auto other = journal;
    other.input.leaves.push_back(sha256("x"));
    CHECK_FALSE(build_bundle(other.input).has_value());
    auto changed = journal;
    changed.input.entries[1].actor = "somebody";
    CHECK_FALSE(build_bundle(changed.input).has_value());
    auto cut = journal;
    cut.input.entries.pop_back();
    CHECK(build_bundle(cut.input).error().code == ErrorCode::conflict);
    auto unproven = journal;
    unproven.input.chain.reset();
    CHECK_FALSE(build_bundle(unproven.input).has_value());
    auto foreign = journal;
    foreign.input.entries[0].incident_id = "INC-2026-0002";
    CHECK_FALSE(build_bundle(foreign.input).has_value());
}

TEST_CASE("sha256sum, openssl and python3 suffice, as VERIFY.md says", "[tools]") {
    Journal journal;
    auto folder = fs::path(BREACHD_BINARY_DIR) / "report-samples" / "bundle";
    fs::remove_all(folder);
    auto members = unpacked(*build_bundle(journal.input));
    for (const auto& member : members) {
        auto path = folder / member.name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << member.bytes;
    }
    const auto& text = bytes_of(members, kVerify);
    CHECK(text.find("# Kiểm chứng hồ sơ INC-2026-0001") == 0);
    CHECK(text.find("# Verifying file INC-2026-0001") != std::string::npos);
    auto run = [&](const std::string& command) {
        CHECK(text.find(command) != std::string::npos);
        return std::system(("cd '" + folder.string() + "' && " + command + " >/dev/null 2>&1").c_str());
    };
    CHECK(run("sha256sum -c manifest.sha256") == 0);
    for (auto [file, signature] : {std::pair("manifest.sha256", "manifest.sig"), {"checkpoint.body", "checkpoint.sig"}})
        CHECK(run("openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in " + std::string(file) +
                  " -sigfile " + signature) == 0);
    CHECK(run("python3 verify.py") == 0);
    auto filed = folder / pdf_name();
    std::ofstream(filed, std::ios::binary) << "another report";
    CHECK(run("python3 verify.py") != 0);
    std::ofstream(filed, std::ios::binary) << "%PDF-1.5 sample";
    CHECK(run("python3 verify.py") == 0);
    auto leaves = bytes_of(members, kLeaves);
    leaves[leaves.find("Hà Nội")] = 'h';
    std::ofstream(folder / std::string(kLeaves), std::ios::binary) << leaves;
    CHECK(run("sha256sum -c manifest.sha256") != 0);
    CHECK(run("python3 verify.py") != 0);
}
