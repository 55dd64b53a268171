#include <set>

#include "ingest/fields.hpp"
#include "ingest/mapped.hpp"
#include "ingest/syslog.hpp"
#include "ingest_helpers.hpp"
#include "own_samples.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

void check_members(const json::object& want, const Alert& alert) {
    auto have = to_json(alert).as_object();
    for (const auto& member : want) {
        INFO(std::string_view(member.key()));
        CHECK(json::serialize(have.at(member.key())) == json::serialize(member.value()));
    }
}

}  // namespace

TEST_CASE("the registry has every format by its documented name") {
    Texts names;
    for (const auto& format : formats()) names.emplace_back(format.name);
    CHECK(names == Texts{"wazuh",    "splunk",  "elastic",  "alertmanager", "grafana", "sentinel",
                         "defender", "graylog", "suricata", "falco",        "ocsf",    "guardduty",
                         "macie",    "gcp_scc", "dlp",      "thehive",      "misp",    "cloudevents",
                         "sigma",    "cef",     "leef",     "syslog",       "mapped",  "generic"});
    CHECK(find_format("nothing") == nullptr);
    std::set<std::string_view> sampled;
    for (const auto& sample : own_samples()) sampled.insert(sample.format);
    CHECK(sampled.size() == names.size());
}

TEST_CASE("each format gives the fields of its documented shape") {
    for (const auto& sample : own_samples()) {
        INFO(sample.format << " " << sample.body);
        auto parsed = must_parse(sample.format, sample.body);
        auto want = json::parse(json::string_view(sample.want.data(), sample.want.size()));
        if (want.is_object()) want = json::array{want};
        REQUIRE(parsed.items.size() == want.get_array().size());
        for (std::size_t i = 0; i < parsed.items.size(); ++i)
            check_members(want.get_array()[i].as_object(), parsed.items[i].alert);
    }
}

TEST_CASE("the same bytes give the same alerts") {
    for (const auto& sample : own_samples()) {
        auto first = must_parse(sample.format, sample.body), second = must_parse(sample.format, sample.body);
        for (std::size_t i = 0; i < first.items.size(); ++i) CHECK(first.items[i].alert == second.items[i].alert);
    }
}

TEST_CASE("what is another product's message is refused, not made an alert of") {
    for (const auto& format : formats()) {
        INFO(format.name);
        // telemetry; fragments; anything
        if (format.name == "suricata" || format.name == "misp" || format.name == "mapped") continue;
        auto parsed = format.parse(Body{R"({"nothing":"known"})", "", {}});
        CHECK_FALSE(parsed.has_value());
        if (!parsed) CHECK_FALSE(parsed.error().message.empty());
    }
}

TEST_CASE("two rows of one Splunk search are two alerts, a repeated post is one", "[splunk]") {
    auto body = [](const char* row) { return std::string(R"({"sid":"s1","search_name":"x","result":)") + row + "}"; };
    auto first = one("splunk", body(R"({"host":"a"})")).external_id;
    CHECK(first == one("splunk", body(R"({"host":"a"})")).external_id);
    CHECK(first != one("splunk", body(R"({"host":"b"})")).external_id);
    CHECK(one("splunk", R"({"sid":"s1","search_name":null})").title == "Splunk alert");
}

TEST_CASE("evidence rows of one Defender alert keep their hosts apart", "[defender]") {
    auto body = [](const char* host) {
        return std::string(
                   R"({"tenantId":"t","category":"AdvancedHunting-AlertEvidence","properties":{"AlertId":"a","Title":"x","DeviceName":")") +
               host + "\"}}";
    };
    CHECK(one("defender", body("h1")).external_id != one("defender", body("h2")).external_id);
    CHECK(must_parse("defender",
                     R"({"category":"AdvancedHunting-DeviceEvents","properties":{"ActionType":"SensitiveFileRead"}})")
              .items.empty());
}

TEST_CASE("a CloudEvent in binary mode has its envelope in the headers", "[cloudevents]") {
    auto header = [](std::string_view name) -> std::string_view {
        if (name == "ce-specversion") return "1.0";
        if (name == "ce-id") return "9";
        if (name == "ce-source") return "/a%20b";
        if (name == "ce-type") return "t";
        return name == "ce-time" ? "2026-11-22T02:15:02Z" : "";
    };
    auto parsed =
        find_format("cloudevents")->parse(Body{R"({"title":"Binary","severity":90})", "application/json", header});
    REQUIRE(parsed.has_value());
    CHECK(parsed->items.at(0).alert.external_id == "/a b|9");
    CHECK(parsed->items.at(0).alert.title == "Binary");
    CHECK(parsed->items.at(0).alert.severity == 90);
    CHECK(must_fail("cloudevents", R"({"specversion":"1.0","id":"1","type":"t"})").where == "/source");
    CHECK(must_parse("cloudevents", "[]").items.empty());
}

TEST_CASE("a line feed inside one syslog message cannot forge another", "[syslog]") {
    auto alert = read_syslog_alert(
        "<13>1 2026-11-22T02:15:02Z h app - - - user said\n<8>1 2026-11-22T02:15:02Z x y - - - forged");
    REQUIRE(alert.has_value());
    CHECK((*alert)->title == "user said <8>1 2026-11-22T02:15:02Z x y - - - forged");
    CHECK((*alert)->hosts == Texts{"h"});
    auto batch = must_parse("syslog", "<13>1 - h1 - - - - a\ncontinued\n<13>1 - h2 - - - - b\n");
    REQUIRE(batch.items.size() == 2);
    CHECK(batch.items[0].alert.title == "a continued");
}

TEST_CASE("a bad line of a text batch is set aside with its number", "[cef]") {
    auto parsed = must_parse("cef", "CEF:0|V|P|1|1|first|3|\n\nCEF:0|V|P\nCEF:0|V|P|1|2|second|4|");
    CHECK(parsed.items.size() == 2);
    REQUIRE(parsed.rejected.size() == 1);
    CHECK(parsed.rejected[0].error.where == "line 3, field 3");
    CHECK(must_fail("leef", "LEEF:1.0|V|P").where == "line 1, field 3");
    CHECK(must_fail("syslog", "no syslog at all").where == "line 1, byte 0");
}

TEST_CASE("any JSON is mapped by pointers", "[mapped]") {
    MappedFields fields;
    fields.alerts = "/data/events";
    fields.id = "/ref";
    fields.title = "/what/name";
    fields.severity = "/grade";
    fields.severities = {{"đỏ", 95}};
    fields.severity_top = 5;
    fields.hosts = {"/where/0", "/asset~1name"};
    fields.kinds = {"/labels"};
    fields.records = "/n";
    fields.detected_at = "/at";
    REQUIRE(check_mapped(fields).has_value());
    Body body{
        R"({"data":{"events":[{"ref":1,"what":{"name":"A"},"grade":"đỏ","where":["h1"],"asset/name":"h2","labels":["location"],"n":"9007199254740993","at":1795313702},
        {"ref":2,"what":{"name":"B"},"grade":4},{"what":{}}]}})",
        "",
        {}};
    auto parsed = parse_mapped(fields, body);
    REQUIRE(parsed.has_value());
    REQUIRE(parsed->items.size() == 2);
    const auto& alert = parsed->items[0].alert;
    CHECK(alert.external_id == "1");
    CHECK(alert.severity == 95);
    CHECK(alert.hosts == Texts{"h1", "h2"});
    CHECK(alert.data_kinds == Texts{"location"});
    CHECK(alert.records == 9007199254740993);
    CHECK(time_text(alert.detected_at) == "2026-11-22T02:15:02Z");
    CHECK(parsed->items[1].alert.severity == 80);
    REQUIRE(parsed->rejected.size() == 1);
    CHECK(parsed->rejected[0].error.where == "/data/events/2/what/name");
    fields.alerts = "/events";
    auto shallow = parse_mapped(fields, Body{R"({"events":[ {"what": {"name":"A"}} ]})", "", {}});
    REQUIRE(shallow.has_value());
    CHECK(shallow->items.at(0).raw == R"({"what": {"name":"A"}})");
    fields.alerts = "/data/events";
    SECTION("conditions look at the element, whether it came alone or not, and the message stays the evidence") {
        std::string alone = R"({"data":{"events":[{"what":{"name":"A"},"level":9}]},"by":"x"})";
        auto one = parse_mapped(fields, Body{alone, "", {}});
        REQUIRE(one.has_value());
        CHECK(one->items.at(0).raw == alone);
        CHECK(one->items.at(0).sent() == R"({"what":{"name":"A"},"level":9})");
        CHECK(parsed->items[1].sent() == parsed->items[1].raw);
    }
    SECTION("what is set aside is read again from where it stood") {
        fields.title = "/what";
        fields.title_default = "x";
        CHECK(parse_mapped(fields, Body{parsed->rejected[0].raw, "", {}})->items.size() == 1);
        CHECK(parsed->rejected[0].raw == R"({"data":{"events":[{"what":{}}]}})");
    }
    fields.id = "no/slash";
    CHECK(check_mapped(fields).error().where == "no/slash");
    fields.id = "/a~2";
    CHECK_FALSE(check_mapped(fields).has_value());
}
