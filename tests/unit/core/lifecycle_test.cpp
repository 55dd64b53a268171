#include "core/incident/lifecycle.hpp"

#include "core/journal/because.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Story opened() {
    Story s;
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}});
    return s;
}

bool is(const Story& s, IncidentState state) { return s.incident().state == state; }

ErrorCode refusal(const Result<void>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

}  // namespace

TEST_CASE("an incident goes from open to closed in its order") {
    auto s = opened();
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    CHECK(is(s, IncidentState::acknowledged));
    CHECK(s.incident().acknowledged_by == "an");
    CHECK(s.incident().owner == "an");
    REQUIRE(s.command(confirm(s.incident(), "")));
    CHECK(is(s, IncidentState::confirmed));
    s.until(at("2026-11-22T09:00:00+07:00"));
    REQUIRE(s.command(remedy(s.incident(), {}, "đã vá", s.settings(), s.now())));
    CHECK(is(s, IncidentState::remedied));
    CHECK(s.incident().remedied_at == at("2026-11-22T09:00:00+07:00"));
    CHECK(s.incident().retention.keep_until == at("2031-11-23T00:00:00+07:00"));
    REQUIRE(s.command(close(s.incident(), "đủ")));
    CHECK(is(s, IncidentState::closed));
    CHECK(s.incident().closing == "đủ");
}

TEST_CASE("confirmation does not wait for an acknowledgement, nor the remedy for a confirmation") {
    auto s = opened();
    REQUIRE(s.command(confirm(s.incident(), "")));
    auto t = opened();
    REQUIRE(t.command(remedy(t.incident(), {}, "", t.settings(), t.now())));
    CHECK(is(t, IncidentState::remedied));
}

TEST_CASE("no clock waits for a state") {
    auto s = opened();
    auto due = s.duty("authority-report").due_at;
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    REQUIRE(s.command(confirm(s.incident(), "")));
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "")));
    CHECK(s.duty("authority-report").due_at == due);
    s.until(at("2026-11-24T00:00:00+07:00"));
    CHECK(s.duty("authority-report").state == ObligationState::overdue);  // closing a file ends no duty
}

TEST_CASE("what is not allowed now is a conflict with the reason, and changes nothing") {
    auto s = opened();
    CHECK(refusal(s.command(close(s.incident(), ""))) == ErrorCode::conflict);
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    auto entries = s.journal().size();
    CHECK(refusal(s.command(confirm(s.incident(), ""))) == ErrorCode::conflict);
    CHECK(refusal(s.command(remedy(s.incident(), {}, "", s.settings(), s.now()))) == ErrorCode::conflict);
    CHECK(refusal(s.command(dismiss(s.incident(), "nhầm", "an"))) == ErrorCode::conflict);
    CHECK(s.journal().size() == entries);
    CHECK(confirm(s.incident(), "").error().message.find("remedied") != std::string::npos);
}

TEST_CASE("a dismissal needs a reason, ends every duty still owed with it, and stops the calls") {
    auto s = opened();
    CHECK(refusal(s.command(dismiss(s.incident(), "", "an"))) == ErrorCode::unprocessable);
    REQUIRE(s.command(dismiss(s.incident(), "dữ liệu thử nghiệm", "an")));
    CHECK(is(s, IncidentState::dismissed));
    for (const auto& o : s.incident().obligations) CHECK(o.state == ObligationState::not_applicable);
    CHECK_FALSE(s.incident().escalation.active);
    auto entries = s.journal().size();
    s.until(at("2026-12-20T00:00:00+07:00"));
    CHECK(s.journal().size() == entries);
    CHECK(refusal(s.command(acknowledge(s.incident(), "an", "api", ""))) == ErrorCode::conflict);
}

TEST_CASE("a dismissed incident pauses a run of notices that is under way") {
    auto s = opened();
    s.happens(SubjectsImported{5, 0, "", {}, 0});
    s.happens(NoticeReleased{1, "h", "an", 5});
    REQUIRE(s.command(dismiss(s.incident(), "nhầm", "an")));
    CHECK(s.incident().notice_run.state == RunState::paused);
}

TEST_CASE("the remedy lies between the detection and now") {
    auto s = opened();
    s.until(at("2026-11-21T00:00:00+07:00"));
    CHECK(refusal(s.command(remedy(s.incident(), at("2026-11-22T00:00:00+07:00"), "", s.settings(), s.now()))) ==
          ErrorCode::unprocessable);
    CHECK(refusal(s.command(remedy(s.incident(), at("2026-11-19T00:00:00+07:00"), "", s.settings(), s.now()))) ==
          ErrorCode::unprocessable);
    REQUIRE(s.command(remedy(s.incident(), at("2026-11-20T20:00:00+07:00"), "", s.settings(), s.now())));
    CHECK(s.incident().remedied_at == at("2026-11-20T20:00:00+07:00"));
}

TEST_CASE("a configuration may keep the file longer than the law says, never shorter") {
    auto settings = testkit::sample_settings();
    auto remedied = [&](int years) {
        settings.keep_years = years;
        Story s(settings);
        s.open(at(kStart), {{"title", "x"}});
        REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
        return *s.incident().retention.keep_until;
    };
    CHECK(remedied(10) == at("2036-11-21T00:00:00+07:00"));
    CHECK(remedied(1) == at("2031-11-21T00:00:00+07:00"));
}

TEST_CASE("the duty to keep the file starts with the remedy") {
    auto s = opened();
    CHECK_FALSE(s.incident().obligation("keep-file"));
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    CHECK(s.duty("keep-file").starts_at == s.now());
}

TEST_CASE("a hold needs a reason and can be set in every state but purged") {
    auto s = opened();
    CHECK(refusal(s.command(hold(s.incident(), true, "", "", "dpo"))) == ErrorCode::unprocessable);
    REQUIRE(s.command(dismiss(s.incident(), "nhầm", "an")));
    REQUIRE(s.command(hold(s.incident(), true, "", "thanh tra", "dpo")));
    CHECK(s.incident().retention.hold);
    REQUIRE(s.command(hold(s.incident(), false, "", "xong", "dpo")));
    CHECK_FALSE(s.incident().retention.hold);
}

TEST_CASE("several holds may be on: the file is held until the last of them ends, and each end names its hold") {
    auto s = opened();
    REQUIRE(s.command(hold(s.incident(), true, "", "thanh tra", "dpo")));
    REQUIRE(s.command(hold(s.incident(), true, "", "tranh chấp tại tòa", "an")));
    REQUIRE(s.incident().retention.holds.size() == 2);
    CHECK(s.incident().retention.holds[0].hold_id == "H-1");
    CHECK(s.incident().retention.holds[1].by == "an");
    CHECK(refusal(s.command(hold(s.incident(), false, "", "xong", "dpo"))) == ErrorCode::conflict);
    CHECK(refusal(s.command(hold(s.incident(), false, "H-3", "xong", "dpo"))) == ErrorCode::conflict);
    REQUIRE(s.command(hold(s.incident(), false, "H-1", "thanh tra xong", "dpo")));
    CHECK(s.incident().retention.hold);
    REQUIRE(s.command(hold(s.incident(), false, "", "đã hòa giải", "an")));
    CHECK_FALSE(s.incident().retention.hold);
    REQUIRE(s.command(hold(s.incident(), true, "", "kiểm toán", "dpo")));
    CHECK(s.incident().retention.holds.front().hold_id == "H-3");  // a number is never given twice
}

TEST_CASE("to end a hold when none is on is refused") {
    auto s = opened();
    CHECK(refusal(s.command(hold(s.incident(), false, "", "xong", "dpo"))) == ErrorCode::conflict);
}

TEST_CASE("the first acknowledgement is the one that is kept") {
    auto s = opened();
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    auto when = s.incident().acknowledged_at;
    s.until(at("2026-11-21T00:00:00+07:00"));
    REQUIRE(s.command(acknowledge(s.incident(), "binh", "link", "")));
    CHECK(s.incident().acknowledged_at == when);
    CHECK(s.incident().acknowledged_by == "an");
}

TEST_CASE("a task is done once, and an unknown one is not found") {
    auto settings = testkit::sample_settings();
    settings.playbooks = {{"general", {"Chung", ""}, {}, {{"isolate", {"Cô lập", ""}, std::chrono::hours{1}, {}, {}}}}};
    Story s(settings);
    s.open(at(kStart), {{"title", "x"}});
    CHECK(refusal(s.command(complete_task(s.incident(), "no", ""))) == ErrorCode::not_found);
    REQUIRE(s.command(complete_task(s.incident(), "general/isolate", "")));
    CHECK(refusal(s.command(complete_task(s.incident(), "general/isolate", ""))) == ErrorCode::conflict);
}

TEST_CASE("an acknowledgement said again changes nothing while nobody is being called") {
    auto s = opened();
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    CHECK(acknowledge(s.incident(), "an", "link", "")->empty());
    CHECK(acknowledge(s.incident(), "an", "api", "tôi xử lý tiếp")->size() == 1);  // words are kept
    CHECK(acknowledge(s.incident(), "binh", "link", "")->size() == 1);             // another person answers, too
    s.happens(EscalationStarted{1, because::incident_new()});
    CHECK(acknowledge(s.incident(), "an", "link", "")->size() == 1);
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "")));
    CHECK(acknowledge(s.incident(), "an", "link", "")->empty());
}

TEST_CASE("a closed incident is refused another closing as closed, not as one that lacks its remedy") {
    auto s = opened();
    CHECK(close(s.incident(), "").error().message.find("remedied first") != std::string::npos);
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "")));
    CHECK(close(s.incident(), "").error().message == "the incident is closed already");
}

TEST_CASE("a new hold with an id is refused: the id would not be its own") {
    auto s = opened();
    auto refused = hold(s.incident(), true, "H-7", "thanh tra", "dpo");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unprocessable);
    CHECK(refused.error().where == "/hold_id");
}
