// Alerts as they come in real life, each a kind of fault that people reported of tools like this one: our own small
// inputs of the same shapes, with the right value of each.
#include "ingest/found_fields.hpp"
#include "ingest/times.hpp"
#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

std::string cef(const std::string& vendor, const std::string& name, const std::string& extension) {
    return "CEF:0|" + vendor + "|Product|1|7|" + name + "|5|" + extension;
}

bool holds_text(const Texts& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

TEST_CASE("two alerts without id, host and time are two, whatever their title", "[field]") {
    auto first = one("macie", R"({"detail":{"type":"Policy:X","severity":{"score":1},"note":"a"}})");
    auto second = one("macie", R"({"detail":{"type":"Policy:X","severity":{"score":1},"note":"b"}})");
    CHECK(first.external_id != second.external_id);
    CHECK(first.external_id ==
          one("macie", R"( {"detail":{"type":"Policy:X","severity":{"score":1},"note":"a"}} )").external_id);
}

TEST_CASE("a second object in the same bucket is a second finding", "[field]") {
    auto finding = [](const std::string& key) {
        return one("macie", R"({"detail":{"type":"SensitiveData:S3Object/Personal","createdAt":"2026-01-05T01:00:00Z",)"
                            R"("resourcesAffected":{"s3Bucket":{"name":"b"},"s3Object":{"key":")" +
                                key + R"("}}}})");
    };
    CHECK(finding("1.csv").external_id != finding("2.csv").external_id);
}

TEST_CASE("an audit record of Defender for Cloud Apps is known by its object", "[field]") {
    auto alert = one("dlp", R"({"RecordType":98,"Operation":"MCAS_X","AlertDisplayName":"Many downloads",
        "AlertSeverity":"Medium","Id":"r","ObjectId":"o-7","UserId":"chi@vidu.test","ClientIPs":["10.3.0.1"],
        "ActivityStartTime":"2026-01-05T01:00:00","CreationTime":"2026-01-05T02:00:00"})");
    CHECK(alert.external_id == "cloud-apps:o-7");
    CHECK(alert.users == Texts{"chi@vidu.test"});
    CHECK(alert.hosts == Texts{"10.3.0.1"});
    CHECK(time_text(alert.occurred_at) == "2026-01-05T01:00:00Z");
    CHECK(time_text(alert.detected_at) == "2026-01-05T02:00:00Z");
    CHECK(alert.severity == 55);
}

TEST_CASE("each entity of an alert policy names its account under the alert's one id", "[field]") {
    auto entity = [](const std::string& who) {
        return one("dlp", R"({"RecordType":40,"Operation":"AlertEntityGenerated","Id":"x)" + who +
                              R"(","AlertId":"A-2","Name":"n","Severity":"Low","CreationTime":"2026-01-05T01:05:00",
                              "AlertEntityId":")" +
                              who + R"(","Data":"{\"ts\":\"2026-01-05T00:10:00Z\"}"})");
    };
    CHECK(entity("an@vidu.test").external_id == entity("binh@vidu.test").external_id);
    CHECK(entity("an@vidu.test").users == Texts{"an@vidu.test"});
    CHECK(time_text(entity("an@vidu.test").occurred_at) == "2026-01-05T00:10:00Z");
}

TEST_CASE("an epoch beside a text without a zone wins", "[field]") {
    auto alert = one("ocsf", R"({"class_uid":2004,"finding_info":{"uid":"1","title":"t"},
        "time":1767574800000,"time_dt":"2026-01-05T08:00:00"})");
    CHECK(time_text(alert.detected_at) == "2026-01-05T01:00:00Z");
    auto zoned = one("ocsf", R"({"class_uid":2004,"finding_info":{"uid":"1","title":"t"},
        "time":1767574801000,"time_dt":"2026-01-05T08:00:00+07:00"})");
    CHECK(time_text(zoned.detected_at) == "2026-01-05T01:00:00Z");
    auto text = one(
        "cef", cef("Fortinet", "x", "start=Jan 05 2026 08:00:00 FTNTFGTeventtime=1767574800000000000 src=10.0.0.1"));
    CHECK(time_text(text.occurred_at) == "2026-01-05T01:00:00Z");
}

TEST_CASE("the zone is taken from whatever the vendor calls it", "[field]") {
    for (auto zone : {"tz=\"+0700\"", "FTNTFGTtz=+0700", "dtz=Asia/Ho_Chi_Minh", "deviceTimeZone=UTC+7",
                      "time_zone=ICT", "cs1Label=Time Zone cs1=SE Asia Standard Time", "ad_tz=+07:00"}) {
        INFO(zone);
        auto alert = one("cef", cef("Any", "x", std::string("start=Jan 05 2026 08:00:00 src=10.1.1.1 ") + zone));
        CHECK(time_text(alert.occurred_at) == "2026-01-05T01:00:00Z");
    }
    auto leef = one("leef", "LEEF:1.0|A|B|1|7|devTime=Jan 05 2026 08:00:00\ttz=+0700");
    CHECK(time_text(leef.detected_at) == "2026-01-05T01:00:00Z");
}

TEST_CASE("moments in the ways that devices write them", "[field]") {
    for (auto text :
         {"Mon Jan 5 01:00:00 2026", "Mon Jan  5 01:00:00 UTC 2026", "Mon Jan  5 08:00:00 +0700 2026",
          "Jan 05 2026:01:00:00", "05/Jan/2026:08:00:00 +0700", "Jan 5, 2026 @ 01:00:00.000", "20260105T010000Z",
          "20260105010000", "2026-01-05 01:00:00", "1767574800", "5-Jan-2026 01:00:00"}) {
        INFO(text);
        CHECK(time_text(parse_time(text)) == "2026-01-05T01:00:00Z");
    }
    CHECK_FALSE(read_moment("Mon Jan 5 01:00:00 2026")->certain);
    CHECK(read_moment("Mon Jan 5 01:00:00 UTC 2026")->certain);
    CHECK_FALSE(parse_time("Mon Jan 5 01:00:00"));
    CHECK(zone_of("'+07:00'") == 420);
    CHECK_FALSE(zone_of("Mars/Olympus"));
}

TEST_CASE("the dictionary's full names count like the short ones", "[field]") {
    auto alert = one("cef", cef("V", "x",
                                "startTime=1767574800000 endTime=1767575100000 sourceAddress=10.1.1.1 "
                                "destinationHostName=db1 sourceUserName=an fileName=a.csv"));
    CHECK(time_text(alert.occurred_at) == "2026-01-05T01:00:00Z");
    CHECK(time_text(alert.detected_at) == "2026-01-05T01:05:00Z");
    CHECK(alert.hosts == Texts{"10.1.1.1", "db1"});
    CHECK(alert.users == Texts{"an"});
    CHECK(alert.tables == Texts{"a.csv"});
}

TEST_CASE("vendors' own keys, and custom strings by their labels", "[field]") {
    auto alert = one("cef", cef("V", "x",
                                "source_ip=10.1.1.1 destIp=10.1.1.2:443 computer_name=pc1 accountName=an "
                                "cs1Label=User Name cs1=binh host_list=x ips=['10.1.1.3', '10.1.1.4']"));
    for (auto host : {"10.1.1.1", "10.1.1.2", "pc1", "10.1.1.3", "10.1.1.4"}) CHECK(holds_text(alert.hosts, host));
    CHECK(alert.hosts.size() == 5);
    CHECK(holds_text(alert.users, "an"));
    CHECK(holds_text(alert.users, "binh"));
    CHECK(one("leef", "LEEF:1.0|W|X|1|7|srcUser=an\tsource_address=10.1.1.9").hosts == Texts{"10.1.1.9"});
}

TEST_CASE("a class of devices and a finding's name are no hosts", "[field]") {
    auto netskope =
        one("dlp", R"({"dlp_incident_id":5,"alert":"yes","alert_type":"DLP","dlp_rule":"r","device":"Mac Device",
        "hostname":"mac7","timestamp":1767574800})");
    CHECK(netskope.hosts == Texts{"mac7"});
    auto wiz = one("dlp", R"({"issue":{"id":"1","severity":"HIGH"},"control":{"name":"c"},
        "entitySnapshot":{"type":"DATA_FINDING","name":"GDPR 7"}})");
    CHECK(wiz.hosts.empty());
    CHECK(one("cef", cef("V", "x", "device_name=Windows Device src=10.1.1.1")).hosts == Texts{"10.1.1.1"});
}

TEST_CASE("OCSF's observables name hosts and accounts", "[field]") {
    auto alert = one("ocsf", R"({"class_uid":2004,"finding_info":{"uid":"2","title":"t"},"time":1767574800000,
        "observables":[{"name":"src_endpoint.hostname","type_id":1,"value":"pc2"},{"name":"x","type_id":4,"value":"an"},
        {"name":"dst_endpoint.ip","type_id":2,"value":"192.0.2.1"}]})");
    CHECK(alert.hosts == Texts{"pc2"});
    CHECK(alert.users == Texts{"an"});
}

TEST_CASE("Defender's evidence: who a message went to, and the machine that a process is on", "[field]") {
    auto row = [](const std::string& fields) {
        return one("defender",
                   R"({"time":"2026-01-05T01:00:10Z","tenantId":"t","category":"AdvancedHunting-AlertEvidence",)"
                   R"("properties":{"Timestamp":"2026-01-05T01:00:00Z","AlertId":"a","EntityType":"X",)"
                   R"("Title":"t","AdditionalFields":")" +
                       fields + R"("}})");
    };
    CHECK(row(R"({\"Recipient\":\"an@vidu.test\",\"Sender\":\"x@evil.test\"})").users == Texts{"an@vidu.test"});
    CHECK(row(R"({\"ImageFile\":{\"Host\":{\"HostName\":\"pc1\",\"DnsDomain\":\"vidu.test\"}}})").hosts ==
          Texts{"pc1.vidu.test"});
    CHECK(row(R"({\"Type\":\"container\",\"Name\":\"shop-7\",\"ContainerId\":\"f00\"})").hosts == Texts{"shop-7"});
}

TEST_CASE("a word that says nothing hides no better one", "[field]") {
    auto netskope =
        one("dlp", R"({"dlp_incident_id":5,"alert":"yes","alert_type":"DLP","dlp_rule":"r","severity":"unknown",
        "dlp_rule_severity":"Low","dlp_rule_count":0,"timestamp":1767574800})");
    CHECK(netskope.severity == 30);
    CHECK_FALSE(netskope.records);
    CHECK(one("cef", "CEF:0|Varonis|D|8|1|Alert|Low|cs2=Files gone cs2Label=RuleName").title == "Files gone");
    CHECK(one("cef", "CEF:0|V|P|8|1|Unknown|Unknown|ruleName=Files gone threat_severity=high").title == "Files gone");
    CHECK(one("cef", "CEF:0|V|P|8|1|x|Unknown|threat_severity=high").severity == 80);
    CHECK(one("cef", "CEF:0|V|P|8|1|Real name|Low|ruleName=other").title == "Real name");
    auto ocsf =
        one("ocsf", R"({"class_uid":2004,"severity_id":0,"severity":"High","finding_info":{"uid":"2","title":"t"}})");
    CHECK(ocsf.severity == 75);
}

TEST_CASE("key=value text is read when the format has none", "[field]") {
    auto snort = one("syslog",
                     "<134>1 1767574800.7 mx1 security_event ids_alerted signature=1:2:1 priority=2 "
                     "timestamp=1767574799.5 src=192.0.2.7:80 dst=10.1.1.1:53023 message: Exploit kit seen");
    CHECK(snort.title == "Exploit kit seen");
    CHECK(snort.severity == 60);
    CHECK(holds_text(snort.hosts, "10.1.1.1"));
    CHECK(holds_text(snort.hosts, "192.0.2.7"));
    CHECK(time_text(snort.occurred_at) == "2026-01-05T00:59:59.500Z");
    CHECK(time_text(snort.detected_at) == "2026-01-05T01:00:00.700Z");
    auto sophos = one("syslog", R"(<30>device="SFW" date=2026-01-05 time=08:00:00 timezone="+07" log_type="IDP" )"
                                R"(user_name="an" src_ip=10.1.1.5 severity=critical message="SQL injection")");
    CHECK(sophos.title == "SQL injection");
    CHECK(time_text(sophos.occurred_at) == "2026-01-05T01:00:00Z");
    CHECK(sophos.users == Texts{"an"});
    CHECK(sophos.severity == 95);
    CHECK(one("syslog", "<134>1 2026-01-05T01:00:00Z h a - - - x=1 no pairs").title == "x=1 no pairs");
}

TEST_CASE("pairs in brackets and the ends of an arrow are read, as Snort and Cisco write them", "[field]") {
    auto snort = one("syslog",
                     "<134>Jan  5 08:00:00 ndr snort[1]: [1:2019401:1] ET TROJAN found [Classification: A Trojan] "
                     "[Priority: 1] {TCP} 10.1.1.1:4444 -> 192.0.2.1:80");
    CHECK(snort.title == "ET TROJAN found");
    CHECK(snort.severity == 85);
    CHECK(snort.hosts == Texts{"ndr", "10.1.1.1", "192.0.2.1"});
    auto cisco =
        one("syslog", "<189>45: *Jan  5 2026 08:00:00 ICT: %SEC-4-FAILED: Login failed [user: an] [Source: 10.1.1.9]");
    CHECK(cisco.title == "%SEC-4-FAILED: Login failed");
    CHECK(cisco.users == Texts{"an"});
    CHECK(cisco.hosts == Texts{"10.1.1.9"});
    CHECK(time_text(cisco.occurred_at) == "2026-01-05T01:00:00Z");
}

TEST_CASE("a text without a zone that lies whole hours beside a certain moment is in that zone", "[field]") {
    auto alert =
        one("cef", cef("V", "x", "start=Jan 05 2026 08:00:00 end=Jan 05 2026 08:04:00 rt=1767574810000 src=10.1.1.1"));
    CHECK(time_text(alert.occurred_at) == "2026-01-05T01:00:00Z");
    auto utc = one("cef", cef("V", "x", "start=05/Jan/2026:08:00:00 +0700 end=Jan 05 2026 01:04:00 src=10.1.1.1"));
    CHECK(time_text(utc.occurred_at) == "2026-01-05T01:00:00Z");
    CHECK(time_text(utc.detected_at) == "2026-01-05T01:04:00Z");
    auto leef = one("leef", "LEEF:1.0|A|B|1|7|devTime=05.01.2026 08:00\tdevTimeFormat=dd.MM.yyyy HH:mm\ttz=+07:00");
    CHECK(time_text(leef.detected_at) == "2026-01-05T01:00:00Z");
}

TEST_CASE("structured data survives a stray bracket, and its parameters count", "[field]") {
    auto alert = one("syslog",
                     "<134>1 2026-01-05T01:00:00Z ndr1 ndr 1 id [x@1 incident-priority=\"high\" "
                     "incident-assets=\"[{\\\"id\\\":1}]\" user-name=\"an\"] New incident");
    CHECK(alert.title == "New incident");
    CHECK(alert.severity == 80);
    CHECK(alert.users == Texts{"an"});
    CHECK(one("syslog", "<134>1 2026-01-05T01:00:00Z h a 1 id [x@1 a=\"1\" ] b=\"2\"] Said so").title == "Said so");
}

TEST_CASE("a second timestamp or a sequence number in the body is the event's own moment", "[field]") {
    auto alert = one("syslog",
                     "<189>1 2026-01-05T01:00:05Z relay a - - - 000123: *Jan  5 2026 01:00:00.123 UTC: %SEC-6: denied");
    CHECK(time_text(alert.occurred_at) == "2026-01-05T01:00:00.123Z");
    CHECK(time_text(alert.detected_at) == "2026-01-05T01:00:05Z");
    CHECK(alert.title == "%SEC-6: denied");
    CHECK(one("syslog", "<189>1 2026-01-05T01:00:05Z h a - - - 1234567890 things").title == "1234567890 things");
}

TEST_CASE("NaN and Infinity in a place that does not matter do not lose an alert", "[field]") {
    auto alert = one(
        "wazuh",
        R"({"rule":{"level":12,"description":"x NaN"},"agent":{"name":"h"},"id":"1.2","data":{"a":NaN,"b":-Infinity,"c":[nan,Infinity]}})");
    CHECK(alert.title == "x NaN");
    CHECK(alert.severity == 80);
    CHECK(one("wazuh", R"({"rule":{"level":NaN,"description":"x"},"id":"1.2"})").severity == 50);
    must_fail("wazuh", R"({"rule":{"level":NaNa,"description":"x"}})");
}

TEST_CASE("a document that was encoded twice or escaped for HTML is read", "[field]") {
    auto twice = one("wazuh", R"("{\"rule\":{\"level\":12,\"description\":\"Lộ dữ liệu\"},\"id\":\"1.2\"}")");
    CHECK(twice.title == "Lộ dữ liệu");
    CHECK(must_parse(
              "wazuh",
              R"(["{\"rule\":{\"level\":3,\"description\":\"a\"}}","{\"rule\":{\"level\":3,\"description\":\"b\"}}"])")
              .items.size() == 2);
    auto html = must_parse(
        "wazuh",
        R"({&quot;rule&quot;:{&quot;level&quot;:12,&quot;description&quot;:&quot;a &amp;lt; b&quot;},&quot;id&quot;:&quot;1.2&quot;})");
    REQUIRE(html.items.size() == 1);
    CHECK(html.items[0].alert.title == "a &lt; b");
    CHECK(html.items[0].raw.find("&quot;") != std::string::npos);
    // An alert whose texts hold entities is no escaped document.
    CHECK(one("wazuh", R"({"rule":{"level":12,"description":"&quot;x&quot;"},"id":"1"})").title == "&quot;x&quot;");
}

TEST_CASE("other records of a mixed feed are no alerts, and are counted", "[field]") {
    auto parsed = must_parse("dlp", R"([{"RecordType":15,"Operation":"UserLoggedIn","Id":"1","UserId":"an@vidu.test"},
        {"RecordType":98,"Operation":"x","AlertDisplayName":"a","Id":"2","ObjectId":"o"}])");
    CHECK(parsed.items.size() == 1);
    CHECK(parsed.rejected.empty());
    CHECK(parsed.not_alerts == 1);
    CHECK(
        must_parse(
            "defender",
            R"({"records":[{"time":"2026-01-05T01:00:00Z","category":"SignInLogs","operationName":"Sign-in","properties":{}}]})")
            .not_alerts == 1);
    CHECK(must_parse("suricata", R"({"event_type":"flow","src_ip":"10.0.0.1"})").not_alerts == 1);
}

TEST_CASE("hosts come without their ports, and an IPv6 address stays whole", "[field]") {
    Texts hosts;
    for (auto text :
         {"192.0.2.7:80", "[2001:db8::1]:443", "2001:db8::2", "web-1:8443", "192.0.2.8:80:X1", "fe80::1%eth0"})
        add_host(hosts, text);
    CHECK(hosts == Texts{"192.0.2.7", "2001:db8::1", "2001:db8::2", "web-1", "192.0.2.8", "fe80::1%eth0"});
}

TEST_CASE("pairs are found in text in the ways that products write them", "[field]") {
    auto pairs = read_pairs(R"(id=fw msg="Port scan, a=b" src=10.0.0.1, dst=10.0.0.2; list=[a b] note: all = well)");
    KeyValues want = {{"id", "fw"},        {"msg", "Port scan, a=b"}, {"src", "10.0.0.1"},
                      {"dst", "10.0.0.2"}, {"list", "[a b]"},         {"note", "all = well"}};
    CHECK(pairs == want);
    CHECK(read_pairs("only one=pair here").empty());
    CHECK(read_pairs("http://a?b=c&d=e and 1=1").empty());
}

TEST_CASE("a product's own file comes before the words that many use", "[field]") {
    Senders table;
    Sender own{"own", "", {"Acme*"}, {}, {{"who", SenderField::user}, {"src", SenderField::nothing}}, nullptr};
    Sender general{"general", "", {}, {}, {{"who", SenderField::host}, {"src", SenderField::host}}, nullptr};
    table.add(general);
    table.add(own);
    KeyValues pairs = {{"Who", "an"}, {"src", "10.0.0.1"}};
    auto found = table.fields("ACME Security", "X", pairs);
    REQUIRE(found.size() == 1);
    CHECK(found[0].field == SenderField::user);
    CHECK(found[0].own);
    CHECK(table.fields("Other", "X", pairs).size() == 2);
}
