#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

const std::string kAlert =
    R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":12,"description":"Large read of table trips by reporting account","id":"100210","mitre":{"id":["T1048"],"tactic":["Exfiltration"]},"firedtimes":1,"groups":["postgresql","exfiltration"],"gdpr":["IV_35.7.d"]},"agent":{"id":"014","name":"gps-db-1","ip":"10.0.4.7"},"manager":{"name":"wazuh-hn-1"},"cluster":{"name":"hn","node":"node01"},"id":"1795313702.5511234","full_log":"...","predecoder":{"hostname":"gps-db-1"},"decoder":{"name":"pg"},"data":{"srcip":"203.0.113.9","srcuser":"report_ro","dstuser":"report_ro","data_kind":"location","records":"250000"},"location":"/var/log/postgresql/pg.log"})";

}  // namespace

TEST_CASE("a Wazuh alert gives its fields", "[wazuh]") {
    auto alert = one("wazuh", kAlert);
    CHECK(alert.external_id == "wazuh:wazuh-hn-1:1795313702.5511234");
    CHECK(alert.title == "Large read of table trips by reporting account");
    CHECK(alert.severity == 80);
    CHECK(alert.severity_native == "12");
    CHECK(time_text(alert.detected_at) == "2026-11-22T02:15:02.331Z");
    CHECK(alert.occurred_at == alert.detected_at);
    CHECK(alert.hosts == Texts{"gps-db-1", "10.0.4.7"});  // not the attacker's address
    CHECK(alert.users == Texts{"report_ro"});
    CHECK(alert.tags == Texts{"postgresql", "exfiltration", "T1048"});
    CHECK(alert.data_kinds == Texts{"location"});
    CHECK(alert.records == 250000);
    CHECK(alert.rule_id == "100210");
    CHECK(alert.status == AlertStatus::open);
    CHECK_FALSE(alert.test);
}

TEST_CASE("Wazuh's compliance tags name articles, not data", "[wazuh]") {
    auto alert =
        one("wazuh", R"({"rule":{"level":5,"description":"d","gdpr":["IV_35.7.d"],"hipaa":["164.312.b"]},"id":"1.2"})");
    CHECK(alert.data_kinds.empty());
    CHECK(alert.external_id == "wazuh:-:1.2");
    CHECK(alert.severity == 33);
}

TEST_CASE("the wrappers of Wazuh's integrations are opened", "[wazuh]") {
    auto shuffle =
        R"({"severity":3,"pretext":"WAZUH Alert","title":"t","rule_id":"100210","id":"1795313702.5511234","all_fields":)" +
        kAlert + "}";
    CHECK(one("wazuh", shuffle) == one("wazuh", kAlert));
    auto response =
        R"({"version":1,"origin":{"name":"node01","module":"wazuh-execd"},"command":"add","parameters":{"extra_args":[],"alert":)" +
        kAlert + "}}";
    CHECK(one("wazuh", response) == one("wazuh", kAlert));
}

TEST_CASE("Wazuh alerts come alone, as lines, as an array, each keeps its own bytes", "[wazuh]") {
    auto single = must_parse("wazuh", kAlert + "\n");
    CHECK(single.items.at(0).raw == kAlert + "\n");
    auto lines = must_parse("wazuh", kAlert + "\n" + kAlert + "\n");
    REQUIRE(lines.items.size() == 2);
    CHECK(lines.items[1].raw == kAlert);
    auto array = must_parse("wazuh", "[" + kAlert + ", " + kAlert + "]");
    REQUIRE(array.items.size() == 2);
    CHECK(array.items[1].raw == kAlert);
    CHECK(array.items[1].alert == one("wazuh", kAlert));
    CHECK(must_parse("wazuh", "[]").items.empty());
}

TEST_CASE("a wrong time or a missing id does not lose a Wazuh alert", "[wazuh]") {
    auto alert = one(
        "wazuh",
        R"({"timestamp":"year-month-dayThours:minuts:seconds+0000","rule":{"level":0,"description":"d","id":""},"agent":{"name":"a"},"syscheck":{"path":"/srv/export/khach_hang.csv"}})");
    CHECK_FALSE(alert.detected_at);
    CHECK(alert.severity == 0);
    CHECK(alert.external_id.substr(0, 7) == "sha256:");
    CHECK(alert.tables == Texts{"/srv/export/khach_hang.csv"});
}

TEST_CASE("what is no Wazuh alert is refused with its place", "[wazuh]") {
    CHECK(must_fail("wazuh", R"({"a":1})").message.find("no object `rule`") != std::string::npos);
    CHECK(must_fail("wazuh", "[1,2]").where == "/0");
    CHECK(must_fail("wazuh", "{\"rule\":").where == "byte 8");
    auto mixed = must_parse("wazuh", "[" + kAlert + ",{\"x\":1}]");
    CHECK(mixed.items.size() == 1);
    REQUIRE(mixed.rejected.size() == 1);
    CHECK(mixed.rejected[0].error.where == "/1");
    CHECK(mixed.rejected[0].raw == "{\"x\":1}");
}
