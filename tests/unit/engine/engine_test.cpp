#include "engine/engine.hpp"

#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "testkit/store_probe.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::shared_ptr<const Settings> settings() { return std::make_shared<const Settings>(desk_settings()); }

IngestAlerts alert(const std::string& id, int severity = 80) { return message({desk_alert(id, severity)}); }

json::object whole_facts(std::string detected_at = "") {
    json::object facts{{"title", "Rò rỉ"},          {"kinds", json::array{"location"}},
                       {"detected_how", "SIEM"},    {"description", "x"},
                       {"place", "Hà Nội"},         {"consequences", "x"},
                       {"severity_and_risks", "x"}, {"measures", "x"},
                       {"guidance", "x"},           {"parties", json::array{"x"}}};
    if (!detected_at.empty()) facts["detected_at"] = detected_at;
    return facts;
}

Subject subject(const std::string& ref, const std::string& email) {
    Subject s;
    s.subject_ref = Pii(ref);
    s.name = Pii<std::string>("Người Thử");
    set_address(s.contacts, ContactKind::email, email);
    return s;
}

void import(Desk& desk, const std::string& id, std::vector<Subject> rows) {
    auto begun = desk.ask(BeginImport{}, id);
    REQUIRE(begun.has_value());
    auto import_id = std::get<ImportBegun>(*begun).import_id;
    REQUIRE(desk.ask(desk.chunk(import_id, std::move(rows)), id).has_value());
    REQUIRE(desk.ask(FinishImport{import_id, "list " + import_id}, id).has_value());
}

Outcome said(SendResult result) { return {result, Blame::none, "", Cause::none, "", {}}; }

}  // namespace

TEST_CASE("the same alert sent again is a duplicate of the first and opens nothing") {
    Desk desk(settings());
    auto first = first_of(desk.ask(alert("a1")));
    auto again = first_of(desk.ask(alert("a1")));
    CHECK(first.at("duplicate") == false);
    CHECK(again.at("duplicate") == true);
    CHECK(again.at("alert_id") == first.at("alert_id"));
    CHECK(again.at("incident_id") == first.at("incident_id"));
}

TEST_CASE("alerts of one rule and asset within the window are one incident, later ones are another") {
    Desk desk(settings());
    auto first = first_of(desk.ask(alert("a1")));
    auto joined = first_of(desk.ask(alert("a2")));
    desk.wait(hours{2});
    auto later = first_of(desk.ask(alert("a3")));
    CHECK(joined.at("incident_id") == first.at("incident_id"));
    CHECK(later.at("incident_id") != first.at("incident_id"));
    CHECK(desk.incident(std::string(first.at("incident_id").as_string())).alerts == 2);
}

TEST_CASE("an alert below the rule is kept and opens nothing") {
    Desk desk(settings());
    CHECK(first_of(desk.ask(alert("a1", 10))).at("incident_id").is_null());
    CHECK(desk.store().alerts().find("siem", "a1").has_value());
}

TEST_CASE("what cannot be read is kept in quarantine, answered as unreadable, and somebody on duty hears of it") {
    Desk desk(settings());
    IngestAlerts unreadable;
    unreadable.source = "siem";
    unreadable.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto reply = desk.ask(std::move(unreadable));
    REQUIRE(reply.has_value());
    CHECK_FALSE(std::get<Unreadable>(*reply).quarantine_id.empty());
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("an unreadable body that comes again is one entry with a count, and calls nobody again") {
    Desk desk(settings());
    IngestAlerts unreadable;
    unreadable.source = "siem";
    unreadable.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto first = desk.ask(unreadable);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    auto again = desk.ask(unreadable);
    CHECK(std::get<Unreadable>(*again).quarantine_id == std::get<Unreadable>(*first).quarantine_id);
    CHECK(desk.take_sends(Lane::page).empty());
    CHECK(desk.stats().quarantine_waiting == 1);
    unreadable.unreadable[0].body = "{\"y";
    CHECK(std::get<Unreadable>(*desk.ask(unreadable)).quarantine_id != std::get<Unreadable>(*first).quarantine_id);
}

TEST_CASE("the same Idempotency-Key gives the same answer, and another body is refused") {
    Desk desk(settings());
    Envelope open;
    open.command = OpenIncident{{{"title", "Rò rỉ"}}};
    open.person = "an";
    open.actor = "token:an";
    open.idempotency_token = "an";
    open.idempotency_key = "k1";
    open.idempotency_body_sha256 = "body";
    auto first = desk.ask(open), again = desk.ask(open);
    CHECK(id_of(first) == id_of(again));
    open.idempotency_body_sha256 = "another body";
    CHECK(desk.ask(open).error().code == ErrorCode::unprocessable);
}

TEST_CASE("a decision based on an older version than another person's change is refused and changes nothing") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    REQUIRE(desk.ask(PatchIncident{{{"measures", "đã khóa"}}}, id).has_value());
    Envelope decision;
    decision.command = Confirm{""};
    decision.incident = id;
    decision.if_match = 1;
    CHECK(desk.ask(decision).error().code == ErrorCode::stale);
    CHECK_FALSE(desk.incident(id).confirmed_at.has_value());
}

TEST_CASE("a notice that lacks what the law wants is not released, and the answer cites the article") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}}}));
    import(desk, id, {subject("1", "a@vidu.test")});
    auto refused = desk.ask(ReleaseNotice{}, id, "dpo");
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().message.find("Điều 29.2.d") != std::string::npos);
}

TEST_CASE("whoever drafted the notice may not release it") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{whole_facts()}));
    import(desk, id, {subject("1", "a@vidu.test")});
    CHECK(desk.ask(ReleaseNotice{}, id, "an").error().code == ErrorCode::forbidden);
    CHECK(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    CHECK(desk.ask(ReleaseNotice{}, id, "dpo").error().code == ErrorCode::conflict);  // the very same text again
}

TEST_CASE("detected in the last second of 2026: both clocks end 72 hours later to the millisecond") {
    Desk desk(settings());
    desk.now = testkit::at("2027-01-01T00:00:00+07:00");
    auto id = id_of(desk.ask(OpenIncident{whole_facts("2026-12-31T23:59:59+07:00")}));
    for (const char* name : {"authority-report", "subjects-location-biometric"})
        CHECK(format_rfc3339(*desk.incident(id).obligation(name)->due_at) == "2027-01-03T16:59:59Z");
}

TEST_CASE("a detection typed in ahead of time is taken as given, and people are woken to check it") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{whole_facts("2026-12-31T23:59:59+07:00")}));
    CHECK(format_rfc3339(*desk.incident(id).obligation("authority-report")->due_at) == "2027-01-03T16:59:59Z");
    auto pages = desk.take_sends(Lane::page);
    CHECK(std::any_of(pages.begin(), pages.end(),
                      [](const Send& s) { return s.message.text.reveal().find("tương lai") != std::string::npos; }));
    auto correction = desk.ask(PatchIncident{{{"detected_at", "2027-01-01T00:00:00Z"}, {"reason", "x"}}}, id);
    CHECK(correction.error().code == ErrorCode::unprocessable);
}

TEST_CASE("an incident that is refused at the opening leaves nothing behind") {
    Desk desk(settings());
    auto facts = whole_facts();
    facts["occurred_from"] = "2026-11-19T10:00:00Z";
    facts["occurred_to"] = "2026-11-18T10:00:00Z";
    CHECK(desk.ask(OpenIncident{facts}).error().code == ErrorCode::unprocessable);
    CHECK(desk.take_sends(Lane::page).empty());
    CHECK(id_of(desk.ask(OpenIncident{whole_facts()})) == "INC-2026-0001");
}

TEST_CASE("biometric data found 80 hours after detection is overdue at once, journalled and paged") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"kinds", json::array{"name"}}}}));
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id).has_value());
    desk.wait(hours{80});
    desk.take_sends(Lane::page);
    REQUIRE(desk.ask(PatchIncident{{{"kinds", json::array{"name", "biometric"}}}}, id).has_value());
    auto incident = desk.incident(id);
    const auto* duty = incident.obligation("subjects-location-biometric");
    REQUIRE(duty);
    CHECK(duty->state == ObligationState::overdue);
    CHECK(duty->starts_at == desk.incident(id).detected_at);
    auto kinds = desk.kinds_of(id);
    // the authority's before; with it the public notice's
    CHECK(std::count(kinds.begin(), kinds.end(), "obligation_overdue") == 3);
    CHECK_FALSE(desk.take_sends(Lane::page).empty());
}

TEST_CASE("an acknowledgement that is said again and again is one entry: by link, by a hook, by the API") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    for (int i = 0; i < 300; ++i) REQUIRE(desk.ask(Acknowledge{"an", "link", ""}, id).has_value());
    CHECK(desk.entries<Acknowledged>(id).size() == 1);
    for (int i = 0; i < 300; ++i)
        REQUIRE(desk.ask(HookAcknowledge{"pager", "w" + std::to_string(i), "an", "đang xem"}, id).has_value());
    CHECK(desk.entries<Acknowledged>(id).size() == 2);  // the note is new, once
    for (int i = 0; i < 300; ++i) REQUIRE(desk.ask(Acknowledge{"", "api", ""}, id).has_value());
    CHECK(desk.entries<Acknowledged>(id).size() == 2);
}

TEST_CASE("no control character of a stranger is in a page: not in its subject, text, short text or data") {
    auto with = *settings();
    with.people.at(0).name = "An\x1b[2J";
    Desk desk(with);
    auto alert = desk_alert("a1");
    alert.title = "x\x1b[31m\r\nBcc: a@b\xc2\x9b\xe2\x80\xae";  // as a reader that does not clean would give it
    desk.tell(message({alert}));
    auto sends = desk.take_sends(Lane::page);
    REQUIRE_FALSE(sends.empty());
    const auto& page = sends.at(0).message;
    for (const auto& text : {page.subject, page.text.reveal(), page.short_text.reveal(), json::serialize(page.data)}) {
        INFO(text);
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(text.find('\r') == std::string::npos);
        CHECK(text.find("\xc2\x9b") == std::string::npos);
        CHECK(text.find("\xe2\x80\xae") == std::string::npos);
        CHECK(text.find("\nBcc") == std::string::npos);
    }
}

TEST_CASE("pages escalate and repeat until somebody acknowledges, then stop") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.wait(minutes{16});
    CHECK(desk.take_sends(Lane::page).size() == 1);  // the second step
    desk.wait(hours{2});
    CHECK(desk.take_sends(Lane::page).size() >= 4);  // the chain again and again
    REQUIRE(desk.ask(HookAcknowledge{"pager", "w1", "an", ""}, id).has_value());
    CHECK(desk.incident(id).acknowledged_by == "an");
    CHECK(desk.incident(id).state == IncidentState::acknowledged);
    desk.wait(hours{10});
    CHECK(desk.take_sends(Lane::page).empty());
}

TEST_CASE("a page that was out when the process died is unknown, and is sent again under the same key") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto first = desk.take_sends(Lane::page);
    REQUIRE(first.size() == 1);
    desk.boot();
    desk.wait(minutes{1});
    auto again = desk.take_sends(Lane::page);
    REQUIRE(again.size() == 1);
    CHECK(again[0].message.key == first[0].message.key);
}

TEST_CASE("people out of reach bring the public notice, and it does not end the duty to tell them") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{whole_facts()}));
    import(desk, id, {subject("1", "a@vidu.test"), subject("2", "")});
    REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    desk.wait(minutes{1});
    auto notices = desk.take_sends(Lane::notice);
    REQUIRE(notices.size() == 1);
    desk.tell(AttemptDone{"", notices[0].delivery_id, said(SendResult::accepted)});
    REQUIRE(desk.publications.size() == 1);
    desk.tell(PublishDone{true, "http://127.0.0.1:9/notices/x", "abc", {}, "<html>", 0}, id);
    auto incident = desk.incident(id);
    CHECK(incident.notice_run.told == 1);
    CHECK(incident.notice_run.unreachable == 1);
    CHECK(incident.notice_run.state == RunState::done);
    CHECK(incident.public_notice.state == PublicNoticeState::published);
    CHECK(incident.obligation("public-notice")->state == ObligationState::met);
    CHECK(incident.obligation("subjects-location-biometric")->state == ObligationState::running);
    CHECK(incident.obligation("individual-after-public")->state == ObligationState::running);
}

TEST_CASE(
    "a notice whose outcome was never heard is sent once more under the same key, and is never called told before") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{whole_facts()}));
    import(desk, id, {subject("1", "a@vidu.test")});
    REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    auto first = desk.take_sends(Lane::notice);
    REQUIRE(first.size() == 1);
    desk.tell(AttemptDone{"", first[0].delivery_id, said(SendResult::unknown)});
    CHECK(desk.incident(id).notice_run.told == 0);
    desk.wait(minutes{10});
    auto again = desk.take_sends(Lane::notice);
    REQUIRE(again.size() == 1);
    CHECK(again[0].message.key == first[0].message.key);
    desk.tell(AttemptDone{"", again[0].delivery_id, said(SendResult::accepted)});
    CHECK(desk.incident(id).notice_run.told == 1);
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->state == ObligationState::met);
}

TEST_CASE("a channel that is down is paused and probed, and nobody on it is charged an attempt") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{whole_facts()}));
    std::vector<Subject> rows;
    for (int i = 0; i < 20; ++i) rows.push_back(subject(std::to_string(i), "kh" + std::to_string(i) + "@vidu.test"));
    import(desk, id, rows);
    REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    auto sends = desk.take_sends(Lane::notice);
    REQUIRE(sends.size() >= 3);
    Outcome down{SendResult::retry, Blame::channel, "", Cause::not_connected, "", {}};
    for (const auto& send : sends) desk.tell(AttemptDone{"", send.delivery_id, down});
    CHECK(desk.take_sends(Lane::notice).empty());
    CHECK(desk.store().deliveries().by_key(sends[0].message.key)->attempts == 0);
    desk.wait(minutes{3});
    CHECK(desk.take_sends(Lane::notice).size() == 1);  // one probe
}

TEST_CASE("the file may be closed only after the remedy, and is then kept for five years") {
    Desk desk(settings());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    CHECK(desk.ask(Close{}, id).error().code == ErrorCode::conflict);
    REQUIRE(desk.ask(Remedy{{}, "đã vá"}, id).has_value());
    REQUIRE(desk.ask(Close{"báo cáo nộp sau"}, id).has_value());
    CHECK(format_rfc3339(*desk.incident(id).retention.keep_until) == "2031-11-20T17:00:00Z");
}

TEST_CASE(
    "a full disk answers 503, keeps nothing of the request, wakes people without the store, and goes on when there is "
    "room") {
    Desk desk(settings());
    store::StoreProbe disk(desk.store());
    disk.faults().fill_disk();
    IngestAlerts big = alert("a1");
    big.alerts[0].raw = std::string(200'000, 'x');
    auto refused = desk.ask(big);
    CHECK(refused.error().code == ErrorCode::unavailable);
    CHECK(desk.impaired);
    CHECK_FALSE(desk.store().alerts().find("siem", "a1").has_value());
    CHECK_FALSE(desk.take_sends(Lane::page).empty());
    SECTION("people are not woken anew by every try within the hour") {
        desk.ask(big);
        CHECK(desk.take_sends(Lane::page).empty());
        desk.wait(std::chrono::minutes{61});
        desk.ask(big);
        CHECK_FALSE(desk.take_sends(Lane::page).empty());
    }
    disk.faults().free_disk();
    CHECK(first_of(desk.ask(big)).at("duplicate") == false);
    CHECK_FALSE(desk.impaired);
}

TEST_CASE("while the store cannot be written nothing spins, and what came back from the world is kept") {
    testkit::ScratchDirectory directory;
    Desk desk(settings(), directory.path());
    id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto pages = desk.take_sends(Lane::page);
    REQUIRE_FALSE(pages.empty());
    store::StoreProbe(desk.store()).faults().do_not_wait_for_locks();
    store::Connection other(directory.path() + "/breachd.db", store::Access::writer);
    other.begin();
    CHECK(desk.ask(alert("a1")).error().code == ErrorCode::unavailable);
    desk.tell(AttemptDone{pages[0].page_id, 0, said(SendResult::accepted)});
    CHECK(desk.impaired);
    CHECK(desk.next_wake() > desk.now);
    other.rollback();
    desk.wait(std::chrono::seconds{2});
    CHECK_FALSE(desk.impaired);
    CHECK(desk.store().pages().find(pages[0].page_id)->state == store::SendState::accepted);
}
