// What the people of the daemon learn of refused calls, while the caller gets one answer.
#include "api_harness.hpp"
#include "notifiers/signature.hpp"

namespace breachd::api {

namespace {

using namespace std::chrono_literals;

const std::string kSecret = "whsec_" + base64("a secret of the sender, 32 bytes");
const std::string kAlert = R"({"id":"a1","title":"Dump leaked","severity":90})";

struct Refused {
    std::vector<std::string> log;
    std::mutex mutex;
    Api api{[this](ServerSettings&, Services& services) {
        services.warn = [this](const std::string& line) {
            std::lock_guard lock(mutex);
            log.push_back(line);
        };
    }};

    Refused() {
        api.engine = [](const engine::Envelope& envelope) {
            if (std::holds_alternative<engine::IngestAlerts>(envelope.command))
                return Result<engine::Answer>(engine::Accepted{});
            return Result<engine::Answer>(engine::Changed{sample_incident("INC-2026-0001", 7), {}});
        };
        auto access = std::make_shared<Access>(*api.access.load());
        Source signer = source_of("signer", "generic");
        signer.signature = signature_style("standard_webhooks");
        signer.signature_secrets = {kSecret};
        access->sources.push_back(signer);
        access->hooks = {{"pager", "standard_webhooks", {kSecret}}};
        api.access = access;
    }

    testkit::HttpHeaders headers(const std::string& body, std::chrono::seconds offset, const std::string& secret) {
        Instant at = std::chrono::floor<std::chrono::seconds>(api.now) + offset;
        return {{"svix-id", "msg_1"},
                {"svix-timestamp", std::to_string(to_ms(at) / 1000)},
                {"svix-signature", sign_webhook(secret, "msg_1", at, body)}};
    }
    int alert(std::chrono::seconds offset = 0s, const std::string& secret = kSecret) {
        return api.call("POST", "/api/v1/alerts/signer", kAlert, headers(kAlert, offset, secret), "").status;
    }
    int acknowledge(const std::string& by, const std::string& secret = kSecret) {
        auto body = json::serialize(
            json::object{{"type", "incident.acknowledge"}, {"data", {{"incident_id", "INC-2026-0001"}, {"by", by}}}});
        return api.call("POST", "/api/v1/hooks/pager", body, headers(body, 0s, secret), "").status;
    }
    // "too_old × 2", "" when nothing of it was refused.
    std::string last(const std::string& list, const std::string& member, const std::string& name) {
        auto sources = api.call("GET", "/api/v1/sources").parsed();
        for (const auto& item : sources.at(list).as_array()) {
            if (item.at(member) != json::value(name) || item.at("last_refusal").is_null()) continue;
            const auto& refusal = item.at("last_refusal");
            CHECK(refusal.at("at") == json::value(format_rfc3339(api.now)));
            CHECK_FALSE(refusal.at("why").at("vi").as_string().empty());
            return std::string(refusal.at("cause").as_string()) + " × " + json::serialize(refusal.at("count"));
        }
        return "";
    }
};

}  // namespace

TEST_CASE("a refused call leaves its reason in the list of sources, and the caller gets one answer for all") {
    Refused refused;
    CHECK(refused.alert() == 202);
    CHECK(refused.last("items", "source", "signer").empty());
    CHECK(refused.alert(-412s) == 401);
    CHECK(refused.last("items", "source", "signer") == "too_old × 1");
    CHECK(refused.alert(301s) == 401);
    CHECK(refused.last("items", "source", "signer") == "ahead × 2");
    CHECK(refused.alert(0s, "whsec_" + base64("quite another key of 32 bytes...")) == 401);
    CHECK(refused.last("items", "source", "signer") == "signature_wrong × 3");
    CHECK(refused.api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "nobody").status == 401);
    CHECK(refused.last("items", "source", "wazuh") == "token_unknown × 1");
    CHECK(refused.api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "other").status == 403);
    CHECK(refused.last("items", "source", "wazuh") == "token_of_another × 2");
    CHECK(refused.api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "").status == 401);
    CHECK(refused.last("items", "source", "wazuh") == "nothing_shown × 3");
    CHECK(refused.acknowledge("an") == 200);
    CHECK(refused.acknowledge("ai do") == 422);
    CHECK(refused.last("hooks", "hook", "pager") == "person_unknown × 1");
    CHECK(refused.acknowledge("an", "whsec_" + base64("quite another key of 32 bytes...")) == 401);
    CHECK(refused.last("hooks", "hook", "pager") == "signature_wrong × 2");
    auto old = refused.api.call("POST", "/api/v1/alerts/signer", kAlert, refused.headers(kAlert, -412s, kSecret), "");
    auto nobody = refused.api.call("POST", "/api/v1/alerts/nosuch", kAlert, {}, "");
    CHECK(old.body == nobody.body);
}

TEST_CASE("the log has one line a minute for each sender, with the count and the last reason, and no secret") {
    Refused refused;
    for (int i = 0; i < 20; ++i) refused.alert(-412s);
    REQUIRE(refused.log.size() == 1);
    CHECK(refused.log[0] ==
          "source signer: 1 calls refused since the last line; the last: signed 412 s ago: check the "
          "sender's clock");
    refused.api.now += 61s;
    refused.alert(0s, "whsec_" + base64("quite another key of 32 bytes..."));
    refused.acknowledge("Bí Mật");
    REQUIRE(refused.log.size() == 3);
    CHECK(refused.log[1].starts_with("source signer: 20 calls refused since the last line; "));
    for (const auto& line : refused.log) {
        CHECK(line.find("whsec_") == std::string::npos);
        CHECK(line.find("Bí Mật") == std::string::npos);
        CHECK(line.find("127.0.0.1") == std::string::npos);
    }
}

TEST_CASE("a known sender that keeps failing for ten minutes is told to the engine, once a day, a success ends it") {
    Refused refused;
    auto& api = refused.api;
    auto fail = [&](std::chrono::minutes later) {
        api.now += later;
        auto before = api.count();
        refused.alert(-412s);
        return api.count() - before;
    };
    CHECK(fail(0min) + fail(1min) + fail(1min) + fail(1min) == 0);
    CHECK(refused.alert() == 202);  // it works
    CHECK(fail(8min) + fail(1min) + fail(1min) + fail(7min) == 0);
    CHECK(fail(2min) == 1);  // eleven minutes since
    auto noted = api.last_command<engine::NoteRefused>();
    CHECK(noted.kind == "source");
    CHECK(noted.name == "signer");
    CHECK(noted.cause == "too_old");
    CHECK(noted.seconds == 412);
    for (int i = 0; i < 23; ++i) CHECK(fail(60min) == 0);
    CHECK(fail(60min) == 1);
}

TEST_CASE("a stranger never wakes anybody: no proof at all, an unknown name, an address that may not send") {
    Refused refused;
    auto& api = refused.api;
    auto access = std::make_shared<Access>(*api.access.load());
    auto inside = source_of("inside", "generic");
    inside.token_sha256 = sha256("bnd_inside");
    inside.allow = {*parse_network("10.0.0.0/8")};
    access->sources.push_back(inside);
    api.access = access;
    for (int i = 0; i < 40; ++i) {
        api.now += 1min;
        api.call("POST", "/api/v1/alerts/wazuh", kAlert, {}, "");
        api.call("POST", "/api/v1/alerts/signer", kAlert, {}, "");
        api.call("POST", "/api/v1/alerts/nosuch", kAlert, {}, "nobody");
        api.call("POST", "/api/v1/alerts/inside", kAlert, {}, "nobody");
        api.call("POST", "/api/v1/hooks/pager", "{}", {}, "");
        api.call("POST", "/api/v1/hooks/nosuch", "{}", refused.headers("{}", 0s, kSecret), "");
    }
    CHECK(api.count() == 0);
}

}  // namespace breachd::api
