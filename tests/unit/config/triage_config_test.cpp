#include "config/config.hpp"
#include "core/triage/triage.hpp"
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
