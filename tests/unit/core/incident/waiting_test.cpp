// What of an incident waits for people, and its light row.
#include "core/incident/waiting.hpp"

#include "base/search_text.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

Story opened() {
    Story s(testkit::sample_settings());
    s.open(at("2026-11-20T17:30:00+07:00"), {{"title", "Rò rỉ dữ liệu"}, {"kinds", json::array{"location"}}});
    return s;
}

const Waiting* of_kind(const std::vector<Waiting>& all, WaitingFor kind) {
    auto found = std::find_if(all.begin(), all.end(), [&](const Waiting& each) { return each.kind == kind; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a new incident waits to be taken over, until somebody does") {
    auto s = opened();
    auto before = waiting(s.incident());
    const auto* call = of_kind(before, WaitingFor::acknowledgement);
    REQUIRE(call);
    CHECK(call->owner.empty());
    CHECK(call->since == s.now());
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    auto after = waiting(s.incident());
    CHECK_FALSE(of_kind(after, WaitingFor::acknowledgement));
    const auto* report = of_kind(after, WaitingFor::report);
    REQUIRE(report);
    CHECK(report->about == "authority-report");
    CHECK(report->owner == "an");
    CHECK(report->due_at == s.duty("authority-report").due_at);
    CHECK_FALSE(report->overdue);
    s.until(*report->due_at + std::chrono::hours{1});
    CHECK(of_kind(waiting(s.incident()), WaitingFor::report)->overdue);
}

TEST_CASE("a decision of two people waits for the second one, and says who was first and whether a DPO is wanted") {
    auto s = opened();
    REQUIRE(s.command(dismiss(s.incident(), "báo động giả", {"an", false})));
    auto all = waiting(s.incident());
    const auto* item = of_kind(all, WaitingFor::dismissal);
    REQUIRE(item);
    CHECK(item->first == "an");
    CHECK(item->needs_dpo);
    REQUIRE(s.command(dismiss(s.incident(), "đồng ý", {"dpo", true}), "token:dpo"));
    CHECK(waiting(s.incident()).empty());  // nothing waits in what was dismissed
}

TEST_CASE("a notice that nobody let go waits for somebody else than its only author") {
    auto s = opened();
    REQUIRE(s.patch({{"measures", "đã khóa tài khoản"}}, "token:dpo"));
    auto all = waiting(s.incident());
    const auto* item = of_kind(all, WaitingFor::notice);
    REQUIRE(item);
    CHECK(item->due_at == subjects_due(s.incident()));
}

TEST_CASE("the next step of a duty follows what has happened") {
    auto s = opened();
    const auto& report = s.duty("authority-report");
    CHECK(next_step(s.incident(), report) == NextStep::take_over);
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    CHECK(next_step(s.incident(), s.duty("authority-report")) == NextStep::file_report);
    const auto& people = s.duty("subjects-location-biometric");
    CHECK(next_step(s.incident(), people) == NextStep::import_people);
    auto later = s.incident();
    later.notice_run.subjects = 3;
    CHECK(next_step(later, people) == NextStep::complete_notice);
    later.notice_run.state = RunState::paused;
    CHECK(next_step(later, people) == NextStep::resume_run);
    later.notice_run.state = RunState::done;
    CHECK(next_step(later, people) == NextStep::reach_the_rest);
}

TEST_CASE("a light row has what a list shows, and no sentence") {
    auto s = opened();
    auto row = light_row(s.incident(), waiting(s.incident()));
    CHECK(row.at("id") == "INC-2026-0001");
    CHECK(row.at("next_duty").at("next_step") == "take_over");
    CHECK(row.at("report").at("state") == "running");
    CHECK(row.at("people").at("of") == 0);
    CHECK(row.at("waits").as_array().front() == "acknowledgement");
}

TEST_CASE("search knows no case and no Vietnamese marks") {
    CHECK(folded_for_search("  Rò   RỈ dữ liệu Đà Nẵng ") == "ro ri du lieu da nang");
    CHECK(search_text(opened().incident()) == "inc-2026-0001 ro ri du lieu");
    CHECK(folded_for_search("\xff") == "\xEF\xBF\xBD");
}
