#include "api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kAlert =
    R"({"timestamp":"2026-11-23T03:00:00.000+0000","rule":{"level":12,"description":"Rò rỉ","id":"100200"},"agent":{"name":"gps-db-1"},"id":"1.2"})";

}  // namespace

TEST_CASE("an alert is answered with what the engine committed, and goes there with its own bytes") {
    Api api;
    const std::string accepted = R"({"accepted":[{"alert_id":"A-1","incident_id":null,"duplicate":false}]})";
    api.engine = [&](const engine::Envelope&) { return engine::Accepted{{{"A-1", "", false, false}}, {}}; };
    auto reply = api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "wazuh");
    CHECK(reply.status == 202);
    CHECK(reply.body == accepted);
    auto command = api.last_command<engine::IngestAlerts>();
    CHECK(command.source == "wazuh");
    REQUIRE(command.alerts.size() == 1);
    CHECK(command.alerts[0].raw == kAlert);
    CHECK(command.unreadable.empty());
}

TEST_CASE("what cannot be read goes to the engine whole, to be quarantined, and its answer is the 422") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Unreadable{"no JSON", "byte 1", "Q-1"}; };
    auto reply =
        api.call("POST", "/api/v1/alerts/wazuh", "this is no alert", {{"Content-Type", "text/plain"}}, "wazuh");
    CHECK(reply.status == 422);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(reply.parsed().at("quarantine_id").as_string() == "Q-1");
    auto command = api.last_command<engine::IngestAlerts>();
    CHECK(command.alerts.empty());
    REQUIRE(command.unreadable.size() == 1);
    CHECK(command.unreadable[0].body == "this is no alert");
    CHECK(command.content_type == "text/plain");
}

TEST_CASE("a full engine is 503 with Retry-After for alerts, because senders drop on 4xx, and 429 for people") {
    Api api;
    api.full = [] { return true; };
    auto alert = api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "wazuh");
    CHECK(alert.status == 503);
    CHECK(alert.header("retry-after") == "1");
    auto person = api.call("POST", "/api/v1/incidents", "{}");
    CHECK(person.status == 429);
    CHECK(person.header("retry-after") == "1");
}

TEST_CASE("an Idempotency-Key goes to the engine with its token and the hash of method, path and body") {
    Api api;
    api.call("POST", "/api/v1/incidents", R"({"title":"a"})", {{"Idempotency-Key", "k1"}});
    auto first = api.last();
    CHECK(first.idempotency_key == "k1");
    CHECK(first.idempotency_token == "token:dpo");
    CHECK(first.idempotency_body_sha256.size() == 64);
    api.call("POST", "/api/v1/incidents", R"({"title":"a"})", {{"Idempotency-Key", "k1"}});
    CHECK(api.last().idempotency_body_sha256 == first.idempotency_body_sha256);
    api.call("POST", "/api/v1/incidents", R"({"title":"b"})", {{"Idempotency-Key", "k1"}});
    CHECK(api.last().idempotency_body_sha256 != first.idempotency_body_sha256);
    api.call("POST", "/api/v1/incidents/INC-2026-0001/confirm", R"({"title":"a"})", {{"Idempotency-Key", "k1"}});
    CHECK(api.last().idempotency_body_sha256 != first.idempotency_body_sha256);
    CHECK(api.call("POST", "/api/v1/incidents", "{}", {{"Idempotency-Key", std::string(256, 'k')}}).status == 400);
    api.call("POST", "/api/v1/alerts/wazuh", kAlert, {{"Idempotency-Key", "k2"}}, "wazuh");
    CHECK(api.last().idempotency_token == "source:wazuh");  // never a token of the same name
}

TEST_CASE("the content type of syslog messages says nothing when a sender sends it, and everything in quarantine") {
    const std::string type = "application/x-syslog-frame";
    const std::string frame = R"(<132>1 2026-11-25T02:00:00Z fw-1 ips - - - {"title":"x"})";
    Api api;
    api.call("POST", "/api/v1/alerts/other", frame, {{"Content-Type", type}}, "other");
    auto sent = api.last_command<engine::IngestAlerts>();
    CHECK(sent.alerts.empty());
    REQUIRE(sent.unreadable.size() == 1);
    CHECK(sent.unreadable[0].body == frame);
    CHECK(sent.content_type.empty());

    api.store->begin();
    auto id = api.store->quarantine().add({"other", type, "cut off", "", SenderProof::none, "", frame, api.now});
    api.store->commit();
    api.call("POST", "/api/v1/quarantine/" + id + "/replay", "");
    auto replayed = api.last_command<engine::IngestAlerts>();
    REQUIRE(replayed.alerts.size() == 1);
    CHECK(replayed.alerts[0].alert.title == "x");
}

}  // namespace breachd::api
