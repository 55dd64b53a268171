// Senders as the configuration names them, against the real daemon: signatures, addresses, rates, a mapping.
#include <fmt/format.h>
#include <httplib.h>

#include "base/signature.hpp"
#include "e2e/daemon.hpp"
#include "testkit/certificates.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// hook.secret of the scratch directory
const std::string kSecret = "whsec_dGVzdHMtb25seS1zZWNyZXQtb2YtMzItYnl0ZXMhISE=";

// A daemon whose file has further sources.
struct Sources {
    Daemon daemon;
    explicit Sources(const std::string& sources, const std::string& server = "") {
        testkit::spill(daemon.path("tokens/second.token"), "second-token-for-tests-only-0123456789\n");
        auto text = testkit::slurp(daemon.path("breachd.yaml"));
        auto insert = [&](const std::string& before, const std::string& what) { text.insert(text.find(before), what); };
        insert("assets:\n", sources);
        if (!server.empty()) insert(", serve_notices: true}", server);
        testkit::spill(daemon.path("breachd.yaml"), text);
        REQUIRE(daemon.start());
    }
    HttpReply post(const std::string& source, const std::string& body, HttpHeaders headers) {
        return daemon.call("", "POST", "/api/v1/alerts/" + source, body, std::move(headers));
    }
    std::size_t alerts() { return daemon.all("/api/v1/alerts").size(); }
};

HttpHeaders signed_headers(const std::string& body, std::chrono::seconds offset = {}, const std::string& id = "msg_1") {
    auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()) + offset;
    auto time = fmt::format("{}", now.count());
    return {{"webhook-id", id},
            {"webhook-timestamp", time},
            {"webhook-signature", make_signature(*signature_style("standard_webhooks"), kSecret, id, time, body)}};
}

const std::string kToken = "Bearer second-token-for-tests-only-0123456789";

}  // namespace

TEST_CASE("a signed sender is taken, an altered body, an old and a future message are refused and leave nothing") {
    Sources sources(
        "  - {name: signer, format: generic, signature: {style: standard_webhooks, secret_file: hook.secret}}\n");
    const std::string body = R"({"id":"a-1","title":"Database dump leaked","severity":90})";
    CHECK(sources.post("signer", body + " ", signed_headers(body)).status == 401);
    CHECK(sources.post("signer", body, signed_headers(body, std::chrono::seconds(-310))).status == 401);
    CHECK(sources.post("signer", body, signed_headers(body, std::chrono::seconds(400))).status == 401);
    CHECK(sources.post("signer", body, {}).status == 401);
    CHECK(sources.alerts() == 0);
    auto taken = sources.post("signer", body, signed_headers(body));
    INFO(taken.body);
    CHECK(taken.status == 202);
    CHECK(sources.alerts() == 1);
    auto metrics = sources.daemon.call("", "GET", "/metrics").body;
    CHECK(metrics.find("breachd_alerts_refused_total{source=\"signer\",reason=\"proof\"} 4") != std::string::npos);
    CHECK(sources.daemon.log().find(kSecret) == std::string::npos);
}

TEST_CASE(
    "a signed message sent again within its window is answered as before, has no second effect, and a kill forgets "
    "nothing of it") {
    Sources sources(
        "  - {name: signer, format: generic, signature: {style: standard_webhooks, secret_file: hook.secret}}\n");
    const std::string body = R"({"id":"a-1","title":"Database dump leaked","severity":90})";
    auto headers = signed_headers(body);
    auto first = sources.post("signer", body, headers);
    REQUIRE(first.status == 202);
    sources.daemon.kill();
    REQUIRE(sources.daemon.start());
    auto again = sources.post("signer", body, headers);
    CHECK(again.status == 202);
    CHECK(text(again.parsed().at("accepted").at(0), "alert_id") ==
          text(first.parsed().at("accepted").at(0), "alert_id"));
    CHECK(at(sources.daemon.all("/api/v1/alerts?source=signer")[0], "repeats") == 0);
    // Signed anew it is a resend of the sender's own, and counts.
    CHECK(sources.post("signer", body, signed_headers(body, std::chrono::seconds(-100))).status == 202);
    CHECK(at(sources.daemon.all("/api/v1/alerts?source=signer")[0], "repeats") == 1);
}

TEST_CASE("an address that the source does not allow is 403 for the right token, whatever X-Forwarded-For says") {
    Sources sources("  - {name: inside, format: generic, token_file: tokens/second.token, allow: [10.0.0.0/8]}\n");
    auto refused =
        sources.post("inside", R"({"title":"x"})", {{"Authorization", kToken}, {"X-Forwarded-For", "10.0.0.1"}});
    CHECK(refused.status == 403);
    CHECK(refused.body.find("this address may not send for this source") != std::string::npos);
    CHECK(sources.alerts() == 0);
}

TEST_CASE("behind a trusted proxy the address is the one that the proxy names") {
    Sources sources("  - {name: inside, format: generic, token_file: tokens/second.token, allow: [10.0.0.0/8]}\n",
                    ", trusted_proxies: [127.0.0.1]");
    CHECK(
        sources
            .post("inside", R"({"title":"x"})", {{"Authorization", kToken}, {"X-Forwarded-For", "192.0.2.1, 10.0.0.1"}})
            .status == 202);
    CHECK(
        sources
            .post("inside", R"({"title":"x"})", {{"Authorization", kToken}, {"X-Forwarded-For", "10.0.0.1, 192.0.2.1"}})
            .status == 403);
}

TEST_CASE("a token in the address opens a source that allows it and never gets into the log") {
    Sources sources("  - {name: splunk, format: splunk, token_file: tokens/second.token, token_in_url: true}\n");
    const std::string body = R"({"sid":"s-1","search_name":"Dump leaked","result":{"host":"gps-db-1"}})",
                      token = "second-token-for-tests-only-0123456789";
    CHECK(sources.daemon.call("", "POST", "/api/v1/alerts/splunk?token=" + token, body).status == 202);
    CHECK(sources.daemon.call("", "POST", "/api/v1/alerts/splunk?token=" + token + "x", body).status == 401);
    CHECK(sources.daemon.call("", "POST", "/api/v1/alerts/wazuh?token=wazuh-token-for-tests-only-0123456789", body)
              .status == 401);
    CHECK(sources.daemon.log().find("second-token") == std::string::npos);
}

TEST_CASE("a source beyond its rate is told when to come again, and the others are taken meanwhile") {
    Sources sources("  - {name: busy, format: generic, token_file: tokens/second.token, rate: 1/m, burst: 2}\n");
    auto post = [&](const std::string& body) { return sources.post("busy", body, {{"Authorization", kToken}}); };
    CHECK(post(R"([{"title":"a","id":"1"},{"title":"b","id":"2"}])").status == 202);
    auto refused = post(R"({"title":"c","id":"3"})");
    CHECK(refused.status == 429);
    CHECK_FALSE(refused.header("retry-after").empty());
    CHECK(sources.daemon.alert(1).status == 202);
    CHECK(sources.alerts() == 3);
}

TEST_CASE("a mapped source is read by its mapping, in the daemon and in the tools") {
    Sources sources(
        "  - {name: badges, format: mapped, token_file: tokens/second.token, "
        "mapping: {id: /uid, title: /door/what, severity: /level, severity_top: 10, hosts: [/door/id]}}\n");
    const std::string body = R"({"uid":"b-1","door":{"what":"Forced open","id":"gate-7"},"level":9})";
    CHECK(sources.post("badges", body, {{"Authorization", kToken}}).status == 202);
    auto alerts = sources.daemon.all("/api/v1/alerts?source=badges");
    REQUIRE(alerts.size() == 1);
    CHECK(text(alerts[0], "title") == "Forced open");
    CHECK(text(alerts[0], "severity") == "90");
    testkit::spill(sources.daemon.path("badge.json"), body);
    const auto config = sources.daemon.path("breachd.yaml"), file = sources.daemon.path("badge.json");
    auto tried = testkit::run(
        {breachctl_program(), "-o", "json", "ingest", "try", "--config", config, "--source", "badges", file});
    INFO(tried.err);
    CHECK(tried.code == 0);
    CHECK(tried.out.find("Forced open") != std::string::npos);
    CHECK(testkit::run({breachctl_program(), "ingest", "try", "--format", "mapped", "--config", config, "--source",
                        "badges", file})
              .out.find("gate-7") != std::string::npos);
    auto tested = testkit::run({breachctl_program(), "triage", "test", "--config", config, "--source", "badges", file});
    CHECK(tested.out.find("Forced open") != std::string::npos);
}

TEST_CASE("a client certificate opens its source, and people without one still reach the API where it is optional") {
    testkit::Certificates papers;
    papers.add_client("sensor", "/O=Test/CN=sensor");
    Daemon daemon;
    int port = testkit::free_port();
    auto yaml = testkit::slurp(daemon.path("breachd.yaml"));
    auto at = yaml.find("server: {");
    yaml.replace(at, yaml.find('\n', at) - at,
                 fmt::format("server: {{listen: \"127.0.0.1:{}\", tls: {{certificate_file: {}, key_file: {}, "
                             "client_ca_file: {}, client_certificates: optional}}}}",
                             port, papers.server_certificate(), papers.server_key(), papers.ca()));
    yaml.insert(yaml.find("assets:\n"),
                "  - {name: sensor, format: generic, client_certificate: {subject: \"CN=sensor,O=Test\"}}\n");
    testkit::spill(daemon.path("breachd.yaml"), yaml);
    testkit::Process process({breachd_program(), "--config", daemon.path("breachd.yaml")}, daemon.path("tls.log"));
    auto status = [&](bool with_certificate, auto ask) {
        auto client = with_certificate
                          ? httplib::SSLClient("127.0.0.1", port, papers.certificate("sensor"), papers.key("sensor"))
                          : httplib::SSLClient("127.0.0.1", port);
        client.enable_server_certificate_verification(false);
        auto reply = ask(client);
        return reply ? reply->status : 0;
    };
    REQUIRE(
        testkit::wait_until([&] { return status(false, [](auto& client) { return client.Get("/-/ready"); }) == 200; },
                            std::chrono::seconds(20)));
    auto post = [&](bool with_certificate) {
        return status(with_certificate, [](auto& client) {
            return client.Post("/api/v1/alerts/sensor", R"({"title":"Dump leaked"})", "application/json");
        });
    };
    CHECK(post(true) == 202);
    CHECK(post(false) == 401);
}
