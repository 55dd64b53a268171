#include "api_harness.hpp"

namespace breachd::api {

namespace {

std::string quarantined(Api& api, const store::QuarantineRow& row) {
    api.store->begin();
    auto id = api.store->quarantine().add(row);
    api.store->commit();
    return id;
}

store::QuarantineRow row(const std::string& source, const std::string& body, const std::string& headers = "") {
    return {source,
            "application/json",
            "cut off",
            "byte 3",
            SenderProof::token,
            headers,
            body,
            *parse_rfc3339("2026-11-22T03:00:00Z")};
}

}  // namespace

TEST_CASE("a replay reads the kept body as its source is read today, and says where it came from") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Replayed{}; };
    auto id = quarantined(
        api, row("wazuh", R"({"rule":{"level":12,"description":"Rò rỉ"},"agent":{"name":"gps-db-1"},"id":"1.2"})"));
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
    api.access.load()->sources[0].format = "cloudevents";
    auto id = quarantined(api, row("wazuh", R"({"title":"x"})",
                                   R"({"ce-id":"7","ce-source":"/siem","ce-type":"alert","ce-specversion":"1.0"})"));
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
    api.store->quarantine().settle(done, "replayed", api.now);
    api.store->commit();
    CHECK(api.call("POST", "/api/v1/quarantine/" + done + "/replay", "").status == 409);
    CHECK(api.count() == 0);
}

TEST_CASE("one message of quarantine is shown whole, with its place and cause, also after it was settled") {
    Api api;
    auto long_body = std::string(10'000, 'x') + "ộ";
    auto id = quarantined(api, row("wazuh", long_body));
    auto shown = api.call("GET", "/api/v1/quarantine/" + id);
    REQUIRE(shown.status == 200);
    auto item = shown.parsed().as_object();
    CHECK(item.at("body").as_string() == long_body);
    CHECK(item.at("source") == "wazuh");
    CHECK(item.at("content_type") == "application/json");
    CHECK(item.at("where") == "byte 3");
    CHECK(item.at("why") == "cut off");
    CHECK(item.at("received_at") == "2026-11-22T03:00:00Z");
    CHECK(item.at("proof") == "token");
    CHECK(item.at("outcome").is_null());
    const std::string bytes(5000, '\xff');
    auto whole = api.call("GET", "/api/v1/quarantine/" + quarantined(api, row("wazuh", bytes))).parsed();
    CHECK(whole.at("body_base64").as_string() == base64(bytes));
    api.store->begin();
    api.store->quarantine().settle(id, "discarded", api.now);
    api.store->commit();
    CHECK(api.call("GET", "/api/v1/quarantine/" + id).parsed().at("outcome") == "discarded");
}

TEST_CASE("a message of quarantine is for those who may replay it, one that is not there is 404 in words") {
    Api api;
    auto path = "/api/v1/quarantine/" + quarantined(api, row("wazuh", "{}"));
    CHECK(api.call("GET", path, "", {}, "viewer").status == 403);
    CHECK(api.call("GET", path, "", {}, "auditor").status == 403);
    CHECK(api.call("GET", path, "", {}, "admin").status == 200);
    for (const char* id : {"Q-000000000099", "nothing"}) {
        auto reply = api.call("GET", std::string("/api/v1/quarantine/") + id);
        CHECK(reply.status == 404);
        CHECK(reply.parsed().at("detail").as_string().find("no such message in quarantine") != std::string::npos);
    }
}

TEST_CASE("the list of quarantine leaves out what is settled when it is asked to") {
    Api api;
    auto done = quarantined(api, row("wazuh", "{}"));
    auto waits = quarantined(api, row("wazuh", "[]"));
    api.store->begin();
    api.store->quarantine().settle(done, "replayed", api.now);
    api.store->commit();
    CHECK(api.call("GET", "/api/v1/quarantine").parsed().at("items").as_array().size() == 2);
    auto waiting = api.call("GET", "/api/v1/quarantine?waiting=true").parsed().at("items").as_array();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].at("quarantine_id").as_string() == waits);
    auto wrong = api.call("GET", "/api/v1/quarantine?waiting=perhaps");
    CHECK(wrong.status == 400);
    CHECK(wrong.parsed().at("errors").at(0).at("pointer") == "waiting");
}

TEST_CASE("setting a message aside wants a reason") {
    Api api;
    CHECK(api.call("POST", "/api/v1/quarantine/Q-000000000001/discard", "{}").status == 422);
    CHECK(api.count() == 0);
    api.call("POST", "/api/v1/quarantine/Q-000000000001/discard", R"({"reason":"vendor's test"})");
    auto command = api.last_command<engine::DiscardQuarantine>();
    CHECK(command.quarantine_id == "Q-000000000001");
    CHECK(command.reason == "vendor's test");
}

TEST_CASE("the list of senders names every configured one, heard or not") {
    Api api;
    api.access.load()->sources[0].expect_every = std::chrono::hours{1};
    quarantined(api, row("wazuh", "{}"));
    auto first = api.call("GET", "/api/v1/sources").parsed().at("items").as_array().at(0).as_object();
    CHECK(first.at("source") == "wazuh");
    CHECK(first.at("last_heard_at").is_null());
    CHECK(first.at("expect_every_s") == 3600);
    api.store->begin();
    api.store->senders().put("wazuh", {api.now, api.now, std::nullopt});
    api.store->commit();
    auto then = api.call("GET", "/api/v1/sources").parsed().at("items").as_array().at(0).as_object();
    CHECK(then.at("last_heard_at") == "2026-11-23T03:00:00Z");
    CHECK(then.at("quarantined") == 1);
}

}  // namespace breachd::api
