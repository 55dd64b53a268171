// Alerts whose senders compress them: Vector, Fluent Bit, OpenTelemetry and Logstash do.
#include "base/signature.hpp"
#include "testkit/pack.hpp"
#include "unit/api/api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kAlert = R"({"rule":{"level":12,"description":"Rò rỉ","id":"1"},"id":"1.2"})";

struct Packing {
    std::string coding, body;
};
std::vector<Packing> packings(const std::string& text) {
    return {{"gzip", testkit::gzipped(text)},
            {"deflate", testkit::deflated(text, 15)},
            {"deflate", testkit::deflated(text, -15)},
            {"zstd", testkit::zstandard(text)}};
}

}  // namespace

TEST_CASE("a compressed alert is read as the one that it was") {
    for (const auto& [coding, body] : packings(kAlert)) {
        INFO(coding);
        Api api;
        api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
        CHECK(api.call("POST", "/api/v1/alerts/wazuh", body, {{"Content-Encoding", coding}}, "wazuh").status == 202);
        auto command = api.last_command<engine::IngestAlerts>();
        REQUIRE(command.alerts.size() == 1);
        CHECK(command.alerts[0].raw == kAlert);
        CHECK(command.headers.empty());
    }
}

TEST_CASE("the body's limit holds after unpacking too") {
    std::string bomb(1 << 20, ' ');
    for (const auto& [coding, body] : packings(bomb)) {
        INFO(coding);
        Api api;
        CHECK(api.call("POST", "/api/v1/alerts/wazuh", body, {{"Content-Encoding", coding}}, "wazuh").status == 413);
        CHECK(api.count() == 0);
    }
}

TEST_CASE("a compressed body that is damaged is quarantined as it came, with its coding") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Unreadable{"damaged", "", "Q-1"}; };
    auto body = testkit::gzipped(kAlert);
    body.resize(body.size() - 9);
    CHECK(api.call("POST", "/api/v1/alerts/wazuh", body, {{"Content-Encoding", "gzip"}}, "wazuh").status == 422);
    auto command = api.last_command<engine::IngestAlerts>();
    REQUIRE(command.unreadable.size() == 1);
    CHECK(command.unreadable[0].body == body);
    CHECK(command.headers == R"({"content-encoding":"gzip"})");
}

TEST_CASE("records that are no alerts are answered and counted") {
    Api api;
    api.engine = [](const engine::Envelope& envelope) {
        engine::Accepted out;
        out.not_alerts = static_cast<std::int64_t>(std::get<engine::IngestAlerts>(envelope.command).not_alerts);
        return out;
    };
    auto reply = api.call("POST", "/api/v1/alerts/wazuh", "[]", {}, "wazuh");
    CHECK(reply.body == R"({"accepted":[]})");
}

}  // namespace breachd::api
