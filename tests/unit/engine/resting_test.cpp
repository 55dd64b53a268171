// Incidents that nobody works on: out of memory, and still there.
#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// Acknowledged, its duties running: the first reminder is due after a third of 72 hours.
std::string quiet_incident(Desk& desk) {
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}}}));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.wait(minutes{1});
    return id;
}

Settings late_reminders() {
    auto settings = desk_settings();
    settings.on_call.reminder_marks = {50};
    return settings;
}

}  // namespace

TEST_CASE("an incident that is left alone for a day rests, whatever is owed, and is read as if it did not") {
    Desk desk(late_reminders());
    auto id = quiet_incident(desk);
    CHECK_FALSE(desk.awake(id));
    CHECK(owes_location(desk.incident(id)));
    CHECK_FALSE(desk.awake(id));
}

TEST_CASE("a resting incident is worked on like any other") {
    Desk desk(late_reminders());
    auto id = quiet_incident(desk);
    CHECK(id_of(desk.ask(PatchIncident{{{"place", "Hà Nội"}}}, id)) == id);
    CHECK(desk.incident(id).place == "Hà Nội");
    CHECK(desk.ask(PatchIncident{{{"place", "Huế"}}}, "INC-2026-9999").error().code == ErrorCode::not_found);
}

TEST_CASE("a resting incident wakes at its moment, also after a restart, and a moment that passed meanwhile is told") {
    Desk desk(late_reminders());
    auto id = quiet_incident(desk);
    desk.boot();
    CHECK_FALSE(desk.awake(id));
    desk.wait(hours{35});
    CHECK(desk.entries<ReminderSent>(id).empty());
    desk.wait(hours{2});
    CHECK_FALSE(desk.entries<ReminderSent>(id).empty());
    CHECK(desk.entries<ObligationOverdue>(id).empty());
    desk.now += hours{40};
    desk.boot();
    desk.wait(minutes{1});
    auto overdue = desk.entries<ObligationOverdue>(id);
    REQUIRE_FALSE(overdue.empty());
    CHECK(overdue.front().missed_while_down);
}

TEST_CASE("the totals count resting incidents too, before and after a restart") {
    Desk desk(late_reminders());
    auto id = quiet_incident(desk);
    auto clocks = desk.stats().running_clocks;
    auto next = desk.stats().next_due;
    CHECK(clocks > 0);
    CHECK(next == desk.incident(id).obligation("subjects-location-biometric")->due_at);
    desk.boot();
    CHECK_FALSE(desk.awake(id));
    CHECK(desk.stats().running_clocks == clocks);
    CHECK(desk.stats().next_due == next);
    desk.dismiss(id, "nhầm");
    CHECK(desk.stats().running_clocks == 0);
    CHECK_FALSE(desk.stats().next_due.has_value());
    desk.boot();
    CHECK(desk.stats().running_clocks == 0);
}

TEST_CASE("an alert joins an incident that rests, and its group outlives a restart") {
    auto settings = late_reminders();
    settings.group_window = hours{48};
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.wait(minutes{1});
    CHECK_FALSE(desk.awake(id));
    desk.boot();
    CHECK(incident_of(desk.ask(message({desk_alert("a2")}))) == id);
    CHECK(desk.incident(id).alerts == 2);
}

TEST_CASE("a new register of assets reaches incidents that rest") {
    auto settings = late_reminders();
    settings.assets.clear();
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.wait(minutes{1});
    CHECK_FALSE(desk.awake(id));
    CHECK_FALSE(owes_location(desk.incident(id)));
    desk.use(late_reminders());
    CHECK(owes_location(desk.incident(id)));
}

TEST_CASE("lists and groups that are missing are written anew from the journal") {
    testkit::ScratchDirectory scratch;
    Desk desk(std::make_shared<const Settings>(late_reminders()), scratch.path());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.ask(Acknowledge{"an", "api", ""}, id);
    desk.wait(minutes{1});
    auto before = desk.stats();
    desk.store().begin();
    desk.store().meta().set("projection", "0");
    desk.store().commit();
    desk.boot();
    CHECK_FALSE(desk.awake(id));
    CHECK(desk.stats().running_clocks == before.running_clocks);
    CHECK(incident_of(desk.ask(message({desk_alert("a2")}))) == id);
}

TEST_CASE("a kept answer comes back as it was given") {
    Desk desk(late_reminders());
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}}}));
    auto given = desk.ask(PatchIncident{{{"place", "Hà Nội"}}}, id);
    auto again = answer_from(answer_kind(*given), answer_data(*given));
    REQUIRE(again.has_value());
    CHECK(answer_data(*again) == answer_data(*given));
    CHECK(to_json(*std::get<Changed>(*again).incident) == to_json(*std::get<Changed>(*given).incident));
    CHECK_FALSE(answer_from("nonsense", json::object{}).has_value());
}
