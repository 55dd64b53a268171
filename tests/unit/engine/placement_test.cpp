// Where an alert goes: groups, storms, what follows a remedy, a closing or a dismissal, senders that prove nothing.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// Taken over, confirmed, and called remedied ten minutes later.
void remedy(Desk& desk, const std::string& id) {
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.ask(Confirm{""}, id);
    desk.wait(minutes{10});
    REQUIRE(desk.ask(Remedy{desk.now, "đã chặn"}, id).has_value());
}

}  // namespace

TEST_CASE("an alert over an unproven transport opens nothing alone, tells the duty roster, and joins what is open") {
    Desk desk(desk_settings());
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

TEST_CASE("an unproven alarm of an alert that was only kept is told to the duty roster too") {
    Desk desk(desk_settings());
    CHECK(incident_of(desk.ask(message({desk_alert("a1", 20)}))).empty());
    auto plain = message({desk_alert("a1", 90)});
    plain.proof = SenderProof::none;
    CHECK(incident_of(desk.ask(plain)).empty());
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("an alert after the remedy joins, and people hear once that it is not over") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    remedy(desk, id);
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
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.dismiss(id, "kiểm thử");
    CHECK(incident_of(desk.ask(message({desk_alert("a2")}))).empty());
    auto graver = incident_of(desk.ask(message({desk_alert("a3", 95)})));
    CHECK_FALSE(graver.empty());
    desk.dismiss(graver, "kiểm thử");
    auto with_data = desk_alert("a4");
    with_data.data_kinds = {"biometric"};
    auto news = incident_of(desk.ask(message({with_data})));
    CHECK_FALSE(news.empty());
    desk.dismiss(news, "kiểm thử");
    desk.wait(hours{1});
    CHECK_FALSE(incident_of(desk.ask(message({desk_alert("a5")}))).empty());
}

TEST_CASE(
    "an alarm that never stopped stays dismissed, one that comes back after the window is a new alert, though its id "
    "is the same") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("exfil-db1")})));
    desk.dismiss(id, "kiểm thử");
    for (int i = 0; i < 20; ++i) {
        desk.wait(minutes{10});
        CHECK(incident_of(desk.ask(message({desk_alert("exfil-db1")}))) == id);
    }
    CHECK(desk.incidents() == 1);
    desk.wait(hours{24 * 60});
    auto again = first_of(desk.ask(message({desk_alert("exfil-db1")})));
    CHECK(again.at("duplicate") == false);
    CHECK_FALSE(text(again, "incident_id").empty());
    CHECK(text(again, "incident_id") != id);
}

TEST_CASE("a message that proves less than the one before begins nothing anew") {
    Desk desk(desk_settings());
    auto first = first_of(desk.ask(message({desk_alert("a1")})));
    auto id = text(first, "incident_id");
    remedy(desk, id);
    REQUIRE(desk.ask(Close{"xong"}, id).has_value());
    auto forged = message({desk_alert("a1", 99)});
    forged.proof = SenderProof::none;
    CHECK(first_of(desk.ask(forged)).at("alert_id") == first.at("alert_id"));
    CHECK(first_of(desk.ask(message({desk_alert("a1")}))).at("alert_id") == first.at("alert_id"));
    CHECK(desk.incidents() == 1);
}

TEST_CASE("a storm is one incident with a count, and wakes people once") {
    auto settings = desk_settings();
    settings.storm = {3, minutes{10}};
    Desk desk(settings);
    std::vector<std::string> opened;
    for (int i = 0; i < 3; ++i)
        opened.push_back(
            incident_of(desk.ask(message({desk_alert("a" + std::to_string(i), 80, {"web-" + std::to_string(i)})}))));
    desk.take_sends(Lane::page);
    std::vector<Alert> flood;
    for (int i = 0; i < 500; ++i)
        flood.push_back(desk_alert("f" + std::to_string(i), 80, {"node-" + std::to_string(i)}));
    auto storm = incident_of(desk.ask(message(flood)));
    CHECK(desk.incidents() == 4);
    CHECK(desk.incident(storm).alerts == 500);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    auto joins = desk.entries<AlertsJoined>(storm);
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

TEST_CASE(
    "a known alert that fires on after its incident was closed is a new alert, and the closed file keeps its own") {
    Desk desk(desk_settings());
    auto first = first_of(desk.ask(message({desk_alert("a1")})));
    auto id = text(first, "incident_id");
    remedy(desk, id);
    REQUIRE(desk.ask(Close{"xong"}, id).has_value());
    CHECK(incident_of(desk.ask(message({desk_alert("a1")}))) == id);  // a resend at once says nothing
    desk.take_sends(Lane::page);
    desk.wait(hours{200});
    auto again = first_of(desk.ask(message({desk_alert("a1")})));
    CHECK(text(again, "incident_id") != id);
    CHECK(again.at("duplicate") == false);
    CHECK(again.at("alert_id") != first.at("alert_id"));
    CHECK(desk.store().alerts().stored(text(first, "alert_id"))->incident == id);
    auto over = desk_alert("a1");
    over.status = AlertStatus::resolved;
    CHECK(first_of(desk.ask(message({over}))).at("alert_id") == again.at("alert_id"));
}

TEST_CASE("a known alert that fires on after the remedy wakes people once, and calls them when it is graver by now") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    remedy(desk, id);
    desk.take_sends(Lane::page);
    auto wider = desk_alert("a1", 80);
    wider.users = {"an"};
    desk.ask(message({wider}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    CHECK_FALSE(desk.incident(id).called_for);
    desk.ask(message({desk_alert("a1", 90)}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    CHECK(desk.incident(id).called_for);
    desk.ask(message({desk_alert("a1", 90)}));
    CHECK(desk.take_sends(Lane::page).empty());
    auto over = desk_alert("a1", 90);
    over.status = AlertStatus::resolved;
    desk.ask(message({over}));
    CHECK(desk.take_sends(Lane::page).empty());
}

TEST_CASE("an unproven alert that joins changes no facts of the incident") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto detected = desk.incident(id).detected_at;
    auto forged = desk_alert("u1");
    forged.data_kinds = {"biometric"};
    forged.detected_at = desk.now - hours{100};
    auto plain = message({forged});
    plain.proof = SenderProof::none;
    plain.alerts[0].alert.severity = 100;
    plain.alerts[0].alert.tables = {"forged"};
    CHECK(incident_of(desk.ask(plain)) == id);
    plain.alerts[0].alert.title = "đổi";  // an update of the same alert
    CHECK(incident_of(desk.ask(plain)) == id);
    CHECK_FALSE(desk.incident(id).has_kind("biometric"));
    CHECK(desk.incident(id).detected_at == detected);
    CHECK(desk.incident(id).severity == 80);
    CHECK(desk.incident(id).systems == std::vector<std::string>{"gps-db-1"});
    CHECK(desk.incident(id).alerts == 2);
}

TEST_CASE("repeats of groups do not keep a storm going, and each reason has its entry") {
    auto settings = desk_settings();
    settings.storm = {3, minutes{10}};
    Desk desk(settings);
    std::string storm;
    for (int i = 0; i < 5; ++i)
        storm =
            incident_of(desk.ask(message({desk_alert("s" + std::to_string(i), 80, {"node-" + std::to_string(i)})})));
    std::vector<Alert> mixed{desk_alert("new", 80, {"node-new"})};
    for (int i = 0; i < 19; ++i) mixed.push_back(desk_alert("r" + std::to_string(i), 80, {"node-4"}));
    desk.ask(message(mixed));
    auto joins = desk.entries<AlertsJoined>(storm);
    REQUIRE(joins.size() == 3);
    CHECK((joins[1].count == 19) != (joins[2].count == 19));
    CHECK(joins[1].why.code != joins[2].why.code);
    desk.wait(minutes{8});
    desk.ask(message({desk_alert("b", 80, {"node-b"})}));
    desk.wait(minutes{8});  // only two openings lie in the last ten minutes
    CHECK(incident_of(desk.ask(message({desk_alert("c", 80, {"node-c"})}))) != storm);
}

TEST_CASE("a storm that goes on stays one incident, whatever its window, and its groups stay with it") {
    auto settings = desk_settings();
    settings.storm = {3, minutes{10}};
    Desk desk(settings);
    std::string storm;
    for (int i = 0; i < 90; ++i) {
        auto id =
            incident_of(desk.ask(message({desk_alert("s" + std::to_string(i), 80, {"node-" + std::to_string(i)})})));
        if (i == 3) storm = id;
        if (i > 3) CHECK(id == storm);
        desk.wait(minutes{1});
    }
    CHECK(desk.incidents() == 4);
    desk.wait(minutes{12});
    desk.boot();
    CHECK(incident_of(desk.ask(message({desk_alert("again", 80, {"node-89"})}))) == storm);
    // whose alert opened the storm
    CHECK(incident_of(desk.ask(message({desk_alert("first", 80, {"node-3"})}))) == storm);
    SECTION("dismissed while it goes on, it is not opened again for the same") {
        for (int i = 0; i < 3; ++i)
            desk.ask(message({desk_alert("t" + std::to_string(i), 80, {"more-" + std::to_string(i)})}));
        auto before = desk.incidents();
        desk.dismiss(storm, "kiểm thử tải");
        CHECK(incident_of(desk.ask(message({desk_alert("u0", 80, {"other-0"})}))).empty());
        CHECK(desk.incidents() == before);
    }
}

TEST_CASE(
    "after the file is closed, the last of several messages about an alert says nothing new when it is sent again") {
    Desk desk(desk_settings());
    auto first = desk_alert("a1");
    first.users = {"an"};
    auto second = desk_alert("a1");
    second.users = {"binh"};
    auto id = incident_of(desk.ask(message({first})));
    REQUIRE(incident_of(desk.ask(message({second}))) == id);
    remedy(desk, id);
    REQUIRE(desk.ask(Close{"xong"}, id).has_value());
    CHECK(incident_of(desk.ask(message({second}))) == id);
    CHECK(incident_of(desk.ask(message({first}))) == id);
    CHECK(desk.incidents() == 1);
}
