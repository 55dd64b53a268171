// The documents of a bundle: what the journal names must be there, as it was.
#include "unit/report/evidence_sample.hpp"

using namespace breachd;
using namespace breachd::report;

TEST_CASE("a report, notice or public notice that the journal names cannot be taken out or exchanged") {
    const auto report = hex(sha256("%PDF-1.5 sample")), notice = hex(sha256("notice")), page = hex(sha256("page"));
    auto named = [](const char* kind, const std::string& digest) {
        return std::string(kind) + "-" + digest.substr(0, 12) + "-x";
    };
    Journal journal(9, {{named("report", report), "%PDF-1.5 sample"},
                        {named("notice", notice), "notice"},
                        {named("public-notice", page), "page"},
                        {"record-of-nothing", "a record that the journal does not name"}});
    auto more = [&](std::int64_t seq, Event event) {
        auto one = entry(seq, kId, std::move(event));
        journal.input.leaves.push_back(leaf_hash(leaf_bytes(one)));
        journal.input.entries.push_back(std::move(one));
    };
    more(10, NoticeReleased{1, notice, "an", 10});
    more(11, PublicNoticePublished{"https://vidu.test/n", page, sample::at("2026-11-21T10:00:00+07:00")});
    journal.sign();
    const auto zip = *build_bundle(journal.input);
    const auto key = hex(journal.keys.public_key);
    const auto sound = verify_bundle(zip, key);
    INFO(told(sound));
    CHECK(sound.good);
    for (const auto& [digest, kind] :
         {std::pair(report, "report_filed"), {notice, "notice_released"}, {page, "public_notice_published"}}) {
        for (bool taken_out : {true, false}) {
            auto members = unpacked(zip);
            std::string name;
            for (auto& member : members)
                if (member.name.find(digest.substr(0, 12)) != std::string::npos) {
                    name = member.name;
                    member.bytes += " ";
                }
            REQUIRE_FALSE(name.empty());
            if (taken_out) std::erase_if(members, [&](const auto& member) { return member.name == name; });
            auto verdict = verify_bundle(packed(std::move(members), true), key);
            auto why = all_of(verdict.checks, "FAILED");
            INFO(kind << (taken_out ? " taken out" : " exchanged") << "\n" << told(verdict));
            CHECK_FALSE(verdict.good);
            CHECK(why.find(kind) != std::string::npos);
            CHECK(why.find(taken_out ? digest.substr(0, 12) : name) != std::string::npos);
        }
    }
}
