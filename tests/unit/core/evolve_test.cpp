#include "core/journal/evolve.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_events.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Story eventful() {
    auto settings = testkit::sample_settings();
    settings.playbooks = {{"general", {"Chung", ""}, {}, {{"isolate", {"Cô lập", ""}, hours{1}, {}, {}}}}};
    Story s(settings);
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"location", "bank_finance_credit"}}});
    s.until(at(kStart) + hours{2});
    REQUIRE(s.command(acknowledge(s.incident(), "an", "link", "")));
    REQUIRE(s.patch({{"measures", "đã khóa"}, {"detected_at", "2026-11-20T16:00:00+07:00"}, {"reason", "nhật ký"}}));
    s.happens(SubjectsImported{100, 0, "", {{"email", 90}}, 10});
    s.happens(NoticeReleased{1, "h", "an", 100});
    s.until(at(kStart) + hours{80});
    s.happens(DeliveriesRecorded{100, "", 100, 0, 0, {}});
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    REQUIRE(s.command(remedy(s.incident(), {}, "đã vá", s.settings(), s.now())));
    return s;
}

std::string text(const Incident& incident) { return canonical_json(to_json(incident)); }

}  // namespace

TEST_CASE("the incident is the fold of its entries: a replay gives the same one, also through JSON") {
    auto s = eventful();
    CHECK(text(fold(s.journal())) == text(s.incident()));
    std::vector<Entry> read_back;
    for (const auto& entry : s.journal()) {
        auto event = event_from(event_kind(entry.event), *parse_json(canonical_json(event_data(entry.event))));
        REQUIRE(event);
        read_back.push_back({entry.seq, entry.at, entry.incident_id, entry.actor, *event});
    }
    auto again = fold(read_back);
    CHECK(text(again) == text(s.incident()));
    CHECK(again.reminded == s.incident().reminded);
    CHECK(again.escalation == s.incident().escalation);
    CHECK(again.notice_drafter == s.incident().notice_drafter);
}

TEST_CASE("the same commands at the same moments give the same entries, byte for byte") {
    auto a = eventful(), b = eventful();
    REQUIRE(a.journal().size() == b.journal().size());
    for (std::size_t i = 0; i < a.journal().size(); ++i)
        CHECK(leaf_bytes(a.journal()[i]) == leaf_bytes(b.journal()[i]));
}

TEST_CASE("after a replay nothing is due that was done before") {
    auto s = eventful();
    auto again = fold(s.journal());
    CHECK(plan_obligations(again, s.settings(), s.now()).empty());
    CHECK(settle_obligations(again, s.now()).empty());
    CHECK(tick_obligations(again, s.settings(), s.now(), {}).empty());
    CHECK(tick_escalation(again, s.settings(), s.now()).empty());
    CHECK(tick_tasks(again, s.now()).empty());
}

TEST_CASE("the version counts the entries folded") {
    auto s = eventful();
    CHECK(s.incident().version == static_cast<std::int64_t>(s.journal().size()));
}

TEST_CASE("any entry can be folded into any incident without a crash") {
    for (const auto& first : testkit::sample_events())
        for (const auto& second : testkit::sample_events()) {
            Incident incident;
            evolve(incident, {1, at(kStart), "INC-2026-0001", "system", first});
            evolve(incident, {2, at(kStart), "INC-2026-0001", "system", second});
            CHECK(incident.version == 2);
        }
}

TEST_CASE("joined alerts raise the severity, never lower it, and add each system once") {
    Story s;
    s.open(at(kStart), {{"title", "x"}, {"severity", 60}});
    s.happens(AlertsJoined{{"A-1"}, 5, 90, {"db-1", "db-2"}});
    s.happens(AlertsJoined{{"A-2"}, 2, 10, {"db-2", "db-3"}});
    CHECK(s.incident().severity == 90);
    CHECK(s.incident().alerts == 7);
    CHECK(s.incident().systems == std::vector<std::string>{"db-1", "db-2", "db-3"});
}

TEST_CASE("a run that was done runs again when more subjects are imported") {
    Story s;
    s.open(at(kStart), {{"title", "x"}, {"kinds", json::array{"location"}}});
    s.happens(SubjectsImported{10, 0, "", {}, 1});
    s.happens(NoticeReleased{1, "h", "an", 10});
    s.happens(NoticeRunDone{9, 1});
    CHECK(s.incident().notice_run.state == RunState::done);
    s.happens(SubjectsImported{5, 0, "", {}, 0});
    CHECK(s.incident().notice_run.state == RunState::running);
    CHECK(s.incident().notice_run.subjects == 15);
    CHECK(s.incident().notice_run.told == 9);
}

TEST_CASE(
    "a public notice keeps its first moment when it is published again, and a later failure does not unpublish it") {
    Story s;
    s.open(at(kStart), {{"title", "x"}, {"kinds", json::array{"location"}}});
    s.happens(PublicNoticeProposed{PublicNoticeRule::by_hand, {}, "quyết định"});
    s.happens(PublicNoticePublishing{{}, "quyết định", "dpo"});
    CHECK(s.incident().publishing);
    s.happens(PublicNoticeFailed{because::page_not_served("https://vidu.test/a", "http 403")});
    CHECK(s.incident().public_notice.state == PublicNoticeState::failed);
    s.happens(PublicNoticePublished{"https://vidu.test/a", "h1", at("2026-11-21T10:00:00+07:00")});
    s.happens(PublicNoticePublished{"https://vidu.test/a", "h2", at("2026-11-22T10:00:00+07:00")});
    s.happens(PublicNoticeFailed{});
    CHECK(s.incident().public_notice.state == PublicNoticeState::published);
    CHECK(s.incident().public_notice.published_at == at("2026-11-21T10:00:00+07:00"));
    CHECK(s.incident().public_notice.proof_sha256 == "h2");
    CHECK_FALSE(s.incident().publishing);
}

TEST_CASE("a moved clock forgets the reminders of the old one") {
    Story s;
    s.open(at(kStart), {{"title", "x"}});
    s.until(at(kStart) + hours{60});
    REQUIRE_FALSE(s.incident().reminded.at("authority-report").empty());
    REQUIRE(s.patch({{"detected_at", "2026-11-20T16:00:00+07:00"}, {"reason", "x"}}));
    auto marks = s.incident().reminded.at("authority-report");
    CHECK(marks.size() == 1);  // the newest passed mark of the new clock
}
