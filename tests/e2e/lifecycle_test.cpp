// Starting, stopping, reloading, and what a wrong configuration or database does.
#include <fmt/format.h>

#include <filesystem>
#include <regex>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

TEST_CASE("a wrong configuration stops the start and names file, line and column") {
    Daemon daemon;
    Settings settings;
    settings.extra = "retentoin: {years: 5}";
    daemon.write_config(settings);
    auto started =
        testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml")}, "", std::chrono::seconds(20));
    INFO(started.out << started.err);
    CHECK(started.code == 1);
    CHECK((started.out + started.err).find(":1: unknown key \"retentoin\"") != std::string::npos);
    auto checked = testkit::run({breachctl_program(), "check-config", daemon.path("breachd.yaml")});
    CHECK(checked.code == 1);
    CHECK(testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}).code == 1);
    daemon.write_config({});
    CHECK(testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}).code == 0);
    CHECK(testkit::run({breachctl_program(), "check-config", daemon.path("breachd.yaml")}).code == 0);
    std::filesystem::permissions(daemon.path("master.key"), std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);  // the daemon would not start with it
    CHECK(testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}).code == 1);
    CHECK(testkit::run({breachctl_program(), "check-config", daemon.path("breachd.yaml")}).code == 1);
    CHECK(testkit::run({breachd_program(), "--no-such-option"}).code == 2);
}

TEST_CASE("time_scale in live mode is a configuration error") {
    Daemon daemon;
    Settings settings;
    settings.extra = "time_scale: 60";
    daemon.write_config(settings);
    CHECK(testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}).code == 1);
}

TEST_CASE("a drill's database is refused by a live daemon, and the other way round") {
    for (const char* mode : {"drill", "live"}) {
        INFO("made in mode " << mode);
        Settings settings;
        settings.mode = mode;
        Daemon daemon(settings);
        REQUIRE(daemon.start());
        CHECK(daemon.stop() == 0);
        settings.mode = mode == std::string("drill") ? "live" : "drill";
        daemon.write_config(settings);
        auto started =
            testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml")}, "", std::chrono::seconds(20));
        INFO(started.out << started.err);
        CHECK(started.code == 1);
    }
}

TEST_CASE("SIGTERM ends with exit code 0, and what was accepted is there at the next start") {
    Daemon daemon;
    REQUIRE(daemon.start());
    REQUIRE(daemon.alert(1).status == 202);
    CHECK(daemon.stop() == 0);
    REQUIRE(daemon.start());
    CHECK(daemon.all("/api/v1/alerts").size() == 1);
}

TEST_CASE("SIGTERM in the middle of a run leaves no message whose fate is unknown") {
    testkit::SmtpSink sink({"-W", ".:1"});  // a message a second and connection
    Settings settings;
    settings.email_url = sink.url();
    settings.email_options = "rate: 500/s, connections: 4, on_unknown: leave";
    settings.order = "[email]";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    std::string people = "subject_ref,name,email\n";
    for (int i = 0; i < 100; ++i) people += fmt::format("KH-{},Người {},kh{}@hopthu.test\n", i, i, i);
    REQUIRE(daemon.call("an", "POST", path + "/subjects", people, {{"Content-Type", "text/csv"}}).status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(testkit::wait_until([&] { return sink.messages().size() >= 4; }));
    CHECK(daemon.stop() == 0);
    auto sent = sink.recipients().size();
    CHECK(daemon.log().find("is left to the restart") == std::string::npos);
    REQUIRE(daemon.start());
    std::size_t told = 0;
    for (const auto& row : daemon.all(path + "/deliveries")) {
        INFO(json::serialize(row));
        CHECK(text(row, "words") == "");
        told += text(row, "state") == "accepted";
    }
    CHECK(told >= sent);
    CHECK(text(daemon.incident(id), "notice_run.unreachable") == "0");
    CHECK(text(daemon.incident(id), "public_notice.state") == "none");
}

TEST_CASE("SIGHUP takes a good configuration and keeps the old one on an error") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Settings changed;
    changed.second_person = false;
    changed.extra = "unknown_key: 1";
    daemon.write_config(changed);
    auto refused = daemon.call("admin", "POST", "/-/reload");
    INFO(refused.body);
    CHECK(refused.status == 500);
    CHECK(refused.body.find("unknown_key") != std::string::npos);
    auto once = daemon.log().size();
    daemon.hang_up();
    CHECK(testkit::wait_until([&] { return daemon.log().find("unknown_key", once) != std::string::npos; }));
    CHECK(daemon.alert(1).status == 202);

    changed.extra = "";
    daemon.write_config(changed);
    auto taken = daemon.call("admin", "POST", "/-/reload");
    INFO(taken.body);
    CHECK(taken.status == 200);
    CHECK(daemon.call("an", "POST", "/-/reload").status == 403);
    // second_person is off now: the drafter may release.
    auto incident = daemon.open(now_rfc3339());
    auto path = "/api/v1/incidents/" + text(incident, "id");
    REQUIRE(daemon.call("dpo", "PUT", path + "/notice", R"({"vi":{"subject":"Thông báo"}})").status == 200);
    REQUIRE(daemon
                .call("an", "POST", path + "/subjects", "subject_ref,phone\nKH-1,0900000001\n",
                      {{"Content-Type", "text/csv"}})
                .status < 300);
    auto released = daemon.post("dpo", path + "/notice/release", json::object{});
    INFO(released.body);
    CHECK(released.status < 300);
}

TEST_CASE("a reload names in its answer and in the log what only a restart takes") {
    Daemon daemon;
    REQUIRE(daemon.start());
    CHECK(daemon.call("admin", "POST", "/-/reload").body.find("until a restart") == std::string::npos);
    auto yaml = testkit::slurp(daemon.path("breachd.yaml"));
    yaml.insert(yaml.find("server: {") + 9, "limits: {connections: 500}, trusted_proxies: [192.0.2.1], ");
    testkit::spill(daemon.path("breachd.yaml"), yaml);
    auto taken = daemon.call("admin", "POST", "/-/reload");
    INFO(taken.body);
    CHECK(taken.status == 200);
    for (std::string section : {"server.limits", "server.trusted_proxies"}) {
        CHECK(taken.body.find(section + " changed: it is read at start only") != std::string::npos);
        CHECK(daemon.log().find(section + " changed: it is read at start only") != std::string::npos);
    }
    CHECK(taken.body.find("server.listen") == std::string::npos);
}

TEST_CASE("fewer open files than the configured connections need is said at start, with both numbers") {
    Daemon daemon;
    testkit::Process process({"/bin/sh", "-c", "ulimit -n 1000; exec \"$0\" --config \"$1\"", breachd_program(),
                              daemon.path("breachd.yaml")},
                             daemon.path("few.log"));
    // 4,096 connections, 256 others, and those of the channels.
    auto said = [&] { return testkit::slurp(daemon.path("few.log")); };
    CHECK(
        testkit::wait_until([&] { return said().find("open files, the process may have 1000") != std::string::npos; }));
    CHECK(std::regex_search(said(), std::regex("need 4[3-6][0-9][0-9] open files")));
}

TEST_CASE("health, readiness and metrics are there without a token") {
    Daemon daemon;
    REQUIRE(daemon.start());
    CHECK(daemon.call("", "GET", "/-/healthy").status == 200);
    CHECK(daemon.call("", "GET", "/-/ready").status == 200);
    auto metrics = daemon.call("", "GET", "/metrics");
    CHECK(metrics.status == 200);
    CHECK(metrics.body.find("breachd_") != std::string::npos);
    auto description = daemon.call("", "GET", "/api/v1/openapi.yaml");
    CHECK(description.status == 200);
    CHECK(description.body.find("/api/v1/incidents") != std::string::npos);
}
