#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

TEST_CASE("breachd's own alert has all fields of the model", "[generic]") {
    auto alert = one("generic", R"({"id":"x-1","title":"Khách hàng báo lộ dữ liệu","severity":70,
        "occurred_at":"2026-11-20T08:00:00+07:00","detected_at":"2026-11-20T09:30:00.250Z","hosts":["gps-db-1","gps-db-1"],
        "users":["an"],"kinds":["location","name"],"tables":["trips"],"records":9007199254740993,"tags":["manual"],
        "status":"acknowledged","test":true,"rule":"r9"})");
    CHECK(alert.external_id == "x-1");
    CHECK(alert.title == "Khách hàng báo lộ dữ liệu");
    CHECK(alert.severity == 70);
    CHECK(time_text(alert.occurred_at) == "2026-11-20T01:00:00Z");
    CHECK(time_text(alert.detected_at) == "2026-11-20T09:30:00.250Z");
    CHECK(alert.hosts == Texts{"gps-db-1"});
    CHECK(alert.users == Texts{"an"});
    CHECK(alert.data_kinds == Texts{"location", "name"});
    CHECK(alert.tables == Texts{"trips"});
    CHECK(alert.records == 9007199254740993);  // beyond what a double holds
    CHECK(alert.tags == Texts{"manual"});
    CHECK(alert.status == AlertStatus::acknowledged);
    CHECK(alert.test);
    CHECK(alert.rule_id == "r9");
}

TEST_CASE("only a title is required of breachd's own alert", "[generic]") {
    auto alert = one("generic", R"({"title":"x","hosts":null})");
    CHECK(alert.severity == 50);
    CHECK(alert.severity_native.empty());
    CHECK(alert.external_id.substr(0, 7) == "sha256:");
    CHECK(must_parse("generic", R"([{"title":"a"},{"title":"b"}])").items.size() == 2);
    CHECK(must_parse("generic", R"({"alerts":[{"title":"a"},{"title":"b"}]})").items.size() == 2);
    CHECK(must_parse("generic", "{\"title\":\"a\"}\n{\"title\":\"b\"}\n").items.size() == 2);
    CHECK(must_parse("generic", R"({"alerts":[]})").items.empty());
}

TEST_CASE("breachd's own alert is strict: unknown members and wrong types are errors with a pointer", "[generic]") {
    auto where = [](std::string_view body) { return must_fail("generic", body).where; };
    CHECK(where(R"({})") == "/title");
    CHECK(where(R"({"title":""})") == "/title");
    CHECK(where(R"({"title":7})") == "/title");
    CHECK(where(R"({"title":"x","severty":7})") == "/severty");
    CHECK(where(R"({"title":"x","severity":101})") == "/severity");
    CHECK(where(R"({"title":"x","severity":"7"})") == "/severity");
    CHECK(where(R"({"title":"x","records":-1})") == "/records");
    CHECK(where(R"({"title":"x","records":1.5})") == "/records");
    CHECK(where(R"({"title":"x","hosts":"a"})") == "/hosts");
    CHECK(where(R"({"title":"x","hosts":["a",7]})") == "/hosts/1");
    CHECK(where(R"({"title":"x","kinds":["location","gps"]})") == "/kinds/1");
    CHECK(where(R"({"title":"x","detected_at":"2026-11-20T09:30:00"})") == "/detected_at");
    CHECK(where(R"({"title":"x","status":"new"})") == "/status");
    CHECK(where(R"({"title":"x","test":1})") == "/test");
    CHECK(where(R"({"title":"x","a/b~c":1})") == "/a~1b~0c");
    auto batch = must_parse("generic", R"({"alerts":[{"title":"a"},{"title":"b","x":1}]})");
    CHECK(batch.items.size() == 1);
    REQUIRE(batch.rejected.size() == 1);
    CHECK(batch.rejected[0].error.where == "/alerts/1/x");
}
