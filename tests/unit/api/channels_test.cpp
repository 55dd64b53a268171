// Channels over the API: what they can do, and asking one without a message to anybody.
#include "api_harness.hpp"
#include "testkit/catch.hpp"

namespace breachd::api {

TEST_CASE("a check is no command: it goes past the engine, and comes back with what the channel said") {
    Api api;
    auto reply = api.call("POST", "/api/v1/channels/pager/check", "", {}, "responder");
    REQUIRE(reply.status == 200);
    auto body = parse_json(reply.body)->as_object();
    CHECK(body.at("channel") == "pager");
    CHECK(body.at("works") == true);
    CHECK(body.at("address_fault") == "");
    auto dry = api.call("POST", "/api/v1/channels/pager/check", R"({"to":"an"})", {}, "responder");
    CHECK(parse_json(dry.body)->as_object().at("address_fault") == "no address");
    CHECK(api.count() == 0);
}

TEST_CASE("a channel that is not there is 404, too many checks are 503 with a time to come back") {
    Api api([](ServerSettings&, Services& services) {
        services.check_channel = [](std::string, std::string, auto) { return false; };
    });
    CHECK(api.call("POST", "/api/v1/channels/fax/check", "", {}, "admin").status == 404);
    Wire wire(api.port());
    wire.send("POST /api/v1/channels/pager/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_admin\r\n\r\n");
    auto busy = wire.read_response();
    CHECK(status_of_response(busy) == 503);
    auto later = busy.find("Retry-After: ");
    CHECK(later != busy.npos);
    CHECK(later == busy.rfind("Retry-After: "));  // once
}

TEST_CASE("the list of channels is a list like every other") {
    Api api;
    auto reply = api.call("GET", "/api/v1/channels", "", {}, "viewer");
    REQUIRE(reply.status == 200);
    auto body = parse_json(reply.body)->as_object();
    CHECK(body.at("items").as_array().at(0).as_object().at("name") == "pager");
    CHECK(body.at("next").is_null());
}

}  // namespace breachd::api
