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
