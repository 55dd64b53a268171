#include "api/routes/route.hpp"

#include <future>

#include "api_harness.hpp"

namespace breachd::api {

TEST_CASE("health is plain, readiness is asked for, metrics have the routes in them") {
    bool ready = false;
    Api api([&](ServerSettings&, Services& services) { services.ready = [&] { return ready; }; });
    CHECK(api.call("GET", "/-/healthy", "", {}, "").status == 200);
    CHECK(api.call("GET", "/-/ready", "", {}, "").status == 503);
    ready = true;
    CHECK(api.call("GET", "/-/ready", "", {}, "").status == 200);
    api.call("GET", "/api/v1/incidents/INC-2026-0001");
    api.call("GET", "/nosuch/INC-2026-0001");
    auto text = api.call("GET", "/metrics", "", {}, "").body;
    CHECK(
        text.find("breachd_http_requests_total{method=\"GET\",route=\"/api/v1/incidents/{id}\",status=\"404\"} 1\n") !=
        std::string::npos);
    CHECK(text.find("route=\"none\",status=\"404\"} 1\n") != std::string::npos);
    CHECK(text.find("INC-2026-0001") == std::string::npos);
    CHECK(text.find("breachd_extra 1\n") != std::string::npos);
    CHECK(text.find("breachd_build_info{version=\"test\"} 1\n") != std::string::npos);
}

TEST_CASE("a failed reload is 500 with the place and keeps serving") {
    Reloaded outcome = std::vector<std::string>{"syslog changed"};
    bool under_way = false;
    Api api([&](ServerSettings&, Services& services) {
        services.reload = [&](auto done) {
            if (!under_way) done(outcome);
            return !under_way;
        };
    });
    auto good = api.call("POST", "/-/reload", "", {}, "admin");
    CHECK(good.status == 200);
    CHECK(good.body == R"({"reloaded":true,"warnings":["syslog changed"]})");
    outcome = Error{ErrorCode::invalid, "unknown key", "breachd.yaml:3:1"};
    auto reply = api.call("POST", "/-/reload", "", {}, "admin");
    CHECK(reply.status == 500);
    CHECK(reply.body.find("breachd.yaml:3:1") != std::string::npos);
    CHECK(reply.body.find("unknown key") != std::string::npos);
    outcome = Error{ErrorCode::invalid, "b.yaml:41:79: not a rate\nb.yaml:46:25: unknown channel \"fax\"", ""};
    auto errors = api.call("POST", "/-/reload", "", {}, "admin").parsed().at("errors").as_array();
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].at("pointer") == "b.yaml:41:79");
    CHECK(errors[1].at("detail") == "unknown channel \"fax\"");
    under_way = true;
    CHECK(api.call("POST", "/-/reload", "", {}, "admin").status == 409);
}

TEST_CASE("a reload that takes long holds up no other request") {
    std::promise<std::function<void(Reloaded)>> begun;
    Api api([&](ServerSettings&, Services& services) {
        services.reload = [&](auto done) {
            begun.set_value(std::move(done));
            return true;
        };
    });
    auto waiting = std::async(std::launch::async, [&] { return api.call("POST", "/-/reload", "", {}, "admin"); });
    auto finish = begun.get_future().get();
    CHECK(api.call("GET", "/-/healthy").status == 200);
    finish(std::vector<std::string>{});
    CHECK(waiting.get().status == 200);
}

TEST_CASE("who is on call is asked for now or for a moment") {
    Api api;
    CHECK(api.call("GET", "/api/v1/oncall").parsed().at("at").as_string() == "2026-11-23T03:00:00Z");
    CHECK(api.call("GET", "/api/v1/oncall?at=2026-12-01T00:00:00Z").parsed().at("at").as_string() ==
          "2026-12-01T00:00:00Z");
    CHECK(api.call("GET", "/api/v1/oncall?at=later").status == 400);
    CHECK(api.call("GET", "/api/v1/whoami", "", {}, "auditor").parsed().at("role").as_string() == "auditor");
}

TEST_CASE("the router takes whole segments, decodes them, and knows what a path allows") {
    auto found = http::match_route(routes(), "GET", "/api/v1/incidents/INC%2D1/timeline");
    REQUIRE(found);
    REQUIRE(found->route != nullptr);
    CHECK(found->parts == std::vector<std::string>{"INC-1"});
    CHECK(http::match_route(routes(), "GET", "/api/v1/incidents//timeline")->route == nullptr);
    CHECK(http::match_route(routes(), "GET", "/api/v1/incidents/x/timeline/")->route == nullptr);
    CHECK(http::match_route(routes(), "GET", "/API/v1/incidents")->route == nullptr);
    CHECK(http::match_route(routes(), "GET", "/notices/a/b%20c")->parts == std::vector<std::string>{"a/b c"});
    CHECK(http::match_route(routes(), "PUT", "/a/token")->allow == "GET, HEAD, POST");
    CHECK_FALSE(http::match_route(routes(), "GET", "/api/v1/incidents/%zz"));
    CHECK_FALSE(http::match_route(routes(), "GET", "/api/v1/incidents/a%00b"));
}

}  // namespace breachd::api
