#include "core/law/obligation.hpp"

#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::minutes;
using testkit::at;
using testkit::Story;

namespace {

constexpr Duration kMs{1};

json::object facts(std::string_view detected, json::array kinds = {"location"}) {
    return {{"title", "Rò rỉ dữ liệu"}, {"detected_at", json::string(detected)}, {"kinds", std::move(kinds)}};
}

Story story(std::string_view detected, json::array kinds = {"location"}) {
    Story s;
    s.open(at(detected), facts(detected, std::move(kinds)));
    return s;
}

void import(Story& s, std::int64_t rows) { s.happens(SubjectsImported{rows, 0, "", {}, 0}); }
void release(Story& s) { s.happens(NoticeReleased{1, "hash", "an", s.incident().notice_run.subjects}); }
void told(Story& s, std::int64_t count) { s.happens(DeliveriesRecorded{count, "", count, 0, 0, {}}); }

std::string state(const Story& s, std::string_view id) {
    return boost::describe::enum_to_string(s.duty(id).state, "?");
}

}  // namespace

TEST_CASE("72 hours run through nights and weekends to the same minute") {
    auto s = story("2026-11-20T17:30:00+07:00");  // a Friday
    CHECK(s.duty("subjects-location-biometric").due_at == at("2026-11-23T17:30:00+07:00"));
    CHECK(s.duty("authority-report").due_at == at("2026-11-23T17:30:00+07:00"));
}

TEST_CASE("72 hours run through Tết") {
    auto s = story("2027-02-05T22:00:00+07:00");  // the eve of Tết Đinh Mùi
    CHECK(s.duty("authority-report").due_at == at("2027-02-08T22:00:00+07:00"));
}

TEST_CASE("72 hours run over the end of the year to the second") {
    auto s = story("2026-12-31T23:59:59+07:00");
    CHECK(s.duty("authority-report").due_at == at("2027-01-03T16:59:59Z"));
    CHECK(format_rfc3339(*s.duty("authority-report").due_at) == "2027-01-03T16:59:59Z");
}

TEST_CASE("72 hours run over a leap day") {
    auto s = story("2028-02-28T12:00:00+07:00");
    CHECK(s.duty("authority-report").due_at == at("2028-03-02T12:00:00+07:00"));
}

TEST_CASE("clocks run from detection even when the incident is entered later") {
    Story s;
    s.open(at("2026-11-21T09:00:00+07:00"), facts("2026-11-20T17:30:00+07:00"));
    CHECK(s.duty("authority-report").starts_at == at("2026-11-20T17:30:00+07:00"));
    CHECK(s.duty("authority-report").due_at == at("2026-11-23T17:30:00+07:00"));
}

TEST_CASE("what is owed follows from the kinds of data, the act and our role") {
    auto location = story("2026-11-20T17:30:00+07:00");
    CHECK(location.incident().obligation("subjects-location-biometric"));
    CHECK_FALSE(location.incident().obligation("subjects-finance"));
    CHECK(location.incident().obligation("confirmation-record"));
    CHECK_FALSE(location.incident().obligation("keep-file"));
    CHECK_FALSE(location.incident().obligation("public-notice"));
    CHECK_FALSE(location.incident().obligation("controller-inform"));

    auto finance = story("2026-11-20T17:30:00+07:00", {"bank_finance_credit"});
    CHECK(finance.duty("subjects-finance").addressee == Addressee::authority_and_subjects);
    CHECK_FALSE(finance.incident().obligation("subjects-location-biometric"));

    auto basic = story("2026-11-20T17:30:00+07:00", {"name"});
    CHECK(basic.incident().obligation("authority-report"));  // no threshold: in doubt it applies
    CHECK_FALSE(basic.incident().obligation("subjects-finance"));

    Story other_act;
    auto given = facts("2026-11-20T17:30:00+07:00", {"bank_finance_credit"});
    given["act"] = "obstruction";
    other_act.open(at("2026-11-20T17:30:00+07:00"), given);
    CHECK_FALSE(other_act.incident().obligation("subjects-finance"));  // Điều 8.3 is about leak and loss
}

TEST_CASE("a processor owes its controller a prompt word, and no notice to the subjects") {
    Story s;
    auto given = facts("2026-11-20T17:30:00+07:00");
    given["role"] = "processor";
    s.open(at("2026-11-20T17:30:00+07:00"), given);
    CHECK_FALSE(s.incident().obligation("subjects-location-biometric"));
    CHECK(s.incident().obligation("authority-report"));
    CHECK_FALSE(s.duty("controller-inform").due_at);  // "kịp thời": the law names no number
    s.happens(ReportFiled{{"controller", "e-mail", "", s.now() + minutes{30}, "", "an", 0}});
    CHECK(state(s, "controller-inform") == "met");
    CHECK(state(s, "authority-report") == "running");
}

TEST_CASE("a contract's number of hours gives the processor's word a clock") {
    auto settings = testkit::sample_settings();
    settings.controller_inform_within = hours{24};
    Story s(settings);
    auto given = facts("2026-11-20T17:30:00+07:00");
    given["role"] = "processor";
    s.open(at("2026-11-20T17:30:00+07:00"), given);
    CHECK(s.duty("controller-inform").due_at == at("2026-11-21T17:30:00+07:00"));
}

TEST_CASE("biometric data found 80 hours after detection give a duty that is overdue at birth and says so at once") {
    auto s = story("2026-11-20T17:30:00+07:00", {"name"});
    s.until(at("2026-11-20T17:30:00+07:00") + hours{80});
    REQUIRE(s.patch({{"kinds", json::array{"name", "biometric"}}}));
    const auto& duty = s.duty("subjects-location-biometric");
    CHECK(duty.starts_at == at("2026-11-20T17:30:00+07:00"));
    CHECK(duty.due_at == at("2026-11-23T17:30:00+07:00"));
    CHECK(duty.state == ObligationState::overdue);
    auto all = s.all<ObligationOverdue>();
    auto overdue =
        std::find_if(all.begin(), all.end(), [](const auto& o) { return o.id == "subjects-location-biometric"; });
    REQUIRE(overdue != all.end());
    CHECK(overdue->at_birth);
    CHECK(overdue->due_at == at("2026-11-23T17:30:00+07:00"));
    CHECK(s.incident().public_notice_needed);  // nobody can be told in time any more
    CHECK(s.journal().back().at == s.now());   // in the same step as the kind
}

TEST_CASE("a kind of data that is taken away again does not end a duty by itself") {
    auto s = story("2026-11-20T17:30:00+07:00");
    REQUIRE(s.patch({{"kinds", json::array{"name"}}}));
    CHECK(state(s, "subjects-location-biometric") == "running");
}

TEST_CASE("a corrected detection moves the clocks, and the journal keeps the old value, who and why") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-21T08:00:00+07:00"));
    auto without = s.patch({{"detected_at", "2026-11-20T15:00:00+07:00"}});
    REQUIRE_FALSE(without);
    CHECK(without.error().where == "/reason");
    CHECK(s.duty("authority-report").due_at == at("2026-11-23T17:30:00+07:00"));

    REQUIRE(
        s.patch({{"detected_at", "2026-11-20T15:00:00+07:00"}, {"reason", "nhật ký cho thấy sớm hơn"}}, "token:dpo"));
    CHECK(s.duty("authority-report").due_at == at("2026-11-23T15:00:00+07:00"));
    CHECK(s.duty("subjects-location-biometric").due_at == at("2026-11-23T15:00:00+07:00"));
    auto change = s.all<FactChanged>().back();
    CHECK(change.field == "detected_at");
    CHECK(change.old_value == json::value("2026-11-20T10:30:00Z"));
    CHECK(change.new_value == json::value("2026-11-20T08:00:00Z"));
    CHECK(change.note == "nhật ký cho thấy sớm hơn");
    auto entry = std::find_if(s.journal().begin(), s.journal().end(),
                              [](const Entry& e) { return std::holds_alternative<FactChanged>(e.event); });
    CHECK(entry->actor == "token:dpo");
}

TEST_CASE("a correction into the past can make a duty overdue, and a correction back makes it run again") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-23T12:00:00+07:00"));
    REQUIRE(s.patch({{"detected_at", "2026-11-20T11:00:00+07:00"}, {"reason", "a"}}));
    CHECK(state(s, "authority-report") == "overdue");
    REQUIRE(s.patch({{"detected_at", "2026-11-20T17:30:00+07:00"}, {"reason", "b"}}));
    CHECK(state(s, "authority-report") == "running");
    s.until(at("2026-11-24T00:00:00+07:00"));
    CHECK(state(s, "authority-report") == "overdue");
    CHECK(s.all<ObligationOverdue>().back().due_at == at("2026-11-23T17:30:00+07:00"));
}

TEST_CASE("a correction turns a duty that was met in time into one met late, and back") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-23T17:00:00+07:00"));
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK(state(s, "authority-report") == "met");
    REQUIRE(s.patch({{"detected_at", "2026-11-20T16:30:00+07:00"}, {"reason", "a"}}));
    CHECK(state(s, "authority-report") == "met_late");
    CHECK(s.duty("authority-report").late_by_s == 1800);
    REQUIRE(s.patch({{"detected_at", "2026-11-20T17:30:00+07:00"}, {"reason", "b"}}));
    CHECK(state(s, "authority-report") == "met");
    CHECK_FALSE(s.duty("authority-report").late_by_s);
}

TEST_CASE("met exactly at the due moment is in time, one millisecond later is late and says by how much") {
    auto due = at("2026-11-23T17:30:00+07:00");
    for (auto [after, word] : {std::pair{Duration{0}, "met"}, std::pair{kMs, "met_late"}}) {
        auto s = story("2026-11-20T17:30:00+07:00");
        s.until(due + after);
        s.happens(ReportFiled{{"mau-08", "portal", "1", due + after, "", "dpo", 0}});
        CHECK(state(s, "authority-report") == word);
        CHECK(s.duty("authority-report").met_at == due + after);
    }
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(due + hours{2} + kMs);
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK(s.duty("authority-report").late_by_s == 7201);  // a part of a second is late by a second
}

TEST_CASE("a duty is not overdue at its due moment, and overdue one millisecond later") {
    auto s = story("2026-11-20T17:30:00+07:00");
    auto due = *s.duty("authority-report").due_at;
    s.until(due);
    CHECK(state(s, "authority-report") == "running");
    CHECK(next_obligation_tick(s.incident(), s.settings()) == due + kMs);
    s.until(due + kMs);
    CHECK(state(s, "authority-report") == "overdue");
    CHECK(s.all<ObligationOverdue>().front().due_at == due);
    CHECK_FALSE(s.all<ObligationOverdue>().front().at_birth);
    CHECK_FALSE(s.all<ObligationOverdue>().front().missed_while_down);
}

TEST_CASE("a report entered late but filed in time is in time: the moment of filing counts") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-24T09:00:00+07:00"));
    CHECK(state(s, "authority-report") == "overdue");
    s.happens(ReportFiled{{"mau-08", "by hand", "1", at("2026-11-23T16:00:00+07:00"), "", "dpo", 0}});
    CHECK(state(s, "authority-report") == "met");
}

TEST_CASE("overdue is recorded once") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-25T17:30:00+07:00"));
    auto overdue = s.all<ObligationOverdue>();
    auto of_report =
        std::count_if(overdue.begin(), overdue.end(), [](const auto& o) { return o.id == "authority-report"; });
    CHECK(of_report == 1);
}

TEST_CASE("the duty to the subjects is met when everyone imported was told, not before") {
    auto s = story("2026-11-20T17:30:00+07:00");
    told(s, 0);
    CHECK(state(s, "subjects-location-biometric") == "running");  // nobody imported is not everybody told
    import(s, 10);
    release(s);
    told(s, 9);
    CHECK(state(s, "subjects-location-biometric") == "running");
    s.until(at("2026-11-21T00:00:00+07:00"));
    told(s, 10);
    CHECK(state(s, "subjects-location-biometric") == "met");
    CHECK(s.duty("subjects-location-biometric").met_at == at("2026-11-21T00:00:00+07:00"));
}

TEST_CASE("bank and finance data are owed to both: telling the subjects alone or the authority alone is not enough") {
    auto s = story("2026-11-20T17:30:00+07:00", {"bank_finance_credit"});
    import(s, 3);
    release(s);
    told(s, 3);
    CHECK(state(s, "subjects-finance") == "running");
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK(state(s, "subjects-finance") == "met");
}

TEST_CASE("a duty that was met is owed again when more subjects are imported") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 10);
    release(s);
    told(s, 10);
    REQUIRE(state(s, "subjects-location-biometric") == "met");
    s.until(at("2026-11-22T00:00:00+07:00"));
    import(s, 5);
    CHECK(state(s, "subjects-location-biometric") == "running");
    CHECK(s.all<ObligationReopened>().size() == 1);
    CHECK_FALSE(s.duty("subjects-location-biometric").met_at);
    told(s, 15);
    CHECK(state(s, "subjects-location-biometric") == "met");
}

TEST_CASE("a duty reopened after its deadline is overdue at once") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 10);
    release(s);
    told(s, 10);
    s.until(at("2026-11-24T00:00:00+07:00"));
    CHECK(state(s, "subjects-location-biometric") == "met");
    import(s, 5);
    CHECK(state(s, "subjects-location-biometric") == "overdue");
    auto all = s.all<ObligationOverdue>();  // an entry of its own, so that people are paged
    CHECK(std::count_if(all.begin(), all.end(), [](const auto& o) {
              return o.id == "subjects-location-biometric" && o.due_at == at("2026-11-23T17:30:00+07:00");
          }) == 1);
    told(s, 15);
    CHECK(state(s, "subjects-location-biometric") == "met_late");
}

TEST_CASE("a public notice does not end the duty to tell each person") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 10);
    release(s);
    s.happens(DeliveriesRecorded{10, "", 8, 0, 2, {}});
    REQUIRE(s.incident().public_notice_needed);
    CHECK(s.duty("public-notice").due_at == s.duty("subjects-location-biometric").due_at);
    s.until(at("2026-11-21T10:00:00+07:00"));
    s.happens(PublicNoticePublished{"https://vidu.test/n", "hash", s.now()});
    CHECK(state(s, "public-notice") == "met");
    CHECK(state(s, "subjects-location-biometric") == "running");
    CHECK(state(s, "individual-after-public") == "running");
    CHECK_FALSE(s.duty("individual-after-public").due_at);  // "ngay khi điều kiện kỹ thuật cho phép"
    s.until(at("2026-11-24T00:00:00+07:00"));
    CHECK(state(s, "subjects-location-biometric") == "overdue");
    told(s, 10);
    CHECK(state(s, "subjects-location-biometric") == "met_late");
    CHECK(state(s, "individual-after-public") == "met");
}

TEST_CASE("a public notice that was needed only after the deadline is overdue at birth") {
    auto s = story("2026-11-20T17:30:00+07:00");
    import(s, 10);
    release(s);
    s.happens(DeliveriesRecorded{10, "", 9, 1, 0, {}});
    s.until(at("2026-11-20T17:30:00+07:00") + hours{66} - kMs);
    CHECK_FALSE(s.incident().public_notice_needed);
    s.until(at("2026-11-20T17:30:00+07:00") + hours{66});
    CHECK(s.incident().public_notice_needed);  // the deadline less the margin
    CHECK(state(s, "public-notice") == "running");
}

TEST_CASE("a deadline that passed while the daemon was down is recorded with the true moment") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-23T12:00:00+07:00"));
    s.down_until(at("2026-11-24T09:15:00+07:00"));
    auto overdue = s.all<ObligationOverdue>();
    REQUIRE(overdue.size() >= 2);
    CHECK(overdue[0].due_at == at("2026-11-23T17:30:00+07:00"));
    CHECK(overdue[0].missed_while_down);
    CHECK(s.now() == at("2026-11-24T09:15:00+07:00"));
}

TEST_CASE("a deadline that had passed before the daemon went down is not blamed on the pause") {
    Story s;
    s.open(at("2026-11-20T17:30:00+07:00"), facts("2026-11-20T17:30:00+07:00"));
    auto events =
        tick_obligations(s.incident(), s.settings(), at("2026-11-25T00:00:00+07:00"), at("2026-11-24T00:00:00+07:00"));
    REQUIRE_FALSE(events.empty());
    CHECK_FALSE(std::get<ObligationOverdue>(events.front()).missed_while_down);
}

TEST_CASE("reminders page at the marks of the period, each once") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.until(at("2026-11-23T17:30:00+07:00"));
    std::vector<int> marks;
    for (const auto& r : s.all<ReminderSent>())
        if (r.id == "authority-report") marks.push_back(r.mark_percent);
    CHECK(marks == std::vector<int>{33, 67, 83, 92, 98});
    auto first = std::find_if(s.journal().begin(), s.journal().end(),
                              [](const Entry& e) { return std::holds_alternative<ReminderSent>(e.event); });
    CHECK(first->at == at("2026-11-20T17:30:00+07:00") + Duration{hours{72}} * 33 / 100);
}

TEST_CASE("after a pause only the newest mark that was passed is paged") {
    auto s = story("2026-11-20T17:30:00+07:00");
    s.down_until(at("2026-11-23T08:30:00+07:00"));  // 63 of 72 hours: 87.5 %
    std::vector<int> marks;
    for (const auto& r : s.all<ReminderSent>())
        if (r.id == "authority-report") marks.push_back(r.mark_percent);
    CHECK(marks == std::vector<int>{83});
}

TEST_CASE("a duty is not applicable only when two different people say so") {
    auto s = story("2026-11-20T17:30:00+07:00", {"name"});
    auto say = [&](const std::string& person) {
        return s.command(
            mark_not_applicable(s.incident(), "authority-report", "không gây tổn hại", {person, person == "dpo"}),
            "token:" + person);
    };
    REQUIRE(say("an"));
    CHECK(state(s, "authority-report") == "running");
    auto again = say("an");
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::forbidden);
    CHECK(state(s, "authority-report") == "running");
    REQUIRE(say("dpo"));
    CHECK(state(s, "authority-report") == "not_applicable");
    CHECK(s.duty("authority-report").how.note == "không gây tổn hại");
    s.until(at("2026-11-30T00:00:00+07:00"));
    CHECK(state(s, "authority-report") == "not_applicable");
    auto third = say("binh");
    REQUIRE_FALSE(third);
    CHECK(third.error().code == ErrorCode::conflict);
}

TEST_CASE("what is not owed any more has no next moment and no due time") {
    auto s = story("2026-11-20T17:30:00+07:00", {"name"});
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK_FALSE(next_obligation_tick(s.incident(), s.settings()));
    CHECK_FALSE(next_due(s.incident()));
    CHECK_FALSE(subjects_due(s.incident()));
}

TEST_CASE("planning what is planned already gives nothing") {
    auto s = story("2026-11-20T17:30:00+07:00");
    CHECK(plan_obligations(s.incident(), s.settings(), s.now()).empty());
    CHECK(settle_obligations(s.incident(), s.now()).empty());
}

TEST_CASE("an incident whose edition is not loaded keeps its clocks and gets no new ones") {
    auto s = story("2026-11-20T17:30:00+07:00");
    Settings bare;
    CHECK(plan_obligations(s.incident(), bare, s.now()).empty());
    auto events = tick_obligations(s.incident(), bare, at("2026-11-24T00:00:00+07:00"), {});
    CHECK_FALSE(events.empty());
}
