#include "core/incident/lifecycle.hpp"

#include "core/incident/decisions.hpp"
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

const Decider kAn{"an", false}, kDpo{"dpo", true};

void dismiss_by_two(Story& s, const std::string& reason) {
    REQUIRE(s.command(dismiss(s.incident(), reason, kAn)));
    REQUIRE(s.command(dismiss(s.incident(), reason, kDpo), "token:dpo"));
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
    REQUIRE(s.command(close(s.incident(), "báo cáo nộp sau")));
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
    CHECK(refusal(s.command(dismiss(s.incident(), "nhầm", kAn))) == ErrorCode::conflict);
    CHECK(s.journal().size() == entries);
    CHECK(confirm(s.incident(), "").error().message.find("remedied") != std::string::npos);
}

TEST_CASE("a confirmed dismissal ends every duty still owed, and time brings nothing more") {
    auto s = opened();
    dismiss_by_two(s, "dữ liệu thử nghiệm");
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
    dismiss_by_two(s, "nhầm");
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
    dismiss_by_two(s, "nhầm");
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
    REQUIRE(s.command(acknowledge(s.incident(), "an", "hook:pager", "tôi xử lý tiếp")));
    CHECK(acknowledge(s.incident(), "an", "hook:pager", "tôi xử lý tiếp")->empty());  // a provider that says it again
    s.happens(EscalationStarted{1, because::incident_new()});
    CHECK(acknowledge(s.incident(), "an", "link", "")->size() == 1);
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "xong phần việc")));
    CHECK(acknowledge(s.incident(), "an", "link", "")->empty());
}

TEST_CASE("a closed incident is refused another closing as closed, not as one that lacks its remedy") {
    auto s = opened();
    CHECK(close(s.incident(), "").error().message.find("remedied first") != std::string::npos);
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "xong phần việc")));
    CHECK(close(s.incident(), "").error().message == "the incident is closed already");
}

TEST_CASE("a new hold with an id is refused: the id would not be its own") {
    auto s = opened();
    auto refused = hold(s.incident(), true, "H-7", "thanh tra", "dpo");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unprocessable);
    CHECK(refused.error().where == "/hold_id");
}

TEST_CASE("a closing says what is owed, and wants a note while anything is") {
    auto s = opened();
    s.happens(SubjectsImported{12, 0, "", {}, 0});
    REQUIRE(s.command(remedy(s.incident(), {}, "đã vá", s.settings(), s.now())));
    auto refused = close(s.incident(), "");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().message.find("authority-report") != std::string::npos);
    CHECK(refused.error().message.find("people who are not told: 12") != std::string::npos);
    CHECK(refused.error().message.find("keep-file") == std::string::npos);  // it is kept after the closing
    REQUIRE(s.command(close(s.incident(), "chuyển sang hồ sơ giấy")));
    auto closed = s.all<Closed>().at(0);
    CHECK(closed.untold == 12);
    CHECK(closed.owed.front() == "authority-report");
}

TEST_CASE("a corrected remedy keeps the old value with the reason, and counts the years anew") {
    auto s = opened();
    s.until(at("2026-11-25T09:00:00+07:00"));
    REQUIRE(s.command(remedy(s.incident(), at("2026-11-22T09:00:00+07:00"), "đã vá", s.settings(), s.now())));
    CHECK(s.incident().retention.keep_until == at("2031-11-23T00:00:00+07:00"));
    CHECK(refusal(s.command(remedy(s.incident(), s.now(), "đã vá", s.settings(), s.now()))) == ErrorCode::conflict);
    REQUIRE(
        s.command(remedy(s.incident(), at("2026-11-24T09:00:00+07:00"), "", s.settings(), s.now(), "ghi nhầm ngày")));
    CHECK(s.incident().remedied_at == at("2026-11-24T09:00:00+07:00"));
    CHECK(s.incident().remedy == "đã vá");
    CHECK(s.incident().retention.keep_until == at("2031-11-25T00:00:00+07:00"));
    CHECK(s.duty("keep-file").starts_at == at("2026-11-24T09:00:00+07:00"));
    auto corrected = s.all<Remedied>().at(1);
    CHECK(corrected.old_remedied_at == at("2026-11-22T09:00:00+07:00"));
    CHECK(corrected.reason == "ghi nhầm ngày");
    REQUIRE(s.command(close(s.incident(), "xong phần việc")));
    REQUIRE(s.command(remedy(s.incident(), at("2026-11-23T09:00:00+07:00"), "", s.settings(), s.now(), "đối chiếu")));
    CHECK(is(s, IncidentState::closed));
}

TEST_CASE("a reopened incident has no keep-until, and its clocks are those of before") {
    auto s = opened();
    auto due = s.duty("authority-report").due_at;
    REQUIRE(s.command(confirm(s.incident(), "")));
    REQUIRE(s.command(remedy(s.incident(), {}, "đã vá", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "xong phần việc")));
    CHECK(refusal(s.command(reopen(s.incident(), ""))) == ErrorCode::unprocessable);
    REQUIRE(s.command(reopen(s.incident(), "tái diễn")));
    CHECK(is(s, IncidentState::confirmed));
    CHECK_FALSE(s.incident().retention.keep_until);
    CHECK_FALSE(s.incident().remedied_at);
    CHECK_FALSE(s.incident().closed_at);
    CHECK(s.duty("authority-report").due_at == due);
    CHECK(refusal(s.command(reopen(s.incident(), "lần nữa"))) == ErrorCode::conflict);
}

TEST_CASE("a dismissed incident that is reopened owes again what its dismissal ended, from the same moment") {
    auto s = opened();
    dismiss_by_two(s, "nhầm");
    s.until(at("2026-11-25T00:00:00+07:00"));
    REQUIRE(s.command(reopen(s.incident(), "không nhầm")));
    CHECK(s.duty("authority-report").state == ObligationState::overdue);
    CHECK(s.duty("authority-report").starts_at == at(kStart));
    CHECK(s.incident().dismissal == Decision::none);
}
