// Two people change facts at once.
#include "core/incident/conflicts.hpp"

#include "core/incident/view.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

Story opened() {
    Story s(testkit::sample_settings());
    s.open(at("2026-11-20T17:30:00+07:00"), {{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}});
    return s;
}

std::vector<FactConflict> conflicts_of(const Story& s, const json::object& patch, std::int64_t seen) {
    return conflicts(s.incident(), patch_facts(s.incident(), patch, s.settings(), s.now()).value(), seen);
}

}  // namespace

TEST_CASE("changes of different facts are no conflict, those of one fact are, with both values and who and when") {
    auto s = opened();
    auto seen = s.incident().version_by_people;
    REQUIRE(s.patch({{"measures", "khóa tài khoản"}}, "token:dpo"));
    CHECK(conflicts_of(s, {{"guidance", "đổi mật khẩu"}}, seen).empty());
    auto both = conflicts_of(s, {{"guidance", "đổi mật khẩu"}, {"measures", "ngắt máy chủ"}}, seen);
    REQUIRE(both.size() == 1);
    CHECK(both[0].pointer == "/measures");
    CHECK(both[0].theirs == "khóa tài khoản");
    CHECK(both[0].yours == "ngắt máy chủ");
    CHECK(both[0].by == "token:dpo");
    CHECK(both[0].at == s.now());
    CHECK(conflicts_of(s, {{"measures", "ngắt máy chủ"}}, s.incident().version_by_people).empty());
}

TEST_CASE("two people who write the same are no conflict") {
    auto s = opened();
    auto seen = s.incident().version_by_people;
    REQUIRE(s.patch({{"measures", "khóa tài khoản"}}, "token:dpo"));
    CHECK(conflicts_of(s, {{"measures", "khóa tài khoản"}}, seen).empty());
}

TEST_CASE("the ETag follows people and facts, whoever changed these, and not the daemon's other entries") {
    auto s = opened();
    auto seen = s.incident().version_by_people;
    s.happens(Paged{"pg-1", "an", "email", "pager", because::incident_new(), "An"});
    CHECK(s.incident().version > seen);
    CHECK(s.incident().version_by_people == seen);
    s.happens(AlertsJoined{{"A-2"}, 1, 95, {"web-1"}, {}, {}, {}});
    CHECK(s.incident().version_by_people > seen);  // it raised the severity
    CHECK(conflicts_of(s, {{"severity", 10}}, seen).size() == 1);
    auto shown = incident_view(s.incident(), s.now());
    CHECK(shown.at("facts_changed").at("title").at("by") == "token:an");
    CHECK(shown.at("decided_version") == s.incident().version_by_people);
}
