#include "core/triage/triage.hpp"

#include "core/journal/because.hpp"
#include "core/triage/condition.hpp"
#include "core/words/reasons.hpp"

#include <algorithm>

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

TriageRule rule(std::string name, std::vector<std::string> when, bool open = true) {
    TriageRule out;
    out.name = std::move(name);
    out.when = parse_when(std::move(when)).value();
    out.open = open;
    return out;
}

Asset gps() {
    Asset asset;
    asset.name = "gps-db";
    asset.hosts = {"gps-db-*", "10.0.4.7"};
    asset.kinds = {"location"};
    asset.subjects = 250000;
    asset.records = 900000;
    asset.provenance = Provenance{"Sở GTVT", "agreement", "12/TT-2025"};
    return asset;
}

Settings settings() {
    Settings out;
    out.assets = {gps()};
    out.rules = {rule("noise", {"title =~ \"^Heartbeat\""}, false),
                 rule("exfiltration", {"severity >= 60", "title =~ \"(?i)exfil|leak|dump\""})};
    out.playbooks = {Playbook{"general", {"Chung", "General"}, {}, {}},
                     Playbook{"location", {"Vị trí", "Location"}, {"location"}, {}}};
    return out;
}

Alert alert(std::string title, int severity, std::vector<std::string> hosts = {}) {
    Alert out;
    out.external_id = "test:1";
    out.title = std::move(title);
    out.severity = severity;
    out.hosts = std::move(hosts);
    return out;
}

bool test(std::string_view text, const Alert& in, const std::vector<const Asset*>& assets = {},
          const SentFields& sent = {}) {
    auto condition = parse_condition(text);
    INFO(text);
    REQUIRE(condition);
    std::vector<std::string> known_kinds;
    return holds(**condition, Evidence{in, "wazuh", SenderProof::token, assets, known_kinds, sent});
}

TriageDecision decide(const Alert& in, const Settings& settings, SenderProof proof = SenderProof::token) {
    return triage(Arrival{in, "wazuh", kNothingSent, proof}, settings);
}

}  // namespace

TEST_CASE("a rule opens an incident with the kinds and counts of the asset that the alert names") {
    auto decision = decide(alert("Data exfiltration to unknown host", 80, {"GPS-DB-1"}), settings());
    CHECK(decision.open);
    CHECK(decision.rule == "exfiltration");
    CHECK(decision.act == "leak");
    REQUIRE(decision.kinds.size() == 1);
    CHECK(decision.kinds[0] == KindCount{"location", 900000, 250000});
    CHECK(decision.assets == std::vector<std::string>{"gps-db"});
    CHECK(decision.provenance == std::vector<std::string>{"Sở GTVT (agreement 12/TT-2025)"});
    CHECK(decision.playbook == "location");
    CHECK(decision.group_key == "exfiltration|asset:gps-db");
    CHECK(decision.why.code == ReasonCode::opened_by_rule);
    CHECK(decision.why.args.at("assets") == json::array{"gps-db"});
}

TEST_CASE("no rule, a rule that only records, and a test message open nothing and say so") {
    auto low = decide(alert("dump", 10), settings());
    CHECK_FALSE(low.open);
    CHECK(low.rule.empty());
    CHECK(low.why == because::no_rule());

    auto noise = decide(alert("Heartbeat of a leak detector", 90), settings());
    CHECK_FALSE(noise.open);
    CHECK(noise.rule == "noise");

    auto trial = alert("exfil", 90);
    trial.test = true;
    CHECK_FALSE(decide(trial, settings()).open);
}

TEST_CASE("kinds that the sender detected are added, kinds that the rule names replace the asset's") {
    auto found = alert("leak", 70, {"10.0.4.7"});
    found.data_kinds = {"health"};
    found.records = 42;
    auto decision = decide(found, settings());
    REQUIRE(decision.kinds.size() == 2);
    CHECK(decision.kinds[0].kind == "location");
    CHECK(decision.kinds[1] == KindCount{"health", 42, 0});

    auto changed = settings();
    changed.rules[1].kinds = {"biometric"};
    decision = decide(alert("leak", 70, {"10.0.4.7"}), changed);
    REQUIRE(decision.kinds.size() == 1);
    CHECK(decision.kinds[0] == KindCount{"biometric", 0, 0});
    CHECK(decision.playbook == "general");
}

TEST_CASE("severity and playbook of the rule win") {
    auto changed = settings();
    changed.rules[1].severity = 95;
    changed.rules[1].playbook = "general";
    auto decision = decide(alert("leak", 70, {"10.0.4.7"}), changed);
    CHECK(decision.severity == 95);
    CHECK(decision.playbook == "general");
}

TEST_CASE("alerts group by rule and asset, else host, else data set, else source, an account only as a hash") {
    auto key = [&](const Alert& in) { return decide(in, settings()).group_key; };
    CHECK(key(alert("leak", 70, {"Web-1"})) == "exfiltration|host:web-1");
    auto by_table = alert("leak", 70);
    by_table.tables = {"CRM.customers"};
    CHECK(key(by_table) == "exfiltration|table:crm.customers");
    auto by_user = alert("leak", 70);
    by_user.users = {"nguyenan"};
    CHECK(key(by_user).find("nguyenan") == std::string::npos);
    CHECK(key(alert("leak", 70)) == "exfiltration|source:wazuh");
}

TEST_CASE("a short name in the register fits a full one and the other way round, and the reason says so") {
    CHECK(host_fit("gps-db-1", "GPS-DB-1.corp.vidu.local") == AssetFit::first_label);
    CHECK(host_fit("gps-db-1.vidu.test", "gps-db-1") == AssetFit::first_label);
    CHECK(host_fit("gps-db-*", "gps-db-7.vidu.test") == AssetFit::exact);
    CHECK(host_fit("gps-db-1.vidu.test", "gps-db-1.other.test") == AssetFit::none);
    CHECK(host_fit("*.vidu.test", "gps-db-1") == AssetFit::none);
    CHECK(host_fit("gps-db-1", "GPS-DB-1$") == AssetFit::exact);
    CHECK(host_fit("10", "10.0.4.7") == AssetFit::none);
    CHECK(host_fit("10.0.4.7", "10") == AssetFit::none);
    auto named = settings();
    named.assets[0].hosts = {"gps-db-1", "10.0.4.0/24"};
    auto decision = decide(alert("leak", 70, {"GPS-DB-1.vidu.test"}), named);
    REQUIRE(decision.assets == std::vector<std::string>{"gps-db"});
    CHECK(reason_sentence(decision.why, "en").find("short: gps-db-1") != std::string::npos);
    decision = decide(alert("leak", 70, {"10.0.4.9"}), named);
    CHECK(reason_sentence(decision.why, "vi").find("dải: 10.0.4.0/24") != std::string::npos);
    CHECK(decide(alert("leak", 70, {"gps-db-1"}), named).by_first_label.empty());
}

TEST_CASE("an address fits a network of the register") {
    CHECK(host_fit("10.0.4.0/24", "10.0.4.9") == AssetFit::network);
    CHECK(host_fit("10.0.4.0/24", "10.0.5.9") == AssetFit::none);
    CHECK(host_fit("2001:db8::/32", "2001:db8::7") == AssetFit::network);
    CHECK(host_fit("2001:db8::1", "2001:0db8:0:0::1") == AssetFit::network);
    CHECK(host_fit("10.0.4.0/24", "web-1") == AssetFit::none);
}

TEST_CASE("globs match whole names whatever the case") {
    CHECK(glob_matches("gps-db-*", "GPS-db-12"));
    CHECK(glob_matches("*.vidu.test", "a.b.vidu.test"));
    CHECK(glob_matches("a*b*c", "aXXbYYbZc"));
    CHECK_FALSE(glob_matches("gps-db", "gps-db-1"));
    CHECK_FALSE(glob_matches("", "x"));
    CHECK(glob_matches("*", ""));
}

TEST_CASE("every operator of a condition") {
    auto in = alert("Leak of table dump", 60, {"web-1", "10.0.4.7"});
    in.tags = {"pci_dss", "exfil"};
    in.rule_id = "100201";
    CHECK(test("severity == 60", in));
    CHECK(test("severity <= 60", in));
    CHECK_FALSE(test("severity > 60", in));
    CHECK_FALSE(test("severity < 60", in));
    CHECK(test("severity in [40, 60]", in));
    CHECK(test("title contains \"TABLE dump\"", in));
    CHECK(test("source == wazuh", in));
    CHECK(test("source != splunk", in));
    CHECK(test("rule_id in [100200, 100201]", in));
    CHECK(test("status == open", in));
    CHECK(test("host =~ ^10\\.", in));
    CHECK_FALSE(test("hosts !~ ^10\\.", in));
    CHECK(test("hosts != db-9", in));
    CHECK_FALSE(test("hosts != WEB-1", in));
    CHECK(test("tag contains exfil", in));
    CHECK_FALSE(test("tags contains exf", in));
    CHECK(test("external_id =~ \"^test:\\d+$\"", in));
    CHECK(test("title !~ \"a \\\" quote\"", in));
}

TEST_CASE("an unknown number of records holds no comparison but !=") {
    auto in = alert("x", 50);
    CHECK_FALSE(test("records >= 0", in));
    CHECK(test("records != 5", in));
    in.records = 5;
    CHECK(test("records >= 5", in));
}

TEST_CASE("kinds and assets of a condition include those of the assets named") {
    auto asset = gps();
    CHECK(test("kind == location", alert("x", 1), {&asset}));
    CHECK(test("asset == gps-db", alert("x", 1), {&asset}));
    CHECK_FALSE(test("kind == location", alert("x", 1)));
}

TEST_CASE("a bad condition names what is wrong and where") {
    auto wrong = [](std::string_view text) {
        auto condition = parse_condition(text);
        INFO(text);
        REQUIRE_FALSE(condition);
        return condition.error().message;
    };
    CHECK(wrong("severty >= 60").find("unknown field \"severty\"") == 0);
    CHECK(wrong("severity ~ 60").find("an operator is wanted") == 0);
    CHECK(wrong("severity >= high").find("a whole number is wanted") == 0);
    CHECK(wrong("severity >= 101").find("0 to 100") != std::string::npos);
    CHECK(wrong("title =~ \"(\"").find("does not compile") != std::string::npos);
    CHECK(wrong("title =~ \"x").find("closing quote") != std::string::npos);
    CHECK(wrong("title >= x").find("order") != std::string::npos);
    CHECK(wrong("title == two words").find("quote a value") != std::string::npos);
    CHECK(wrong("status == done").find("status is one of") == 0);
    CHECK(wrong("host in []").find("empty list") != std::string::npos);
    CHECK(wrong("host in a").find("wants a list") != std::string::npos);
    CHECK(wrong("title =~ " + std::string(2000, 'a')).find("at most 1024 bytes") != std::string::npos);
    CHECK(wrong("title =~ ((a{100}){100}){100}").find("does not compile") != std::string::npos);
    CHECK(wrong("title inside [a]").find("an operator is wanted") == 0);
}

TEST_CASE("a hostile title costs linear time") {
    auto in = alert(std::string(kAlertTitleBytesMax, 'a') + "!", 50);
    CHECK_FALSE(test("title =~ ^(a+)+$", in));
    in.hosts.assign(1000, std::string(250, 'a'));
    CHECK_FALSE(
        std::any_of(in.hosts.begin(), in.hosts.end(), [](const auto& host) { return glob_matches("*a*a*a*b", host); }));
}

TEST_CASE("a condition may ask for a field of the alert as it was sent, by order as the number it is") {
    SentFields sent{{"/rule/groups", {"sysmon", "T1048"}},
                    {"/rule/level", {"12"}},
                    {"/score", {"7.5"}},
                    {"/a b", {"true"}},
                    {"/path", {"C:\\7z.exe"}}};
    auto in = alert("x", 50);
    CHECK(test("/rule/groups contains t1048", in, {}, sent));
    CHECK(test("/rule/level >= 12", in, {}, sent));
    CHECK_FALSE(test("/rule/level > 12", in, {}, sent));
    CHECK(test("/score > 7", in, {}, sent));
    CHECK(test("/score >= 7.5", in, {}, sent));
    CHECK_FALSE(test("/score < 7.5", in, {}, sent));
    CHECK(test("/score == 7.5", in, {}, sent));
    CHECK_FALSE(test("/path >= 1", in, {}, sent));
    CHECK(test("/path =~ \"(?i)7z\\.exe$\"", in, {}, sent));
    CHECK(test("\"/a b\" == true", in, {}, sent));
    CHECK(test("/nothing/here != x", in, {}, sent));
    CHECK_FALSE(test("/nothing/here == x", in, {}, sent));
    CHECK_FALSE(parse_condition("/bad~2 == x"));
    CHECK_FALSE(parse_condition("/rule/level >= high"));
}

TEST_CASE("a kind rule says what a data set holds by its name, and rules may ask for it") {
    auto changed = settings();
    changed.kind_rules = {KindRule{"gps tables", parse_when({"tables =~ \"(?i)gps|toa_do\""}).value(), {"location"}}};
    changed.rules = {rule("sensitive", {"kind == location"})};
    auto in = alert("export", 30);
    in.tables = {"fleet.GPS_log"};
    auto decision = decide(in, changed);
    CHECK(decision.open);
    REQUIRE(decision.kinds.size() == 1);
    CHECK(decision.kinds[0] == KindCount{"location", 0, 0});
    CHECK(decision.why.args.at("kind_rules") == json::array{"gps tables"});
    in.tables = {"fleet.fuel"};
    CHECK_FALSE(decide(in, changed).open);
}

TEST_CASE("an unproven sender joins what is open but opens nothing alone, unless its source may") {
    auto barred = decide(alert("leak", 70), settings(), SenderProof::none);
    CHECK(barred.open);
    CHECK(barred.join_only);
    auto said = reason_sentence(barred.why, "vi");
    CHECK(said.starts_with("Chỉ gộp vào sự cố cùng nhóm, không tự mở"));
    CHECK(said.find("ở sự cố") == std::string::npos);
    CHECK(reason_sentence(barred.why, "en").starts_with("Only joins an incident of its group"));
    auto changed = settings();
    changed.sources = {Source{"wazuh", {}, true}};
    CHECK_FALSE(decide(alert("leak", 70), changed, SenderProof::none).join_only);
    CHECK_FALSE(decide(alert("leak", 70), settings(), SenderProof::certificate).join_only);
    changed.rules = {rule("proven", {"proof in [signature, certificate]"})};
    CHECK_FALSE(decide(alert("leak", 70), changed).open);
    CHECK(decide(alert("leak", 70), changed, SenderProof::signature).open);
}

TEST_CASE("a rule may group by parts of its own, and an alert without the part groups with its like") {
    auto changed = settings();
    changed.rules[1].group_by = {GroupPart::host, GroupPart::rule_id};
    auto in = alert("leak", 70, {"Web-1"});
    in.rule_id = "5710";
    auto key = decide(in, changed).group_key;
    CHECK(key.find("exfiltration|host:web-1|rule_id:") == 0);
    in.rule_id = "5711";
    CHECK(decide(in, changed).group_key != key);
    in.rule_id.clear();
    CHECK(decide(in, changed).group_key == "exfiltration|host:web-1|");
}

TEST_CASE("an explanation names every rule up to the one that decided, and the condition that failed") {
    auto in = alert("leak", 70, {"10.0.4.7"});
    auto verdicts = explain(Arrival{in, "wazuh"}, settings());
    REQUIRE(verdicts.size() == 2);
    CHECK(verdicts[0].rule == "noise");
    CHECK_FALSE(verdicts[0].holds);
    CHECK(verdicts[0].failed == "title =~ \"^Heartbeat\"");
    CHECK(verdicts[1].holds);
}
