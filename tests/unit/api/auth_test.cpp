#include "api/routes/route.hpp"
#include "api_harness.hpp"

namespace breachd::api {

TEST_CASE("without a token the answer is 401, beyond the role it is 403") {
    Api api;
    api.put_incident("INC-2026-0001", "Lộ dữ liệu vị trí");
    struct Row {
        const char *method, *path;
        std::string allowed;  // roles, one letter each: viewer responder dpo auditor admin
    };
    const Row rows[] = {
        {"GET", "/api/v1/incidents", "vrdu"},
        {"GET", "/api/v1/incidents/INC-2026-0001", "vrdu"},
        {"GET", "/api/v1/incidents/INC-2026-0001/timeline", "vrdu"},
        {"GET", "/api/v1/clocks", "vrdu"},
        {"GET", "/api/v1/alerts", "vrdu"},
        {"GET", "/api/v1/quarantine", "vrdua"},
        {"GET", "/api/v1/oncall", "vrdua"},
        {"GET", "/api/v1/incidents/INC-2026-0001/deliveries", "vrdu"},
        {"POST", "/api/v1/incidents", "rd"},
        {"PATCH", "/api/v1/incidents/INC-2026-0001", "rd"},
        {"POST", "/api/v1/incidents/INC-2026-0001/acknowledge", "rd"},
        {"POST", "/api/v1/incidents/INC-2026-0001/close", "rd"},
        {"POST", "/api/v1/incidents/INC-2026-0001/notice/pause", "rd"},
        {"POST", "/api/v1/incidents/INC-2026-0001/notice/release", "rd"},  // the engine asks who wrote the text
        {"POST", "/api/v1/incidents/INC-2026-0001/tasks/t1/done", "rd"},
        {"GET", "/api/v1/channels", "vrdua"},
        {"POST", "/api/v1/channels/pager/check", "rda"},
        {"POST", "/api/v1/channels/pager/test", "rda"},
        {"POST", "/-/reload", "a"},
    };
    const std::pair<char, const char*> roles[] = {{'v', "viewer"},  {'r', "responder"}, {'d', "dpo"},
                                                  {'u', "auditor"}, {'a', "admin"},     {'-', "wazuh"}};
    for (const auto& row : rows) {
        std::string body = std::string(row.method) == "GET" ? "" : "{}";
        CHECK(api.call(row.method, row.path, body, {}, "").status == 401);
        CHECK(api.call(row.method, row.path, body, {}, "nobody").status == 401);
        for (auto [letter, name] : roles) {
            INFO(row.method << " " << row.path << " as " << name);
            int status = api.call(row.method, row.path, body, {}, name).status;
            if (row.allowed.find(letter) != std::string::npos)
                CHECK(status == 200);
            else
                CHECK(status == 403);
        }
    }
}

TEST_CASE("a source's token opens its own source and nothing else") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
    const std::string alert =
        R"({"rule":{"level":12,"description":"x","id":"1"},"id":"1.2","timestamp":"2026-11-23T03:00:00.000+0000"})";
    CHECK(api.call("POST", "/api/v1/alerts/wazuh", alert, {}, "wazuh").status == 202);
    CHECK(api.last().actor == "source:wazuh");
    CHECK(api.call("POST", "/api/v1/alerts/other", alert, {}, "wazuh").status == 403);
    CHECK(api.call("POST", "/api/v1/alerts/nosuch", alert, {}, "wazuh").status == 404);
    CHECK(api.call("POST", "/api/v1/alerts/nosuch", alert, {}, "").status == 401);
    CHECK(api.call("POST", "/api/v1/alerts/wazuh", alert, {}, "dpo").status == 403);
    CHECK(api.count() == 1);
}

TEST_CASE("a token may come as Bearer, as Basic password or in X-API-Key, but only once and never in the address") {
    Api api;
    auto status = [&](testkit::HttpHeaders headers, const std::string& path = "/api/v1/clocks") {
        return api.call("GET", path, "", std::move(headers), "").status;
    };
    CHECK(status({{"Authorization", "bearer bnd_dpo"}}) == 200);
    CHECK(status({{"Authorization", "Basic " + base64("anybody:bnd_dpo")}}) == 200);
    CHECK(status({{"X-API-Key", "bnd_dpo"}}) == 200);
    CHECK(status({{"X-API-Key", "bnd_dpo"}, {"Authorization", "Bearer bnd_dpo"}}) == 401);
    CHECK(status({{"Authorization", "Basic !!!"}}) == 401);
    CHECK(status({{"Authorization", "Digest bnd_dpo"}}) == 401);
    CHECK(status({}, "/api/v1/clocks?token=bnd_dpo&access_token=bnd_dpo") == 401);
    auto refused = api.call("GET", "/api/v1/clocks", "", {}, "");
    CHECK(refused.header("www-authenticate").starts_with("Bearer"));
}

TEST_CASE("every refusal is a problem document and says nothing of the token") {
    Api api;
    auto reply = api.call("GET", "/api/v1/clocks", "", {{"Authorization", "Bearer bnd_secret_value"}}, "");
    CHECK(reply.status == 401);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(reply.parsed().at("status").to_number<int>() == 401);
    CHECK(reply.parsed().at("title").as_string() == "Unauthorized");
    CHECK(reply.body.find("secret_value") == std::string::npos);
}

TEST_CASE("tokens are replaced by a reload without a restart") {
    Api api;
    CHECK(api.call("GET", "/api/v1/clocks").status == 200);
    auto next = std::make_shared<Access>();
    next->tokens.push_back({"new", Role::viewer, sha256("bnd_new")});
    api.access = next;
    CHECK(api.call("GET", "/api/v1/clocks").status == 401);
    CHECK(api.call("GET", "/api/v1/clocks", "", {}, "new").status == 200);
}

}  // namespace breachd::api
