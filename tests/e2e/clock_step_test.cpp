// The machine's clock is set while the daemon runs: nothing that cannot be taken back is done on it.
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

void set_clock(Daemon& daemon, std::chrono::seconds off) {
    testkit::spill(daemon.path("clock"), std::to_string(off.count()));
}

}  // namespace

TEST_CASE("a clock that jumps 68 hours ahead publishes nothing, pages, and is believed when a person confirms it") {
    Daemon daemon;
    set_clock(daemon, std::chrono::seconds{0});
    REQUIRE(daemon.start({"env", "LD_PRELOAD=" BREACHD_CLOCK_SHIM, "BREACHD_TEST_CLOCK=" + daemon.path("clock")}));
    auto id = text(daemon.open(now_rfc3339()), "id");
    CHECK(daemon.call("an", "GET", "/api/v1/clock").parsed().at("in_doubt") == false);
    auto pages = daemon.world().received("/page").size();

    set_clock(daemon, std::chrono::hours{68});
    REQUIRE(
        testkit::wait_until([&] { return daemon.world().received("/page").size() > pages; }, std::chrono::seconds(30)));
    auto clock = daemon.call("an", "GET", "/api/v1/clock").parsed();
    CHECK(clock.at("in_doubt") == true);
    auto off = clock.at("off_by_s").to_number<std::int64_t>();  // from the tick of a second it may miss one
    CHECK(off >= 68 * 3600 - 1);
    CHECK(off <= 68 * 3600 + 1);
    CHECK(daemon.call("an", "GET", "/metrics").body.find("breachd_clock_in_doubt 1") != std::string::npos);
    auto incident = daemon.incident(id);
    CHECK(text(incident, "public_notice.state") == "none");
    CHECK(text(obligation(incident, "authority-report"), "state") == "running");

    // It outlives the process; an acknowledgement signed by the right time is still taken.
    daemon.kill();
    REQUIRE(daemon.start({"env", "LD_PRELOAD=" BREACHD_CLOCK_SHIM, "BREACHD_TEST_CLOCK=" + daemon.path("clock")}));
    CHECK(daemon.call("an", "GET", "/api/v1/clock").parsed().at("in_doubt") == true);

    auto reason = json::object{{"reason", "đã đối chiếu với đồng hồ chuẩn"}};
    CHECK(daemon.post("an", "/api/v1/clock/confirm", reason).status == 403);
    CHECK(daemon.post("dpo", "/api/v1/clock/confirm", json::object{}).status == 422);
    CHECK(daemon.post("dpo", "/api/v1/clock/confirm", reason).status < 300);
    CHECK(daemon.wait_incident(id, [](const json::value& it) {
        return text(it, "public_notice.state") != "none";  // by the rule: four hours are left
    }));
    CHECK(daemon.post("dpo", "/api/v1/clock/confirm", reason).status == 409);
    CHECK(daemon.call("an", "GET", "/api/v1/clock").parsed().at("in_doubt") == false);
}
