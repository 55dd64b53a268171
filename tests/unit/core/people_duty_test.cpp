// When a duty towards people is met: by what was told of which kinds, to how many of how many.
#include "core/law/obligation.hpp"
#include "core/words/reasons.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

Story story(std::string_view detected) {
    Story s;
    s.open(at(detected),
           {{"title", "Rò rỉ dữ liệu"}, {"detected_at", json::string(detected)}, {"kinds", json::array{"location"}}});
    return s;
}

void import(Story& s, std::int64_t rows) { s.happens(SubjectsImported{rows, 0, "", {}, 0}); }
void release(Story& s) { s.happens(NoticeReleased{1, "hash", "an", s.incident().notice_run.subjects}); }
NoticeReleased released(int version, std::vector<std::string> kinds) {
    NoticeReleased out{version, "hash2", "an", 3};
    out.duties = {"subjects-location-biometric"};
    out.kinds = std::move(kinds);
    out.since = version;
    return out;
}
void told(Story& s, std::int64_t count) { s.happens(DeliveriesRecorded{count, "", count, 0, 0, {}}); }

std::string state(const Story& s, std::string_view id) {
    return boost::describe::enum_to_string(s.duty(id).state, "?");
}

}  // namespace

TEST_CASE("a number of people that an alert named stands after the kinds were typed without numbers") {
    Story s;
    IncidentOpened opened;
    opened.title = "Rò rỉ dữ liệu";
    opened.detected_at = at("2026-11-20T17:30:00+07:00");
    opened.source = "siem";
    opened.kinds = {{"location", 0, 1000}};
    opened.edition = "vn-356-2025";
    s.happens(opened, "rule:exfiltration");
    REQUIRE(s.patch({{"kinds", json::array{"location"}}}));
    import(s, 2);
    release(s);
    told(s, 2);
    CHECK(state(s, "subjects-location-biometric") == "running");
}

TEST_CASE("a person is owed the duties about the kinds of data that are the person's own") {
    auto s = story("2026-11-20T17:30:00+07:00");
    REQUIRE(s.patch({{"kinds", json::array{"location", "bank_finance_credit"}}}));
    SubjectsImported imported{3, 0, "", {}, 0};
    imported.groups = {{"location", 1}, {"bank_finance_credit", 1}};
    s.happens(imported);
    NoticeReleased release{1, "hash", "an", 3};
    release.duties = {"subjects-location-biometric", "subjects-finance"};
    release.kinds = {"location", "bank_finance_credit"};
    release.since = 1;
    s.happens(release);
    // The one with bank data is out of reach: nothing is owed to him under Điều 29.
    DeliveriesRecorded told{2, "", 2, 0, 1, {}};
    told.told_by = {{"1", 2}};
    told.subjects = 3;
    told.groups = {{"location", {1, 0, 0, 0, {{"1", 1}}}}, {"bank_finance_credit", {1, 1, 0, 0, {}}}};
    s.happens(told);
    CHECK(state(s, "subjects-location-biometric") == "met");
    CHECK(state(s, "subjects-finance") == "running");
    CHECK(people_left(s.incident()).unreachable == 1);
    auto how = explanation_text(s.duty("subjects-location-biometric").how, "vi");
    INFO(how);
    CHECK(how.find("2 trong 2") != std::string::npos);
}

TEST_CASE("who has kinds that the incident lacks is owed what everybody is, until the facts say so") {
    auto s = story("2026-11-20T17:30:00+07:00");
    SubjectsImported imported{1, 0, "", {}, 0};
    imported.groups = {{"name", 1}};
    s.happens(imported);
    release(s);
    CHECK(is_owed_to(s.duty("subjects-location-biometric"), s.incident(), "name"));
    REQUIRE(s.patch({{"kinds", json::array{"location", "name"}}}));
    CHECK_FALSE(is_owed_to(s.duty("subjects-location-biometric"), s.incident(), "name"));
}

TEST_CASE("2 of 2 imported are not 1,000 people: the duty is met only when two people say that the list is complete") {
    auto s = story("2026-11-20T17:30:00+07:00");
    REQUIRE(s.patch({{"kinds", json::array{json::object{{"kind", "location"}, {"records", 0}, {"subjects", 1000}}}}}));
    import(s, 2);
    release(s);
    told(s, 2);
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.happens(ListComplete{"chỉ hai khách hàng dùng thiết bị này", "an", false, 2, 1000}, "token:an");
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.happens(ListComplete{"đã đối chiếu", "dpo", true, 2, 1000}, "token:dpo");
    CHECK(state(s, "subjects-location-biometric") == "met");
    CHECK(explanation_text(s.duty("subjects-location-biometric").how, "vi").find("2/1.000") != std::string::npos);
    // The word stands for the number that was named then.
    REQUIRE(s.patch({{"kinds", json::array{json::object{{"kind", "location"}, {"records", 0}, {"subjects", 2000}}}}}));
    CHECK(state(s, "subjects-location-biometric") == "running");
}

TEST_CASE("a number of people that was once named is not lowered by one person") {
    auto s = story("2026-11-20T17:30:00+07:00");
    auto kinds = [](std::int64_t people) {
        return json::array{json::object{{"kind", "location"}, {"records", 0}, {"subjects", people}}};
    };
    REQUIRE(s.patch({{"kinds", kinds(90)}}));
    auto refused = s.patch({{"kinds", kinds(2)}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().where == "/reason");
    REQUIRE(s.patch({{"kinds", kinds(2)}, {"reason", "đếm lại"}}));
    import(s, 2);
    release(s);
    told(s, 2);
    CHECK(state(s, "subjects-location-biometric") == "running");
    CHECK(s.incident().people_named() == 90);
}

TEST_CASE("a kind found after the notice went out opens the duty again that was met") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 3);
    release(s);
    told(s, 3);
    CHECK(state(s, "subjects-location-biometric") == "met");
    REQUIRE(s.patch({{"kinds", json::array{"location", "biometric"}}}));
    CHECK(state(s, "subjects-location-biometric") == "running");
    CHECK(s.all<ObligationReopened>().back().why == because::kinds_not_told({"biometric"}));
    // A version that says so, told to everyone, meets it again.
    s.happens(released(2, {"location", "biometric"}));
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.happens(DeliveriesRecorded{3, "", 3, 0, 0, {}, {}, 0, 0, 0, 3, {{"2", 3}}});
    CHECK(state(s, "subjects-location-biometric") == "met");
}

TEST_CASE("a duty that begins later is not met by a letter that never mentioned it") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 2);
    release(s);
    told(s, 2);
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    REQUIRE(s.patch({{"kinds", json::array{"location", "bank_finance_credit"}}}));
    CHECK(state(s, "subjects-finance") == "running");
    CHECK(state(s, "subjects-location-biometric") == "met");  // bank data are not that duty's
}

TEST_CASE(
    "a corrected text does not take back what the earlier one told, and people told by hand or not to be told count") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 4);
    release(s);
    s.happens(DeliveriesRecorded{4, "", 2, 0, 2, {}, {}, 0, 0, 0, 4, {{"1", 2}}});
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.happens(DeliveriesRecorded{1, "", 2, 0, 1, {}, {}, 0, 1, 0, 4, {{"1", 3}}});
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.happens(DeliveriesRecorded{1, "", 2, 0, 0, {}, {}, 0, 1, 1, 4, {{"1", 3}}});
    CHECK(state(s, "subjects-location-biometric") == "met");
    auto how = explanation_text(s.duty("subjects-location-biometric").how, "vi");
    INFO(how);
    CHECK(how.find("1 người được báo trực tiếp") != std::string::npos);
    CHECK(how.find("không thể thông báo riêng cho 1 người") != std::string::npos);
    s.happens(released(2, {"location"}));
    CHECK(state(s, "subjects-location-biometric") == "met");
    CHECK(s.incident().notice_run.told == 0);  // by the present text
}
