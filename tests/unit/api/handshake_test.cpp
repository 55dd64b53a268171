// Questions that senders ask first: answered as plain text for sources of that format, for no other.
#include "api_harness.hpp"

namespace breachd::api {

namespace {

struct Asked {
    Api api;
    explicit Asked(std::function<void(Source&)> change) {
        api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
        auto access = std::make_shared<Access>(*api.access.load());
        Source source;
        source.name = "s";
        change(source);
        access->sources.push_back(std::move(source));
        api.access = access;
    }
    testkit::HttpReply call(const std::string& method, const std::string& query = "", const std::string& body = "",
                            testkit::HttpHeaders headers = {}) {
        return api.call(method, "/api/v1/alerts/s" + query, body, std::move(headers), "");
    }
};

void check_plain(const testkit::HttpReply& reply, const std::string& text) {
    CHECK(reply.status == 200);
    CHECK(reply.body == text);
    CHECK(reply.header("content-type").starts_with("text/plain"));
    CHECK(reply.header("x-content-type-options") == "nosniff");
}

const std::string kState = "client-state-0123456789";

std::string notification(const std::string& state) {
    return R"({"value":[{"clientState":")" + state + R"(","id":"a1","title":"Exfiltration","severity":"high"}]})";
}

}  // namespace

TEST_CASE("Graph's validation token comes back as text, decoded, for a source of its formats") {
    for (const char* format : {"sentinel", "defender"}) {
        Asked asked([&](Source& source) {
            source.format = format;
            source.client_state_sha256 = sha256(kState);
        });
        check_plain(asked.call("POST", "?validationToken=Validation%3A%20a%3Cb%3E"), "Validation: a<b>");
        CHECK(asked.call("POST", "?validationToken=" + std::string(2049, 'x')).status == 400);
        CHECK(asked.api.count() == 0);
    }
    Asked other([](Source& source) {
        source.format = "generic";
        source.token_sha256 = sha256("bnd_s");
    });
    CHECK(other.call("POST", "?validationToken=x").status == 401);
    auto reply = other.call("POST", "?validationToken=seen", R"({"title":"x"})", {{"Authorization", "Bearer bnd_s"}});
    CHECK(reply.status == 202);
    CHECK(reply.body.find("seen") == std::string::npos);
}

TEST_CASE("the validation token of a source with networks and a token comes back only where both hold") {
    Asked asked([](Source& source) {
        source.format = "sentinel";
        source.token_sha256 = sha256("bnd_s");
        source.token_in_url = true;
    });
    CHECK(asked.call("POST", "?validationToken=x").status == 401);
    check_plain(asked.call("POST", "?access_token=bnd_s&validationToken=x"), "x");
    Asked elsewhere([](Source& source) {
        source.format = "sentinel";
        source.client_state_sha256 = sha256(kState);
        source.allow = {*parse_network("20.20.32.0/19")};
    });
    CHECK(elsewhere.call("POST", "?validationToken=x").status == 401);
}

TEST_CASE("every notification of Graph carries the client state, or none is taken") {
    Asked asked([](Source& source) {
        source.format = "sentinel";
        source.client_state_sha256 = sha256(kState);
    });
    CHECK(asked.call("POST", "", notification(kState)).status == 202);
    CHECK(asked.api.last_command<engine::IngestAlerts>().proof == SenderProof::token);
    auto refuse = [&](const std::string& body) { CHECK(asked.call("POST", "", body).status == 401); };
    refuse(notification("another-state-0123456789"));
    refuse(notification(""));
    refuse(R"({"value":[]})");
    refuse(R"({"value":[{"id":"a"}]})");
    refuse(R"([{"clientState":")" + kState + R"("}])");
    refuse("no JSON");
    auto two = notification(kState);
    two.insert(two.size() - 2, R"(,{"clientState":"x","id":"a2","title":"y"})");
    refuse(two);
    CHECK(asked.api.count() == 1);
}

TEST_CASE("an event service is told that it may send, and how fast, for a source of CloudEvents only") {
    Asked asked([](Source& source) {
        source.format = "cloudevents";
        source.token_sha256 = sha256("bnd_s");
        source.rate_per_second = 2;
    });
    auto reply = asked.call("OPTIONS", "", "", {{"WebHook-Request-Origin", "eventgrid.azure.net"}});
    CHECK(reply.status == 200);
    CHECK(reply.header("webhook-allowed-origin") == "eventgrid.azure.net");
    CHECK(reply.header("webhook-allowed-rate") == "120");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(asked.call("OPTIONS").status == 400);
    auto refused = asked.call("OPTIONS", "", "", {{"WebHook-Request-Origin", "<script>"}});
    CHECK(refused.status == 400);
    CHECK(refused.parsed().at("detail") == "WebHook-Request-Origin must name the sender's host");
    auto other = asked.api.call("OPTIONS", "/api/v1/alerts/wazuh", "", {{"WebHook-Request-Origin", "a.b"}}, "wazuh");
    CHECK(other.status == 405);
    CHECK(other.header("webhook-allowed-origin").empty());
}

TEST_CASE(
    "OPTIONS needs no token, and is the same 405 for every other format, a source that there is not, and anybody") {
    Asked asked([](Source& source) {
        source.format = "cloudevents";
        source.token_sha256 = sha256("bnd_s");
        source.allow = {*parse_network("20.20.32.0/19")};  // not from here
    });
    const auto first = asked.api.call("OPTIONS", "/api/v1/alerts/wazuh", "", {}, "");
    CHECK(first.status == 405);
    CHECK(first.header("allow") == "POST");
    for (const char* path : {"wazuh", "other", "nosuch", "s"})
        for (const char* token : {"", "wazuh", "other", "dpo", "viewer", "unknown"}) {
            INFO(path << " as " << token);
            auto reply = asked.api.call("OPTIONS", std::string("/api/v1/alerts/") + path, "",
                                        {{"WebHook-Request-Origin", "a.b"}}, token);
            CHECK(reply.status == 405);
            CHECK(reply.body == first.body);
        }
}

TEST_CASE("Nightfall's challenge comes back once its signature holds, and only in that style") {
    const std::string secret = "secret-of-nightfall-0123456789", body = R"({"challenge":"c-1"})";
    auto scheme = *signature_style("nightfall");
    auto headers = [&](const Api& api, const std::string& key, const std::string& of = R"({"challenge":"c-1"})") {
        auto time = std::to_string(to_ms(api.now) / 1000);
        return testkit::HttpHeaders{{scheme.header, make_signature(scheme, key, "", time, of)},
                                    {scheme.timestamp_header, time}};
    };
    Asked asked([&](Source& source) {
        source.format = "dlp";
        source.signature = scheme;
        source.signature_secrets = {secret};
    });
    check_plain(asked.call("POST", "", body, headers(asked.api, secret)), "c-1");
    CHECK(asked.call("POST", "", body, headers(asked.api, "another-secret-0123456789")).status == 401);
    CHECK(asked.api.count() == 0);
    const std::string alert = R"({"challenge":"c-1","title":"Rò rỉ"})";
    CHECK(asked.call("POST", "", alert, headers(asked.api, secret, alert)).status == 202);
    CHECK(asked.api.count() == 1);
    Asked other([&](Source& source) {
        source.format = "dlp";
        source.token_sha256 = sha256("bnd_s");
    });
    CHECK(other.call("POST", "", body, {{"Authorization", "Bearer bnd_s"}}).body.find("c-1") == std::string::npos);
}

}  // namespace breachd::api
