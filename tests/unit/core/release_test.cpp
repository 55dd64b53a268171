#include "core/telling/release.hpp"

#include "core/telling/notice.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";
const Decider kAn{"an", false}, kBinh{"binh", false}, kDpo{"dpo", true}, kDpo2{"dpo2", true};

// An alert opened it, and `an` wrote what happened.
Story written() {
    Story s;
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}}, "rule:exfiltration");
    REQUIRE(s.patch({{"measures", "đã khóa tài khoản"}}, "token:an"));
    return s;
}

std::string hash(const Story& s) { return draft_notice(s.incident(), s.settings()).sha256; }

Result<NoticeReleased> release(const Story& s, const Decider& who, const std::string& alone = "") {
    return may_release(s.incident(), s.settings(), hash(s), who, alone, s.now());
}

Result<void> approve(Story& s, const Decider& who) {
    return s.command(approve_notice(s.incident(), hash(s), hash(s), "doc", who), "token:" + who.name);
}

bool refused(const Result<NoticeReleased>& answer) { return !answer && answer.error().code == ErrorCode::forbidden; }

}  // namespace

TEST_CASE("a data-protection officer who wrote none of the text releases it directly") {
    auto s = written();
    auto answer = release(s, kDpo);
    REQUIRE(answer);
    CHECK(answer->authors == std::vector<std::string>{"an"});
    CHECK(answer->alone.empty());
    CHECK(refused(release(s, kAn)));
    CHECK(refused(release(s, kBinh)));  // no author, but no officer has seen it
}

TEST_CASE("whoever changes a word or a fact of the text later is an author as well") {
    auto s = written();
    SECTION("a fact") { REQUIRE(s.patch({{"guidance", "đổi mật khẩu"}}, "token:dpo")); }
    SECTION("the moment of the detection") {
        REQUIRE(s.patch({{"detected_at", "2026-11-20T16:00:00+07:00"}, {"reason", "nhật ký"}}, "token:dpo"));
    }
    SECTION("the text itself") { s.happens(NoticeEdited{"vi", "body", "thư khác", ""}, "token:dpo"); }
    CHECK(authors_of(s.incident()) == std::vector<std::string>{"an", "dpo"});
    CHECK(refused(release(s, kDpo)));
    CHECK(release(s, kDpo2));
    REQUIRE(approve(s, kBinh));
    auto answer = release(s, kDpo);
    REQUIRE(answer);
    CHECK(answer->approved_by == std::vector<std::string>{"binh"});
}

TEST_CASE("an author needs the yes of a person who is none, to this very text") {
    auto s = written();
    CHECK_FALSE(approve(s, kAn));
    REQUIRE(approve(s, kDpo));
    REQUIRE(release(s, kAn));
    CHECK(release(s, kAn)->approved_by == std::vector<std::string>{"dpo"});
    REQUIRE(s.patch({{"measures", "đã khóa và xoay khóa"}}, "token:an"));
    CHECK(refused(release(s, kAn)));  // another text than the approved one
    auto stale = approve_notice(s.incident(), "0000", hash(s), "doc", kDpo);
    REQUIRE_FALSE(stale);
    CHECK(stale.error().code == ErrorCode::conflict);
}

TEST_CASE("two responders cannot release: one of the two is a data-protection officer") {
    auto s = written();
    REQUIRE(approve(s, kBinh));
    CHECK(refused(release(s, kAn)));
    CHECK(refused(release(s, kBinh)));
}

TEST_CASE("a fact that is taken out, or that the daemon found, makes nobody an author") {
    auto s = written();
    REQUIRE(s.patch({{"measures", nullptr}}, "token:an"));
    CHECK(authors_of(s.incident()).empty());
    REQUIRE(s.patch({{"kinds", json::array{"location", "name"}}}, "rule:exfiltration"));
    CHECK(authors_of(s.incident()).empty());
    REQUIRE(s.patch({{"severity", 90}, {"owner", "an"}}, "token:an"));
    CHECK(authors_of(s.incident()).empty());  // not in the text
}

TEST_CASE("nobody may release alone by a deadline that this very person brought near") {
    auto s = written();
    REQUIRE(s.patch({{"detected_at", "2026-11-18T03:00:00+07:00"}, {"reason", "nhật ký"}}, "token:an"));
    CHECK(refused(release(s, kAn, "đêm")));
    CHECK(release(s, kBinh, "đêm"));  // of whom the moment is not
}

TEST_CASE("one person alone: only with less than 12 hours left, with a reason that the entry keeps") {
    auto s = written();
    CHECK(refused(release(s, kAn, "không có ai khác")));
    s.until(at(kStart) + hours{60} + Duration{1});
    auto answer = release(s, kAn, "không có ai khác");
    REQUIRE(answer);
    CHECK(answer->alone == "không có ai khác");
    CHECK(refused(release(s, kAn)));  // never by itself
    s.happens(*answer, "token:an");
    CHECK(s.incident().release->alone == "không có ai khác");
    CHECK(s.incident().release->by == "an");
}
