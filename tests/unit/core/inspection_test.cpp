#include "core/law/inspection.hpp"

#include "core/words/summary.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

Story story(bool working) {
    auto settings = testkit::sample_settings();
    settings.editions[0].inspection =
        working ? InspectionNotice{15, true, "Điều 30.4"} : InspectionNotice{15, false, "Điều 31.4"};
    Story s(settings);
    s.open(at("2026-11-20T17:30:00+07:00"), {{"title", "Rò rỉ"}, {"detected_at", "2026-11-20T17:30:00+07:00"}});
    s.until(at("2026-11-24T10:00:00+07:00"));
    return s;
}

InspectionOrder order(bool at_once = false) {
    return {"12/QĐ-ANM", "hồ sơ vi phạm", at("2026-11-23T09:00:00+07:00"), at_once};
}

Result<void> announce(Story& s, const InspectionOrder& what) {
    return s.command(announce_inspection(s.incident(), what, s.settings(), s.now(), "dpo"));
}

}  // namespace

TEST_CASE("the file is ready before the fifteenth day after the decision came, or the fifteenth working day") {
    for (bool working : {false, true}) {
        auto s = story(working);
        REQUIRE(announce(s, order()));
        REQUIRE(s.incident().inspections.size() == 1);
        const auto& inspection = s.incident().inspections[0];
        CHECK(inspection.inspection_id == "K-1");
        CHECK(inspection.ready_by == at(working ? "2026-12-14T00:00:00+07:00" : "2026-12-08T00:00:00+07:00"));
        CHECK(inspection.citation == (working ? "Điều 30.4" : "Điều 31.4"));
    }
}

TEST_CASE("an inspection holds the file, and the hold says by which decision") {
    auto s = story(false);
    REQUIRE(announce(s, order()));
    CHECK(s.incident().retention.hold);
    REQUIRE(s.incident().retention.holds.size() == 1);
    CHECK(s.incident().retention.holds[0].reason.find("12/QĐ-ANM") != std::string::npos);
    auto said = summary(Event(s.all<InspectionAnnounced>().front()), "vi");
    CHECK(said.find("Nhận quyết định kiểm tra 12/QĐ-ANM lúc ") == 0);
    CHECK(said.find("hồ sơ phải sẵn sàng trước ") != std::string::npos);
    CHECK(said.find("ngày 08/12/2026") != std::string::npos);
}

TEST_CASE("an inspection without notice has no clock to wait for") {
    auto s = story(false);
    REQUIRE(announce(s, order(true)));
    CHECK_FALSE(s.incident().inspections[0].ready_by);
    CHECK(summary(Event(s.all<InspectionAnnounced>().front()), "vi").find("sẵn sàng ngay") != std::string::npos);
}

TEST_CASE("a decision needs its number, is recorded once, and did not come in the future") {
    auto s = story(false);
    CHECK(announce(s, {"", "", {}, false}).error().where == "/decision_number");
    CHECK(announce(s, {"1", "", s.now() + std::chrono::hours{1}, false}).error().where == "/received_at");
    REQUIRE(announce(s, order()));
    CHECK(announce(s, order()).error().code == ErrorCode::conflict);
    CHECK(s.incident().inspections.size() == 1);
}
