// One alert, one truth: repeats, updates, proofs, replays.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("a resolved state is an update of the alert, shows in the timeline, and closes nothing") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto over = desk_alert("a1");
    over.status = AlertStatus::resolved;
    auto again = first_of(desk.ask(message({over})));
    CHECK(again.at("duplicate") == true);
    CHECK(again.at("updated") == true);
    CHECK(desk.incident(id).state == IncidentState::open);
    auto updates = desk.entries<AlertsUpdated>(id);
    REQUIRE(updates.size() == 1);
    CHECK(updates[0].resolved == 1);
    CHECK(desk.store().alerts().stored(text(again, "alert_id"))->alert.status == AlertStatus::resolved);
    CHECK(first_of(desk.ask(message({over}))).if_contains("updated") == nullptr);
    CHECK(desk.incident(id).alerts == 1);
}

TEST_CASE("a repeat that differs in its times only says nothing new") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto later = desk_alert("a1");
    later.detected_at = desk.now;
    CHECK(first_of(desk.ask(message({later}))).if_contains("updated") == nullptr);
    CHECK(desk.entries<AlertsUpdated>(id).empty());
    CHECK(desk.stats().duplicates == 1);
}

TEST_CASE("later messages about one alert add people and hosts, they never replace them") {
    Desk desk(desk_settings());
    auto first = desk_alert("a1");
    first.users = {"an"};
    auto taken_first = first_of(desk.ask(message({first})));
    auto second = desk_alert("a1", 80, {"gps-db-2"});
    second.users = {"binh"};
    CHECK(first_of(desk.ask(message({second}))).at("updated") == true);
    auto stored = [&] { return desk.store().alerts().stored(text(taken_first, "alert_id"))->alert; };
    CHECK(stored().users == std::vector<std::string>{"an", "binh"});
    CHECK(stored().hosts == std::vector<std::string>{"gps-db-1", "gps-db-2"});
    CHECK(stored().left_out.empty());
    SECTION("a message that only leaves names out is seen once, and they stay") {
        auto less = desk_alert("a1");
        less.users = {"an"};
        CHECK(first_of(desk.ask(message({less}))).at("updated") == true);
        CHECK(stored().users.size() == 2);
        CHECK(stored().left_out == std::vector<std::string>{"gps-db-2", "binh"});
        CHECK(first_of(desk.ask(message({less}))).if_contains("updated") == nullptr);
    }
}

TEST_CASE("an alert that was kept opens an incident when an update makes it graver, detected when it first came") {
    Desk desk(desk_settings());
    auto first_seen = desk.now;
    auto kept = first_of(desk.ask(message({desk_alert("a1", 20)})));
    CHECK(kept.at("incident_id").is_null());
    desk.wait(hours{3});
    auto graver = first_of(desk.ask(message({desk_alert("a1", 90)})));
    auto id = text(graver, "incident_id");
    REQUIRE_FALSE(id.empty());
    CHECK(graver.at("alert_id") == kept.at("alert_id"));
    CHECK(desk.incident(id).detected_at == first_seen);
    auto stored = desk.store().alerts().stored(text(kept, "alert_id"));
    REQUIRE(stored);
    CHECK(stored->incident == id);
    CHECK(stored->alert.severity == 90);
}

TEST_CASE("a signed message that is sent again has no second effect, not even a count, across a restart") {
    Desk desk(desk_settings());
    auto signed_once = message({desk_alert("a1"), desk_alert("a2")});
    signed_once.proof = SenderProof::signature;
    signed_once.replay_key = "9f3c";
    auto first = desk.ask(signed_once);
    desk.boot();
    auto again = desk.ask(signed_once);
    const auto& accepted = taken(again);
    REQUIRE(accepted.size() == 2);
    CHECK(accepted[0].duplicate);
    CHECK(accepted[0].alert_id == taken(first)[0].alert_id);
    CHECK(desk.stats().replays_refused == 1);
    CHECK(desk.stats().duplicates == 0);
    CHECK(desk.incidents() == 1);
}

TEST_CASE("a better proof of a known alert is news, a weaker one changes nothing") {
    Desk desk(desk_settings());
    auto plain = message({desk_alert("a1")});
    plain.proof = SenderProof::none;
    auto kept = first_of(desk.ask(plain));
    CHECK(kept.at("incident_id").is_null());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE_FALSE(id.empty());
    plain.alerts[0].alert.status = AlertStatus::resolved;
    plain.alerts[0].alert.severity = 100;
    CHECK(first_of(desk.ask(plain)).if_contains("updated") == nullptr);
    auto known = desk.store().alerts().stored(text(kept, "alert_id"));
    REQUIRE(known);
    CHECK(known->proof == SenderProof::token);
    CHECK(known->alert.status == AlertStatus::open);
    CHECK(desk.incident(id).severity == 80);
}

TEST_CASE("an alert that is proven at last counts from when it first came, not from a moment that nothing proved") {
    auto settings = desk_settings();
    bool believed = GENERATE(false, true);
    settings.sources = {{"siem", {}, believed}};
    Desk desk(settings);
    auto claimed = desk.now - hours{100}, came_in = desk.now;
    auto plain = message({desk_alert("a1", 20)});
    plain.proof = SenderProof::none;
    plain.alerts[0].alert.detected_at = claimed;
    CHECK(incident_of(desk.ask(plain)).empty());
    desk.wait(hours{2});
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE_FALSE(id.empty());
    CHECK(desk.incident(id).detected_at == (believed ? claimed : came_in));
}
