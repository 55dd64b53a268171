// The documents of a bundle: what the journal names must be there, as it was.
#include "unit/report/evidence_sample.hpp"

using namespace breachd;
using namespace breachd::report;

TEST_CASE("a report, notice or public notice that the journal names cannot be taken out or exchanged") {
    Journal journal(9, {"page", "content", kPdf, "by kinds", "notice", "approved", "a draft that no entry names"});
    auto digest = [](const char* bytes) { return hex(sha256(bytes)); };
    NoticeReleased released{1, digest("notice"), "an", 10};
    released.by_kinds_sha256 = digest("by kinds");
    journal.add(kId, NoticeApproved{digest("text"), digest("approved"), "an", false});
    journal.add(kId, released);
    journal.add(kId, PublicNoticePublished{"https://vidu.test/n", digest("page"), journal.input.at});
    journal.add(kId, ContentPagePublished{"https://vidu.test/c", digest("content"), 1, journal.input.at});
    journal.sign();
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    const auto sound = verify_bundle(zip, key);
    INFO(told(sound));
    CHECK(sound.good);
    std::map<std::string, std::string> found;
    for (const auto& member : unpacked(zip))
        if (member.name.starts_with(kDocuments)) found[member.name] = member.bytes;
    auto name = [&](const char* kind, const char* bytes, const char* end) {
        return "documents/" + std::string(kind) + "-" + digest(bytes).substr(0, 12) + "-" + end;
    };
    const std::map<std::string, std::string> wanted{{name("report", kPdf, "mau-08.pdf"), kPdf},
                                                    {name("notice", "approved", "approved.json"), "approved"},
                                                    {name("notice", "notice", "v1.json"), "notice"},
                                                    {name("notice", "by kinds", "v1-by-kinds.json"), "by kinds"},
                                                    {name("public-notice", "page", "page.html"), "page"},
                                                    {name("content-page", "content", "v1.html"), "content"}};
    CHECK(found == wanted);  // and no draft
    for (const auto& [member_name, bytes] : wanted) {
        for (bool taken_out : {true, false}) {
            auto members = unpacked(zip);
            bytes_of(members, member_name) += " ";
            if (taken_out) std::erase_if(members, [&](const auto& member) { return member.name == member_name; });
            auto verdict = verify_bundle(packed(std::move(members), true), key);
            auto why = all_of(verdict.checks, "FAILED");
            INFO(member_name << (taken_out ? " taken out" : " exchanged") << "\n" << told(verdict));
            CHECK_FALSE(verdict.good);
            CHECK(why.find(hex(sha256(bytes))) != std::string::npos);
            if (!taken_out) CHECK(why.find(member_name) != std::string::npos);
        }
    }
}
