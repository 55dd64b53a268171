// Clocks from outside: absolute due times, late facts, restarts.
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

TEST_CASE("detected in the last second of the year: due 72 hours later, for subjects and authority, through restarts") {
    // Drill time runs there: a detection may not lie in the future.
    Settings settings;
    settings.mode = "drill";
    settings.time_scale = 1'000'000;
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    json::object facts = notice_facts();
    facts["title"] = "Lộ dữ liệu vị trí";
    facts["detected_at"] = "2026-12-31T23:59:59+07:00";
    HttpReply opened;
    REQUIRE(testkit::wait_until([&] { return (opened = daemon.post("an", "/api/v1/incidents", facts)).status == 201; },
                                std::chrono::seconds(60)));
    auto id = text(opened.parsed(), "id");
    auto check = [&](const json::value& incident) {
        for (const char* duty : {"subjects-location-biometric", "authority-report"}) {
            INFO(duty);
            CHECK(text(obligation(incident, duty), "starts_at") == "2026-12-31T16:59:59Z");
            CHECK(text(obligation(incident, duty), "due_at") == "2027-01-03T16:59:59Z");
        }
    };
    check(opened.parsed());
    daemon.kill();
    REQUIRE(daemon.start());
    check(daemon.incident(id));
    CHECK(daemon.stop() == 0);
    REQUIRE(daemon.start());
    check(daemon.incident(id));
}

TEST_CASE("biometric data found on day four is overdue at birth, journalled and paged") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto detected = now_rfc3339(-std::chrono::hours(80));
    auto incident = daemon.open(
        detected,
        {{"kinds", json::array{json::object{{"kind", "contact_or_id_number"}, {"records", 10}, {"subjects", 10}}}}});
    auto id = text(incident, "id");
    CHECK(obligation(incident, "subjects-location-biometric").is_null());
    auto pages_before = daemon.world().received("/page").size();

    auto patched = daemon.patch(
        id,
        json::object{{"kinds", json::array{json::object{{"kind", "biometric"}, {"records", 10}, {"subjects", 10}}}}});
    INFO(patched.body);
    REQUIRE(patched.status == 200);
    auto duty = obligation(patched.parsed(), "subjects-location-biometric");
    CHECK(text(duty, "state") == "overdue");
    CHECK(text(duty, "starts_at") == detected);
    CHECK(std::stoll(text(duty, "late_by_s")) >= 8 * 3600);
    bool journalled = false;
    for (const auto& entry : daemon.all("/api/v1/incidents/" + id + "/timeline"))
        journalled = journalled || (text(entry, "kind") == "obligation_overdue" &&
                                    text(entry, "data.id") == "subjects-location-biometric" &&
                                    text(entry, "data.at_birth") == "true");
    CHECK(journalled);
    CHECK(testkit::wait_until([&] { return daemon.world().received("/page").size() > pages_before; }));
}

TEST_CASE("a deadline that passed while the daemon was down is recorded with its true moment") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto incident = daemon.open(now_rfc3339(std::chrono::seconds(6) - std::chrono::hours(72)));
    auto id = text(incident, "id");
    auto due = text(obligation(incident, "authority-report"), "due_at");
    CHECK(text(obligation(incident, "authority-report"), "state") == "running");
    daemon.kill();
    testkit::wait_until([&] { return now_rfc3339() > due; }, std::chrono::seconds(20));
    REQUIRE(daemon.start());
    REQUIRE(daemon.wait_incident(
        id, [](const auto& it) { return text(obligation(it, "authority-report"), "state") == "overdue"; }));
    std::string recorded;
    for (const auto& entry : daemon.all("/api/v1/incidents/" + id + "/timeline"))
        if (text(entry, "kind") == "obligation_overdue" && text(entry, "data.id") == "authority-report")
            recorded = text(entry, "data.due_at");
    CHECK(recorded == due);
}

TEST_CASE("a corrected time of detection needs a reason, moves the clocks and keeps the old value") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    CHECK(daemon.patch(id, json::object{{"detected_at", "2026-11-20T16:30:00+07:00"}}).status == 422);
    auto moved =
        daemon.patch(id, json::object{{"detected_at", "2026-11-20T16:30:00+07:00"}, {"reason", "đọc lại nhật ký"}});
    INFO(moved.body);
    REQUIRE(moved.status == 200);
    CHECK(text(obligation(moved.parsed(), "authority-report"), "due_at") == "2026-11-23T09:30:00Z");
    bool kept = false;
    for (const auto& entry : daemon.all("/api/v1/incidents/" + id + "/timeline"))
        kept = kept || (text(entry, "kind") == "fact_changed" && text(entry, "data.field") == "detected_at" &&
                        text(entry, "data.old_value") == "2026-11-20T10:30:00Z");
    CHECK(kept);
}

TEST_CASE("remedied on a leap day: kept through 28 February five years later at least") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open("2024-02-20T08:00:00+07:00"), "id");
    auto remedied = daemon.post("an", "/api/v1/incidents/" + id + "/remedy",
                                json::object{{"remedied_at", "2024-02-29T10:00:00+07:00"}, {"what", "Đã vá."}});
    INFO(remedied.body);
    REQUIRE(remedied.status == 200);
    CHECK(text(remedied.parsed(), "retention.keep_until") >= "2029-02-28T17:00:00Z");
}
