#include "config/config.hpp"
#include "core/triage/triage.hpp"
#include "ingest/mapped.hpp"
#include "ingest/sender_table.hpp"
#include "scratch.hpp"

using namespace breachd;
using namespace breachd::test;
using namespace std::chrono_literals;

TEST_CASE("triage: kind rules, grouping, storms and what follows a remedy or a dismissal") {
    Scratch scratch;
    auto report = read_config(scratch.write("breachd.yaml", kHead + R"(
triage:
  group_window: 1h
  storm: {incidents: 5, within: 30m}
  after_remedy: open
  after_dismissal: open
  kinds:
    - {name: gps, when: ['tables =~ "gps"', '/rule/level >= 3'], kinds: [location]}
  rules:
    - name: any
      when: ['kind == location']
      group_by: [host, rule_id]
      group_window: 2h
      then: {open: true}
)"),
                              scratch.options());
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    const Settings& settings = report.config.settings;
    CHECK(settings.storm.incidents == 5);
    CHECK(settings.storm.within == 30min);
    CHECK(settings.after_remedy == AfterRemedy::open);
    CHECK(settings.after_dismissal == AfterDismissal::open);
    REQUIRE(settings.kind_rules.size() == 1);
    CHECK(settings.kind_rules[0].when.texts.size() == 2);
    REQUIRE(settings.rules.size() == 1);
    CHECK(settings.rules[0].group_by == std::vector{GroupPart::host, GroupPart::rule_id});
    CHECK(settings.rules[0].group_window == 2h);
    Alert alert;
    alert.tables = {"fleet.gps_log"};
    CHECK(settings.sent_pointers == std::vector<std::string>{"/rule/level"});
    CHECK(triage(Arrival{alert, "wazuh", {{"/rule/level", {"7"}}}}, settings).open);
    CHECK_FALSE(triage(Arrival{alert, "wazuh", {{"/rule/level", {"2"}}}}, settings).open);
}

TEST_CASE("triage: what cannot be meant names its place") {
    auto text = errors_of(R"(
triage:
  storm: {incidents: -1, within: 10s}
  after_remedy: forget
  kinds:
    - {name: gps, when: ['/bad~ == x'], kinds: [locaton]}
  rules:
    - {name: any, when: ['severity >= 1'], group_by: [hosts], then: {open: true}}
)");
    has(text, "b.yaml:4:");
    has(text, "forget");
    has(text, "not a JSON Pointer");
    has(text, "locaton");
    has(text, "part to group by");
}

TEST_CASE("a sender's file adds a product or replaces one, and every fault of it has its place") {
    Scratch scratch;
    scratch.write("senders/acme.yaml",
                  "sender: acme\nvendor: [Acme]\nkeys:\n  user: [who]\njson:\n  title: [/a, /b]\n  hosts: /h\n");
    scratch.write("senders/varonis.yaml", "sender: varonis\nvendor: [Varonis]\nkeys: {title: [Rule]}\n");
    auto file = scratch.write("breachd.yaml",
                              kHead +
                                  "senders: {directory: senders}\nsources: [{name: s, format: mapped, sender: acme, "
                                  "token_file: tokens/wazuh.token}]\n");
    auto report = read_config(file, scratch.options());
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    const auto& senders = *report.config.settings.senders;
    REQUIRE(senders.find("acme") != nullptr);
    CHECK(senders.find("varonis")->keys.size() == 1);
    CHECK(senders.find("general")->is_general());
    CHECK(report.config.settings.sources[0].mapping->title.size() == 2);
    SECTION("faults") {
        scratch.write("senders/bad.yaml",
                      "sender: bad\nkeys:\n  usr: [x]\n  host: [a_b, AB]\njson:\n  title: nope\n  hosst: [/h]\n");
        report = read_config(file, scratch.options());
        has(all(report.errors), "senders/bad.yaml:3:8: unknown field of an alert \"usr\" (did you mean \"user\"?)");
        has(all(report.errors), "senders/bad.yaml:4:15: the key \"AB\" is given twice");
        has(all(report.errors), "senders/bad.yaml:6:10: not a JSON Pointer");
        has(all(report.errors), "senders/bad.yaml:7:3: ");
        CHECK_FALSE(check_playbook(scratch.path("senders/bad.yaml")).has_value());
        CHECK(*check_playbook(scratch.path("senders/acme.yaml")) == "sender acme: 1 keys, json");
    }
    SECTION("a source names a sender that there is") {
        scratch.write("breachd.yaml", kHead +
                                          "sources: [{name: s, format: mapped, sender: crowdstrik, token_file: "
                                          "tokens/wazuh.token}]\n");
        report = read_config(file, scratch.options());
        has(all(report.errors), "\"crowdstrik\" (did you mean \"crowdstrike\"?)");
    }
}

TEST_CASE("every sender that ships is a good file") {
    for (const auto& each : fs::directory_iterator(BREACHD_SOURCE_DIR "/playbooks/senders")) {
        auto checked = check_playbook(each.path().string());
        INFO(each.path() << (checked ? "" : checked.error().message));
        CHECK(checked.has_value());
    }
    CHECK(shipped_senders()->find("general") != nullptr);
    CHECK(shipped_senders()->find("qradar")->json != nullptr);
}
