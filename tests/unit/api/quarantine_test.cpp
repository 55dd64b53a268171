#include "api_harness.hpp"

namespace breachd::api {

namespace {

std::string quarantined(Api& api, const store::QuarantineRow& row) {
    api.store->begin();
    auto id = api.store->add_quarantine(row);
    api.store->commit();
    return id;
}

store::QuarantineRow row(const std::string& source, const std::string& body, const std::string& headers = "{}") {
    return {source, "application/json", "cut off", "byte 3", headers, body, *parse_rfc3339("2026-11-22T03:00:00Z")};
}

}  // namespace

TEST_CASE("a replay reads the kept body as its source is read today, and says where it came from") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Reply{200, "", R"({"accepted":[]})", "", nullptr}; };
    auto id = quarantined(api, row("wazuh", R"({"rule":{"level":12,"description":"Rò rỉ"},"agent":{"name":"gps-db-1"},"id":"1.2"})"));
    auto reply = api.call("POST", "/api/v1/quarantine/" + id + "/replay", "");
    CHECK(reply.status == 200);
    auto command = api.last_command<engine::IngestAlerts>();
    CHECK(command.quarantine_id == id);
    CHECK(command.source == "wazuh");
    REQUIRE(command.alerts.size() == 1);
    CHECK(command.alerts[0].alert.title == "Rò rỉ");
    CHECK(api.last().actor == "token:dpo");
}

TEST_CASE("a replay finds the headers that the format needs") {
    Api api;
    api.access->sources[0].format = "cloudevents";
    auto id = quarantined(api, row("wazuh", R"({"title":"x"})", R"({"ce-id":"7","ce-source":"/siem","ce-type":"alert","ce-specversion":"1.0"})"));
    api.call("POST", "/api/v1/quarantine/" + id + "/replay", "");
    auto command = api.last_command<engine::IngestAlerts>();
    REQUIRE(command.alerts.size() == 1);
    CHECK(command.alerts[0].alert.external_id.find("7") != std::string::npos);
}

TEST_CASE("what is not in quarantine, or was there for a source that is gone, is refused with its reason") {
    Api api;
    CHECK(api.call("POST", "/api/v1/quarantine/Q-000000000099/replay", "").status == 404);
    auto orphan = quarantined(api, row("gone", "{}"));
    CHECK(api.call("POST", "/api/v1/quarantine/" + orphan + "/replay", "").status == 409);
    auto done = quarantined(api, row("wazuh", "{}"));
    api.store->begin();
    api.store->mark_replayed(done, api.now);
    api.store->commit();
    CHECK(api.call("POST", "/api/v1/quarantine/" + done + "/replay", "").status == 409);
    CHECK(api.count() == 0);
}

TEST_CASE("the list of senders names every configured one, heard or not") {
    Api api;
    api.settings->sources = {{"wazuh", std::chrono::hours{1}, false}};
    quarantined(api, row("wazuh", "{}"));
    auto first = api.call("GET", "/api/v1/sources").parsed().at("items").as_array().at(0).as_object();
    CHECK(first.at("source") == "wazuh");
    CHECK(first.at("last_heard_at").is_null());
    CHECK(first.at("expect_every_s") == 3600);
    api.store->begin();
    api.store->put_heard_source("wazuh", {api.now, std::nullopt});
    api.store->commit();
    auto then = api.call("GET", "/api/v1/sources").parsed().at("items").as_array().at(0).as_object();
    CHECK(then.at("last_heard_at") == "2026-11-23T03:00:00Z");
    CHECK(then.at("quarantined") == 1);
}

}  // namespace breachd::api
