// One alert, one truth, from outside: repeats and updates, quarantine and its replay, a sender that is set right by
// reload.
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// Young enough to start the clocks by itself.
const std::string& started_at() {
    static const auto at = now_rfc3339(-std::chrono::hours{1});
    return at;
}

std::string alertmanager(const std::string& status, const std::string& severity) {
    json::object alert{
        {"status", status},
        {"labels", json::object{{"alertname", "Data exfil"}, {"severity", severity}, {"instance", "gps-db-1"}}},
        {"annotations", json::object{}},
        {"startsAt", started_at()},
        {"endsAt", "0001-01-01T00:00:00Z"},
        {"fingerprint", "c0ffee"}};
    return json::serialize(
        json::object{{"version", "4"}, {"status", status}, {"groupKey", "{}"}, {"alerts", json::array{alert}}});
}

json::value first_accepted(const HttpReply& reply) {
    INFO(reply.body);
    REQUIRE(reply.status / 100 == 2);
    return reply.parsed().at("accepted").at(0);
}

std::size_t entries(Daemon& daemon, const std::string& incident, std::string_view kind) {
    std::size_t found = 0;
    for (const auto& entry : daemon.all("/api/v1/incidents/" + incident + "/timeline"))
        found += text(entry, "kind") == kind;
    return found;
}

}  // namespace

TEST_CASE("Alertmanager's resends count, its resolved state updates the alert, and the incident stays open") {
    Settings settings;
    settings.sources = "  - {name: am, format: alertmanager, token_file: tokens/an2.token}";
    Daemon daemon(settings);
    testkit::spill(daemon.path("tokens/an2.token"), "an2-token-for-tests-only-0123456789\n");
    REQUIRE(daemon.start());
    auto push = [&](const std::string& body) {
        return daemon.call("an2", "POST", "/api/v1/alerts/am", body, {{"Content-Type", "application/json"}});
    };
    auto first = first_accepted(push(alertmanager("firing", "critical")));
    auto incident = text(first, "incident_id");
    REQUIRE_FALSE(incident.empty());
    CHECK_FALSE(first_accepted(push(alertmanager("firing", "critical"))).as_object().contains("updated"));
    auto resolved = first_accepted(push(alertmanager("resolved", "critical")));
    CHECK(at(resolved, "updated") == true);
    CHECK(at(resolved, "duplicate") == true);
    CHECK(text(daemon.incident(incident), "state") == "open");
    CHECK(entries(daemon, incident, "alerts_updated") == 1);
    auto listed = daemon.all("/api/v1/alerts?incident=" + incident);
    REQUIRE(listed.size() == 1);
    CHECK(text(listed[0], "status") == "resolved");
    CHECK(at(listed[0], "repeats") == 2);
    CHECK(at(listed[0], "updates") == 1);
    CHECK(text(listed[0], "why") == "opened_by_rule");
    CHECK(text(listed[0], "proof") == "token");
}

TEST_CASE(
    "a source read in the wrong format is set right by a reload, and what waited in quarantine opens its incident from "
    "when it came") {
    Settings settings;
    settings.sources = "  - {name: am, format: gcp_scc, token_file: tokens/an2.token, expect_every: 1h}";
    Daemon daemon(settings);
    testkit::spill(daemon.path("tokens/an2.token"), "an2-token-for-tests-only-0123456789\n");
    REQUIRE(daemon.start());
    auto refused = daemon.call("an2", "POST", "/api/v1/alerts/am", alertmanager("firing", "critical"));
    REQUIRE(refused.status == 422);
    auto waiting = daemon.all("/api/v1/quarantine");
    REQUIRE(waiting.size() == 1);
    auto id = text(waiting[0], "quarantine_id");
    auto came_in = text(waiting[0], "received_at");
    auto replay = [&] {
        return testkit::run({breachctl_program(), "--server", daemon.url(), "--token-file", daemon.token_file("an"),
                             "-o", "json", "quarantine", "replay", id},
                            "", std::chrono::seconds(30));
    };
    CHECK(replay().code == 1);  // still the wrong format
    settings.sources = "  - {name: am, format: alertmanager, token_file: tokens/an2.token, expect_every: 1h}";
    daemon.write_config(settings);
    REQUIRE(daemon.call("admin", "POST", "/-/reload").status == 200);
    auto done = replay();
    INFO(done.out << done.err);
    REQUIRE(done.code == 0);
    auto incident = text(parse_json(done.out)->at("accepted").at(0), "incident_id");
    REQUIRE_FALSE(incident.empty());
    // what the sender says, not later than it came in
    CHECK(text(daemon.incident(incident), "detected_at") == started_at());
    CHECK(replay().code == 1);
    CHECK(text(daemon.all("/api/v1/quarantine")[0], "outcome") == "replayed");
    auto sources = daemon.all("/api/v1/sources");
    REQUIRE(sources.size() == 2);
    CHECK(text(sources[1], "source") == "am");
    CHECK(at(sources[1], "quarantined") == 0);
    CHECK(at(sources[1], "expect_every_s") == 3600);
    CHECK(text(sources[1], "last_heard_at") >= came_in);
}

TEST_CASE("an updated alert survives a kill, with what the update said") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto low = wazuh_alert(7, "gps-db-1");
    auto level = low.find("\"level\":");
    REQUIRE(level != std::string::npos);
    auto graver = low;
    low.replace(level, low.find_first_of(",}", level) - level, "\"level\":3");
    auto kept = first_accepted(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", low));
    CHECK(at(kept, "incident_id").is_null());
    auto opened = first_accepted(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", graver));
    auto incident = text(opened, "incident_id");
    REQUIRE_FALSE(incident.empty());
    CHECK(text(opened, "alert_id") == text(kept, "alert_id"));
    daemon.kill();
    REQUIRE(daemon.start());
    auto listed = daemon.all("/api/v1/alerts?incident=" + incident);
    REQUIRE(listed.size() == 1);
    CHECK(at(listed[0], "updates") == 1);
}
