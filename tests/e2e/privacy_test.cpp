// Personal data of subjects stands nowhere in clear: not in the database, the log, the metrics, the public page.
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

TEST_CASE("a subject's name, its child's, address, number and reference are found in no file, log, metric or list") {
    testkit::SmtpSink sink;
    Settings settings;
    settings.email_url = sink.url();
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto incident = daemon.open(now_rfc3339());
    auto id = text(incident, "id");
    auto path = "/api/v1/incidents/" + id;
    const std::vector<std::string> canaries = {"chimhoangyen",     "0987123456",   "987123456",
                                               "Hoàng Yến Canary", "MA-CANARY-77", "Chim Non Canary"};
    std::string csv =
        "subject_ref,name,guardian_of,email,phone\n"
        "MA-CANARY-77,Hoàng Yến Canary,Chim Non Canary,chimhoangyen@hopthu.test,0987123456\n"
        "MA-CANARY-771,Hoàng Yến Canary,,,0987123456\n";
    REQUIRE(daemon.call("an", "POST", path + "/subjects", csv, {{"Content-Type", "text/csv"}}).status < 300);
    auto bad =
        daemon.call("an", "POST", path + "/subjects", "subject_ref,email\n,chimhoangyen@hopthu.test\n\"MA-CANARY-77\n",
                    {{"Content-Type", "text/csv"}});
    CHECK(bad.status == 422);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "notice_run.told") == "2"; }));
    CHECK(sink.messages().size() == 1);

    std::string shown = daemon.call("", "GET", "/metrics").body + bad.body;
    for (const char* rest : {"", "/timeline", "/deliveries", "/subjects/status", "/pages", "/notice", "/public-notice"})
        shown += daemon.call("dpo", "GET", path + rest).body;
    shown += daemon.call("auditor", "POST", path + "/evidence").body;
    CHECK(daemon.stop() == 0);
    REQUIRE(daemon.start());
    for (const auto& canary : canaries) {
        INFO(canary);
        CHECK(shown.find(canary) == std::string::npos);
        CHECK(daemon.log().find(canary) == std::string::npos);
        for (const auto& folder : {"data", "public"})
            for (const auto& file : testkit::files_below(daemon.path(folder))) {
                INFO(file);
                CHECK(testkit::slurp(file).find(canary) == std::string::npos);
            }
    }
}

TEST_CASE("an alert's raw text is sealed on disk") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto alert = wazuh_alert(1, "gps-db-1");
    alert.insert(1, "\"full_log\": \"CANARY-IN-THE-LOG-LINE\", ");
    REQUIRE(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", alert).status == 202);
    REQUIRE(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", "{\"broken\": \"CANARY-IN-THE-LOG-LINE\"").status ==
            422);
    CHECK(daemon.stop() == 0);
    for (const auto& file : testkit::files_below(daemon.path("data"))) {
        INFO(file);
        CHECK(testkit::slurp(file).find("CANARY-IN-THE-LOG-LINE") == std::string::npos);
    }
    CHECK(daemon.log().find("CANARY-IN-THE-LOG-LINE") == std::string::npos);
}
