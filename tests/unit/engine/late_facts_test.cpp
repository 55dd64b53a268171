// Facts found late reach their incident from the original detection; what a person said stays.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::ptrdiff_t paged_about(Desk& desk, const std::string& id, ReasonCode code) {
    auto pages = desk.entries<Paged>(id);
    return std::count_if(pages.begin(), pages.end(), [&](const Paged& page) { return page.why.code == code; });
}

}  // namespace

TEST_CASE("a kind found late by an update starts its duty from the original detection") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(settings);
    auto detected = desk.now;
    auto id = incident_of(desk.ask(message({desk_alert("a1", 80, {"bucket-7"})})));
    CHECK_FALSE(owes_location(desk.incident(id)));
    desk.wait(hours{80});
    auto found = desk_alert("a1", 80, {"bucket-7"});
    found.data_kinds = {"location"};
    desk.ask(message({found}));
    REQUIRE(owes_location(desk.incident(id)));
    auto incident = desk.incident(id);
    const auto* duty = incident.obligation("subjects-location-biometric");
    CHECK(duty->starts_at == detected);
    CHECK(duty->state == ObligationState::overdue);
}

TEST_CASE("an asset declared later brings its kinds to the open incidents that name it, from the original detection") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(settings);
    auto detected = desk.now;
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    CHECK_FALSE(owes_location(desk.incident(id)));
    desk.wait(hours{5});
    desk.use(desk_settings());
    REQUIRE(owes_location(desk.incident(id)));
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->starts_at == detected);
}

TEST_CASE("an asset declared in the step that opens an incident, or while the daemon is down, brings its kinds too") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(settings);
    SECTION("in the same step") {
        desk.tell_all({Command(message({desk_alert("a1")})),
                       Command(ReplaceSettings{std::make_shared<const Settings>(desk_settings())})});
    }
    SECTION("while it is down") {
        desk.ask(message({desk_alert("a1")}));
        desk.boot_with(desk_settings());
        desk.pass_to(desk.now + minutes{1});
    }
    CHECK(owes_location(desk.incident("INC-2026-0001")));
}

TEST_CASE("an earlier detection moves the clocks back, unless a person corrected the moment") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto earlier = desk_alert("a2");
    earlier.detected_at = desk.now - hours{2};
    CHECK(incident_of(desk.ask(message({earlier}))) == id);
    CHECK(desk.incident(id).detected_at == *earlier.detected_at);
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->starts_at == *earlier.detected_at);
    auto corrected = desk.now - hours{1};
    REQUIRE(desk.ask(PatchIncident{{{"detected_at", format_rfc3339(corrected)}, {"reason", "xem lại nhật ký"}}}, id)
                .has_value());
    auto older = desk_alert("a3");
    older.detected_at = desk.now - hours{9};
    CHECK(incident_of(desk.ask(message({older}))) == id);
    CHECK(desk.incident(id).detected_at == corrected);
}

TEST_CASE("a machine's clock alone makes no duty overdue at birth: an older claim is kept, and a person is asked") {
    Desk desk(desk_settings());
    auto claimed = desk_alert("a1");
    claimed.detected_at = desk.now - hours{24 * 400};
    auto id = incident_of(desk.ask(message({claimed})));
    auto incident = desk.incident(id);
    CHECK(incident.detected_at == desk.now);
    CHECK(incident.claimed_detected_at == claimed.detected_at);
    CHECK(incident.edition == "vn-356-2025");
    for (const auto& duty : incident.obligations) CHECK(duty.state == ObligationState::running);
    CHECK(paged_about(desk, id, ReasonCode::detection_claimed) == 1);
}

TEST_CASE("a claim within detection_age_max starts the clocks, and one that joins or updates asks a person once") {
    auto settings = desk_settings();
    settings.detection_age_max = hours{48};
    Desk desk(settings);
    auto young = desk_alert("a1");
    young.detected_at = desk.now - hours{48};
    auto id = incident_of(desk.ask(message({young})));
    CHECK(desk.incident(id).detected_at == *young.detected_at);
    CHECK(paged_about(desk, id, ReasonCode::detection_claimed) == 0);
    auto old = desk_alert("a2");
    old.detected_at = desk.now - hours{49};
    CHECK(incident_of(desk.ask(message({old}))) == id);
    old.severity = 99;
    desk.ask(message({old}));
    CHECK(desk.incident(id).detected_at == *young.detected_at);
    CHECK(paged_about(desk, id, ReasonCode::detection_claimed) == 1);
}

TEST_CASE("a person may say that it was detected long ago: opening by hand and corrections stay as typed") {
    Desk desk(desk_settings());
    auto long_ago = desk.now - hours{24 * 40};
    auto opened = desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"detected_at", format_rfc3339(long_ago)}}});
    CHECK(desk.incident(id_of(opened)).detected_at == long_ago);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE(desk.ask(PatchIncident{{{"detected_at", format_rfc3339(long_ago)}, {"reason", "nhật ký"}}}, id));
    CHECK(desk.incident(id).detected_at == long_ago);
}

TEST_CASE("an update that was detected later keeps the first detection") {
    Desk desk(desk_settings());
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
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE(
        desk.ask(PatchIncident{{{"kinds", json::array{json::object{{"kind", "name"}, {"records", 5}, {"subjects", 5}}}},
                                {"reason", "xem lại"}}},
                 id)
            .has_value());
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
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto version = desk.incident(id).version;
    desk.use(desk_settings());
    CHECK(desk.incident(id).version == version);
}

TEST_CASE("a resolved message does not raise the severity that the rule gave") {
    auto settings = desk_settings();
    settings.rules[0].severity = 40;
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a1", 90)})));
    CHECK(desk.incident(id).severity == 40);
    auto over = desk_alert("a1", 90);
    over.status = AlertStatus::resolved;
    desk.ask(message({over}));
    CHECK(desk.incident(id).severity == 40);
}
