// One alert, one truth: repeats, updates, groups, storms, reopening, unproven senders.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::shared_ptr<const Settings> shared(Settings settings) { return std::make_shared<const Settings>(std::move(settings)); }

std::string text(const json::object& in, const char* member) {
    return in.at(member).is_null() ? "" : std::string(in.at(member).as_string());
}

std::string incident_of(const Result<Reply>& reply) { return text(first_of(reply), "incident_id"); }

template <class Kind>
std::vector<Kind> entries(Desk& desk, const std::string& incident) {
    std::vector<Kind> out;
    for (const auto& entry : desk.store().entries_of(incident))
        if (const auto* kind = std::get_if<Kind>(&entry.event)) out.push_back(*kind);
    return out;
}

bool owes_location(const Incident& incident) { return incident.obligation("subjects-location-biometric") != nullptr; }

}  // namespace

TEST_CASE("a resolved state is an update of the alert, shows in the timeline, and closes nothing") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto over = desk_alert("a1");
    over.status = AlertStatus::resolved;
    auto again = first_of(desk.ask(message({over})));
    CHECK(again.at("duplicate") == true);
    CHECK(again.at("updated") == true);
    CHECK(desk.incident(id).state == IncidentState::open);
    auto updates = entries<AlertsUpdated>(desk, id);
    REQUIRE(updates.size() == 1);
    CHECK(updates[0].resolved == 1);
    CHECK(desk.store().stored_alert(text(again, "alert_id"))->alert.status == AlertStatus::resolved);
    CHECK(first_of(desk.ask(message({over}))).if_contains("updated") == nullptr);
    CHECK(desk.incident(id).alerts == 1);
}

TEST_CASE("a repeat that differs in its times only says nothing new") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto later = desk_alert("a1");
    later.detected_at = desk.now;
    CHECK(first_of(desk.ask(message({later}))).if_contains("updated") == nullptr);
    CHECK(entries<AlertsUpdated>(desk, id).empty());
    CHECK(desk.stats().duplicates == 1);
}

TEST_CASE("a kind found late by an update starts its duty from the original detection") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(shared(settings));
    auto detected = desk.now;
    auto id = incident_of(desk.ask(message({desk_alert("a1", 80, {"bucket-7"})})));
    CHECK_FALSE(owes_location(desk.incident(id)));
    desk.wait(hours{80});
    auto found = desk_alert("a1", 80, {"bucket-7"});
    found.data_kinds = {"location"};
    desk.ask(message({found}));
    REQUIRE(owes_location(desk.incident(id)));
    const auto* duty = desk.incident(id).obligation("subjects-location-biometric");
    CHECK(duty->starts_at == detected);
    CHECK(duty->state == ObligationState::overdue);
}

TEST_CASE("an alert that was kept opens an incident when an update makes it graver, detected when it first came") {
    Desk desk(shared(desk_settings()));
    auto first_seen = desk.now;
    auto kept = first_of(desk.ask(message({desk_alert("a1", 20)})));
    CHECK(kept.at("incident_id").is_null());
    desk.wait(hours{3});
    auto graver = first_of(desk.ask(message({desk_alert("a1", 90)})));
    auto id = text(graver, "incident_id");
    REQUIRE_FALSE(id.empty());
    CHECK(graver.at("alert_id") == kept.at("alert_id"));
    CHECK(desk.incident(id).detected_at == first_seen);
    auto stored = desk.store().stored_alert(text(kept, "alert_id"));
    REQUIRE(stored);
    CHECK(stored->incident == id);
    CHECK(stored->alert.severity == 90);
}

TEST_CASE("a signed message that is sent again has no second effect, not even a count, across a restart") {
    Desk desk(shared(desk_settings()));
    auto signed_once = message({desk_alert("a1"), desk_alert("a2")});
    signed_once.proof = SenderProof::signature;
    signed_once.replay_key = "9f3c";
    auto first = desk.ask(signed_once);
    desk.boot();
    auto again = desk.ask(signed_once);
    REQUIRE(again.has_value());
    CHECK(again->status == 202);
    auto accepted = parse_json(again->body)->at("accepted").as_array();
    REQUIRE(accepted.size() == 2);
    CHECK(accepted[0].at("duplicate") == true);
    CHECK(accepted[0].at("alert_id") == first_of(first).at("alert_id"));
    CHECK(desk.stats().replays_refused == 1);
    CHECK(desk.stats().duplicates == 0);
    CHECK(desk.incidents() == 1);
}

TEST_CASE("an alert over an unproven transport opens nothing alone, tells the duty roster, and joins what is open") {
    Desk desk(shared(desk_settings()));
    auto plain = message({desk_alert("u1")});
    plain.proof = SenderProof::none;
    CHECK(incident_of(desk.ask(plain)).empty());
    CHECK(desk.take_sends(Lane::page).size() == 1);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    plain.alerts[0].alert.external_id = "u2";
    CHECK(incident_of(desk.ask(plain)) == id);
    auto settings = desk_settings();
    settings.sources = {{"siem", {}, true}};
    desk.use(settings);
    desk.wait(hours{2});
    plain.alerts[0].alert.external_id = "u3";
    auto opened = incident_of(desk.ask(plain));
    CHECK_FALSE(opened.empty());
    CHECK(opened != id);
}

TEST_CASE("an alert after the remedy joins, and people hear once that it is not over") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.ask(Confirm{""}, id);
    desk.wait(minutes{10});
    REQUIRE(desk.ask(Remedy{desk.now, "đã chặn"}, id).has_value());
    desk.take_sends(Lane::page);
    CHECK(incident_of(desk.ask(message({desk_alert("a2")}))) == id);
    auto pages = desk.take_sends(Lane::page);
    CHECK(pages.size() == 1);
    CHECK(incident_of(desk.ask(message({desk_alert("a3")}))) == id);
    CHECK(desk.take_sends(Lane::page).empty());
    auto settings = desk_settings();
    settings.after_remedy = AfterRemedy::open;
    desk.use(settings);
    CHECK(incident_of(desk.ask(message({desk_alert("a4")}))) != id);
}

TEST_CASE("after a dismissal the same noise is only kept, until it is graver, shows new data, or the window is over") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE(desk.ask(Dismiss{"kiểm thử"}, id).has_value());
    CHECK(incident_of(desk.ask(message({desk_alert("a2")}))).empty());
    auto graver = incident_of(desk.ask(message({desk_alert("a3", 95)})));
    CHECK_FALSE(graver.empty());
    REQUIRE(desk.ask(Dismiss{"kiểm thử"}, graver).has_value());
    auto with_data = desk_alert("a4");
    with_data.data_kinds = {"biometric"};
    auto news = incident_of(desk.ask(message({with_data})));
    CHECK_FALSE(news.empty());
    REQUIRE(desk.ask(Dismiss{"kiểm thử"}, news).has_value());
    desk.wait(hours{1});
    CHECK_FALSE(incident_of(desk.ask(message({desk_alert("a5")}))).empty());
}

TEST_CASE("a storm is one incident with a count, and wakes people once") {
    auto settings = desk_settings();
    settings.storm = {3, minutes{10}};
    Desk desk(shared(settings));
    std::vector<std::string> opened;
    for (int i = 0; i < 3; ++i) opened.push_back(incident_of(desk.ask(message({desk_alert("a" + std::to_string(i), 80, {"web-" + std::to_string(i)})}))));
    desk.take_sends(Lane::page);
    std::vector<Alert> flood;
    for (int i = 0; i < 500; ++i) flood.push_back(desk_alert("f" + std::to_string(i), 80, {"node-" + std::to_string(i)}));
    auto storm = incident_of(desk.ask(message(flood)));
    CHECK(desk.incidents() == 4);
    CHECK(desk.incident(storm).alerts == 500);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    auto joins = entries<AlertsJoined>(desk, storm);
    REQUIRE(joins.size() == 1);
    CHECK(joins[0].count == 499);
    CHECK(joins[0].alert_ids.size() == 20);
    SECTION("groups that are open already still take their own alerts") {
        CHECK(incident_of(desk.ask(message({desk_alert("a9", 80, {"web-1"})}))) == opened[1]);
    }
    SECTION("when it is over, incidents open one by one again, also after a restart in the middle") {
        desk.boot();
        CHECK(incident_of(desk.ask(message({desk_alert("g", 80, {"late"})}))) == storm);
        desk.wait(minutes{30});
        auto next = incident_of(desk.ask(message({desk_alert("h", 80, {"late-2"})})));
        CHECK(next != storm);
        CHECK(desk.incident(next).group_key == "exfiltration|host:late-2");
    }
}

TEST_CASE("an asset declared later brings its kinds to the open incidents that name it, from the original detection") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(shared(settings));
    auto detected = desk.now;
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    CHECK_FALSE(owes_location(desk.incident(id)));
    desk.wait(hours{5});
    desk.use(desk_settings());
    REQUIRE(owes_location(desk.incident(id)));
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->starts_at == detected);
}

TEST_CASE("a message replayed from quarantine counts from the moment it came in, and only once") {
    Desk desk(shared(desk_settings()));
    IngestAlerts broken = message({});
    broken.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto refused = desk.ask(broken);
    auto quarantine_id = std::string(parse_json(refused->body)->at("quarantine_id").as_string());
    auto came_in = desk.now;
    CHECK(desk.stats().quarantine_waiting == 1);
    desk.wait(hours{6});

    auto still = broken;
    still.quarantine_id = quarantine_id;
    auto unreadable = desk.ask(still);
    REQUIRE_FALSE(unreadable.has_value());
    CHECK(unreadable.error().code == ErrorCode::unprocessable);
    CHECK(desk.stats().quarantine_waiting == 1);

    auto mended = message({desk_alert("a1")});
    mended.quarantine_id = quarantine_id;
    auto id = incident_of(desk.ask(mended));
    CHECK(desk.incident(id).detected_at == came_in);
    CHECK(desk.stats().quarantine_waiting == 0);
    auto twice = desk.ask(mended);
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().code == ErrorCode::conflict);
}

TEST_CASE("a sender that falls silent is told to the duty roster once, and so is its return") {
    auto settings = desk_settings();
    settings.sources = {{"siem", hours{1}, false}, {"quiet", {}, false}};
    Desk desk(shared(settings));
    desk.ask(message({desk_alert("a1", 10)}));
    desk.wait(minutes{59});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(minutes{2});
    auto pages = desk.take_sends(Lane::page);
    REQUIRE(pages.size() == 1);
    CHECK(pages[0].message.subject.find("siem") != std::string::npos);
    desk.wait(hours{30});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.ask(message({}));  // an empty batch is a sign of life
    CHECK(desk.take_sends(Lane::page).size() == 1);
    std::size_t silent = 0, back = 0;
    desk.store().each_entry([&](const Entry& entry) {
        silent += std::holds_alternative<SourceSilent>(entry.event);
        back += std::holds_alternative<SourceHeard>(entry.event);
    });
    CHECK(silent == 1);
    CHECK(back == 1);
}

TEST_CASE("the daemon's own pause is no silence of a sender, but a long silence survives restarts") {
    auto settings = desk_settings();
    settings.sources = {{"siem", hours{1}, false}};
    Desk desk(shared(settings));
    desk.ask(message({desk_alert("a1", 10)}));
    desk.now += hours{5};
    desk.boot();
    desk.wait(minutes{9});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.now += minutes{1};
    desk.boot();
    desk.wait(minutes{11});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("a known alert that fires on after its incident was closed is a new alert, and the closed file keeps its own") {
    Desk desk(shared(desk_settings()));
    auto first = first_of(desk.ask(message({desk_alert("a1")})));
    auto id = text(first, "incident_id");
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.ask(Confirm{""}, id);
    desk.wait(minutes{10});
    REQUIRE(desk.ask(Remedy{desk.now, "đã chặn"}, id).has_value());
    REQUIRE(desk.ask(Close{"xong"}, id).has_value());
    CHECK(incident_of(desk.ask(message({desk_alert("a1")}))) == id);  // a resend at once says nothing
    desk.take_sends(Lane::page);
    desk.wait(hours{200});
    auto again = first_of(desk.ask(message({desk_alert("a1")})));
    CHECK(text(again, "incident_id") != id);
    CHECK(again.at("duplicate") == false);
    CHECK(again.at("alert_id") != first.at("alert_id"));
    CHECK(desk.store().stored_alert(text(first, "alert_id"))->incident == id);
    auto over = desk_alert("a1");
    over.status = AlertStatus::resolved;
    CHECK(first_of(desk.ask(message({over}))).at("alert_id") == again.at("alert_id"));
}

TEST_CASE("a known alert that fires on after the remedy wakes people once") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.ask(Confirm{""}, id);
    desk.wait(minutes{10});
    REQUIRE(desk.ask(Remedy{desk.now, "đã chặn"}, id).has_value());
    desk.take_sends(Lane::page);
    desk.ask(message({desk_alert("a1", 90)}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.ask(message({desk_alert("a1", 90)}));
    CHECK(desk.take_sends(Lane::page).empty());
    auto over = desk_alert("a1", 90);
    over.status = AlertStatus::resolved;
    desk.ask(message({over}));
    CHECK(desk.take_sends(Lane::page).empty());
}

TEST_CASE("a better proof of a known alert is news, a weaker one changes nothing") {
    Desk desk(shared(desk_settings()));
    auto plain = message({desk_alert("a1")});
    plain.proof = SenderProof::none;
    auto kept = first_of(desk.ask(plain));
    CHECK(kept.at("incident_id").is_null());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE_FALSE(id.empty());
    plain.alerts[0].alert.status = AlertStatus::resolved;
    plain.alerts[0].alert.severity = 100;
    CHECK(first_of(desk.ask(plain)).if_contains("updated") == nullptr);
    auto known = desk.store().stored_alert(text(kept, "alert_id"));
    REQUIRE(known);
    CHECK(known->proof == SenderProof::token);
    CHECK(known->alert.status == AlertStatus::open);
    CHECK(desk.incident(id).severity == 80);
}

TEST_CASE("an unproven alert that joins changes no facts of the incident") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto detected = desk.incident(id).detected_at;
    auto forged = desk_alert("u1");
    forged.data_kinds = {"biometric"};
    forged.detected_at = desk.now - hours{100};
    auto plain = message({forged});
    plain.proof = SenderProof::none;
    CHECK(incident_of(desk.ask(plain)) == id);
    CHECK_FALSE(desk.incident(id).has_kind("biometric"));
    CHECK(desk.incident(id).detected_at == detected);
}

TEST_CASE("an earlier detection moves the clocks back, unless a person corrected the moment") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto earlier = desk_alert("a2");
    earlier.detected_at = desk.now - hours{2};
    CHECK(incident_of(desk.ask(message({earlier}))) == id);
    CHECK(desk.incident(id).detected_at == *earlier.detected_at);
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->starts_at == *earlier.detected_at);
    auto corrected = desk.now - hours{1};
    REQUIRE(desk.ask(PatchIncident{{{"detected_at", format_rfc3339(corrected)}, {"reason", "xem lại nhật ký"}}}, id).has_value());
    auto older = desk_alert("a3");
    older.detected_at = desk.now - hours{9};
    CHECK(incident_of(desk.ask(message({older}))) == id);
    CHECK(desk.incident(id).detected_at == corrected);
}

TEST_CASE("an update that was detected later keeps the first detection") {
    Desk desk(shared(desk_settings()));
    auto kept = desk_alert("a1", 20);
    kept.detected_at = desk.now - hours{1};
    desk.ask(message({kept}));
    auto first = *kept.detected_at;
    desk.wait(hours{3});
    auto graver = desk_alert("a1", 90);
    graver.detected_at = desk.now;
    auto id = incident_of(desk.ask(message({graver})));
    CHECK(desk.incident(id).detected_at == first);
}

TEST_CASE("a kind that a person removed does not come back by an alert or by a reload") {
    auto settings = desk_settings();
    Desk desk(shared(settings));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE(desk.ask(PatchIncident{{{"kinds", json::array{json::object{{"kind", "name"}, {"records", 5}, {"subjects", 5}}}}, {"reason", "xem lại"}}}, id).has_value());
    CHECK_FALSE(desk.incident(id).has_kind("location"));
    desk.ask(message({desk_alert("a2")}));
    settings.assets[0].subjects = 7;
    desk.use(settings);
    CHECK_FALSE(desk.incident(id).has_kind("location"));
    REQUIRE(desk.incident(id).kinds.size() == 1);
    CHECK(desk.incident(id).kinds[0].subjects == 5);
    auto found = desk_alert("a3");
    found.data_kinds = {"biometric"};
    desk.ask(message({found}));
    CHECK(desk.incident(id).has_kind("biometric"));
}

TEST_CASE("a reload that changes no asset changes no incident") {
    Desk desk(shared(desk_settings()));
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto version = desk.incident(id).version;
    desk.use(desk_settings());
    CHECK(desk.incident(id).version == version);
}

TEST_CASE("a resolved message does not raise the severity that the rule gave") {
    auto settings = desk_settings();
    settings.rules[0].severity = 40;
    Desk desk(shared(settings));
    auto id = incident_of(desk.ask(message({desk_alert("a1", 90)})));
    CHECK(desk.incident(id).severity == 40);
    auto over = desk_alert("a1", 90);
    over.status = AlertStatus::resolved;
    desk.ask(message({over}));
    CHECK(desk.incident(id).severity == 40);
}

TEST_CASE("a storm that goes on stays one incident, whatever its window, and its groups stay with it") {
    auto settings = desk_settings();
    settings.storm = {3, minutes{10}};
    Desk desk(shared(settings));
    std::string storm;
    for (int i = 0; i < 90; ++i) {
        auto id = incident_of(desk.ask(message({desk_alert("s" + std::to_string(i), 80, {"node-" + std::to_string(i)})})));
        if (i == 3) storm = id;
        if (i > 3) CHECK(id == storm);
        desk.wait(minutes{1});
    }
    CHECK(desk.incidents() == 4);
    desk.wait(minutes{12});
    desk.boot();
    CHECK(incident_of(desk.ask(message({desk_alert("again", 80, {"node-89"})}))) == storm);
    SECTION("dismissed while it goes on, it is not opened again for the same") {
        for (int i = 0; i < 3; ++i) desk.ask(message({desk_alert("t" + std::to_string(i), 80, {"more-" + std::to_string(i)})}));
        auto before = desk.incidents();
        REQUIRE(desk.ask(Dismiss{"kiểm thử tải"}, storm).has_value());
        CHECK(incident_of(desk.ask(message({desk_alert("u0", 80, {"other-0"})}))).empty());
        CHECK(desk.incidents() == before);
    }
}

TEST_CASE("many unreadable messages of one step are one entry and one page") {
    Desk desk(shared(desk_settings()));
    auto garbage = message({});
    for (int i = 0; i < 100; ++i) garbage.unreadable.push_back({"x" + std::to_string(i), "no CEF", "byte 0"});
    desk.ask(garbage);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    std::vector<AlertQuarantined> found;
    desk.store().each_entry([&](const Entry& entry) {
        if (const auto* one = std::get_if<AlertQuarantined>(&entry.event)) found.push_back(*one);
    });
    REQUIRE(found.size() == 1);
    CHECK(found[0].count == 100);
    CHECK(found[0].sha256.size() == 64);
    CHECK(desk.stats().quarantine_waiting == 100);
    REQUIRE(desk.ask(DiscardQuarantine{found[0].quarantine_id, "không có gì"}).has_value());
    CHECK(desk.stats().quarantine_waiting == 99);
    CHECK(desk.ask(DiscardQuarantine{found[0].quarantine_id, "không có gì"}).error().code == ErrorCode::conflict);
    CHECK(desk.ask(DiscardQuarantine{"Q-000000000002", ""}).error().code == ErrorCode::unprocessable);
}

TEST_CASE("a replay carries the proof that the message came with") {
    Desk desk(shared(desk_settings()));
    auto broken = message({});
    broken.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto id = std::string(parse_json(desk.ask(broken)->body)->at("quarantine_id").as_string());
    auto mended = message({desk_alert("a1")});
    mended.proof = SenderProof::none;  // whoever replays it proves nothing of its sender
    mended.quarantine_id = id;
    CHECK_FALSE(incident_of(desk.ask(mended)).empty());
}

TEST_CASE("every silence is told, also the second within an hour, and a source that is new is not silent at once") {
    auto settings = desk_settings();
    Desk desk(shared(settings));
    desk.wait(hours{50});
    settings.sources = {{"siem", minutes{5}, false}};
    desk.use(settings);
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(minutes{6});
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.ask(message({}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.wait(minutes{6});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("messages lost by a listener are journalled and told") {
    Desk desk(shared(desk_settings()));
    desk.tell(NoteLost{"udp", 120});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}
