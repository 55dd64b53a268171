#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "core/triage/condition.hpp"
#include "core/triage/triage.hpp"

namespace breachd::config {

namespace {

constexpr std::int64_t kCountMax = 10'000'000'000;
constexpr Duration kGroupWindowMax = std::chrono::hours{24 * 7};
constexpr Duration kDetectionAgeMax = std::chrono::hours{24 * 366};

// Every edition that can come to apply must know the kind: an incident must not lose its duty at a change of the law.
void check_kinds(Map& map, std::string_view key, const Settings& settings) {
    for (const auto& item : map.list(key)) {
        if (!item.is_scalar()) continue;
        for (const Edition* edition : usable_editions(settings)) {
            if (edition->kind(item.yaml().Scalar())) continue;
            std::vector<std::string> known;
            for (const auto& kind : edition->kinds) known.push_back(kind.id);
            unknown_reference(item, "kind of data of " + edition->id, item.yaml().Scalar(), known);
            break;
        }
    }
}

void read_match(Map& parent, Asset& asset) {
    auto value = parent.need("match");
    if (!value) return;
    Map map(*value);
    map.texts("hosts", asset.hosts);
    map.texts("users", asset.users);
    map.texts("tables", asset.tables);
    if (map.ok() && asset.hosts.empty() && asset.users.empty() && asset.tables.empty())
        map.error("names no hosts, users or tables: the asset would never match");
}

void read_provenance(Map& parent, Asset& asset) {
    auto value = parent.find("provenance");
    if (!value) return;
    Map map(*value);
    Provenance from;
    map.need_text("provider", from.provider);
    map.choice("sharing", from.sharing, {"default", "agreement", "access_to_information", "open_data"});
    map.text("agreement_id", from.agreement_id);
    asset.provenance = std::move(from);
}

void read_when(Map& map, When& when) {
    auto value = map.need("when");
    if (!value) return;
    for (const auto& item : value->items()) {
        auto text = item.text();
        if (!text) continue;
        auto condition = parse_condition(*text);
        if (!condition)
            item.error(condition.error().message);
        else
            when.conditions.push_back(*condition);
        when.texts.push_back(std::move(*text));
    }
}

std::vector<std::string> group_parts() {
    std::vector<std::string> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<GroupPart>>(
        [&](auto each) { out.emplace_back(each.name); });
    return out;
}

void read_grouping(Map& map, TriageRule& rule) {
    if (auto value = map.find("group_by"))
        for (const auto& item : value->items()) {
            auto word = item.text();
            GroupPart part{};
            if (!word) continue;
            if (!boost::describe::enum_from_string(word->c_str(), part))
                unknown_reference(item, "part to group by", *word, group_parts());
            else
                rule.group_by.push_back(part);
        }
    map.duration("group_window", rule.group_window, std::chrono::minutes{0}, kGroupWindowMax);
}

void read_then(Map& parent, TriageRule& rule, const Settings& settings) {
    auto value = parent.need("then");
    if (!value) return;
    Map map(*value);
    map.need("open");
    map.boolean("open", rule.open);
    map.text("act", rule.act);
    if (auto act = map.find("act"))
        for (const Edition* edition : usable_editions(settings))
            if (!edition->act(rule.act)) {
                std::vector<std::string> known;
                for (const auto& each : edition->acts) known.push_back(each.id);
                unknown_reference(*act, "act", rule.act, known);
                break;
            }
    map.texts("kinds", rule.kinds);
    check_kinds(map, "kinds", settings);
    if (auto severity = map.find("severity"))
        if (auto number = severity->integer(0, 100)) rule.severity = static_cast<int>(*number);
    map.text("playbook", rule.playbook);
    if (auto playbook = map.find("playbook");
        playbook && !rule.playbook.empty() && !playbook_of(rule.playbook, settings)) {
        std::vector<std::string> known;
        for (const auto& each : settings.playbooks) known.push_back(each.id);
        unknown_reference(*playbook, "playbook", rule.playbook, known);
    }
}

void read_kind_rule(const Value& value, std::vector<std::string>& seen, Settings& settings) {
    Map map(value);
    KindRule rule;
    need_label(map, "name", rule.name, seen);
    read_when(map, rule.when);
    map.need("kinds");
    map.texts("kinds", rule.kinds);
    check_kinds(map, "kinds", settings);
    settings.kind_rules.push_back(std::move(rule));
}

void read_rule(const Value& value, std::vector<std::string>& seen, Settings& settings) {
    Map map(value);
    TriageRule rule;
    need_label(map, "name", rule.name, seen);
    read_when(map, rule.when);
    read_grouping(map, rule);
    read_then(map, rule, settings);
    settings.rules.push_back(std::move(rule));
}

void read_storm(Map& triage, StormPolicy& storm) {
    auto value = triage.find("storm");
    if (!value) return;
    Map map(*value);
    map.integer("incidents", storm.incidents, 0, 10'000);
    map.duration("within", storm.within, std::chrono::minutes{1}, std::chrono::hours{24});
}

void read_after(Map& triage, Settings& settings) {
    std::string remedy, dismissal;
    triage.choice("after_remedy", remedy, {"join", "open"});
    triage.choice("after_dismissal", dismissal, {"keep", "open"});
    if (!remedy.empty()) boost::describe::enum_from_string(remedy.c_str(), settings.after_remedy);
    if (!dismissal.empty()) boost::describe::enum_from_string(dismissal.c_str(), settings.after_dismissal);
}

}  // namespace

void read_assets(Map& root, const Context&, LoadedConfig& out) {
    std::vector<std::string> seen;
    for (const auto& each : root.list("assets")) {
        Map map(each);
        Asset asset;
        need_label(map, "name", asset.name, seen);
        read_match(map, asset);
        map.texts("kinds", asset.kinds);
        check_kinds(map, "kinds", out.settings);
        if (map.ok() && asset.kinds.empty())
            map.self().warning("the asset names no kinds of data: its incidents start with none");
        map.integer("subjects", asset.subjects, 0, kCountMax);
        map.integer("records", asset.records, 0, kCountMax);
        read_provenance(map, asset);
        out.settings.assets.push_back(std::move(asset));
    }
}

void read_triage(Map& root, const Context&, LoadedConfig& out) {
    if (auto value = root.find("triage")) {
        Map map(*value);
        map.duration("group_window", out.settings.group_window, std::chrono::minutes{0}, kGroupWindowMax);
        map.duration("detection_age_max", out.settings.detection_age_max, std::chrono::hours{1}, kDetectionAgeMax);
        std::vector<std::string> kind_rules, rules;
        for (const auto& each : map.list("kinds")) read_kind_rule(each, kind_rules, out.settings);
        for (const auto& each : map.list("rules")) read_rule(each, rules, out.settings);
        read_storm(map, out.settings.storm);
        read_after(map, out.settings);
        out.settings.sent_pointers = sent_pointers(out.settings);
    }
    if (std::none_of(out.settings.rules.begin(), out.settings.rules.end(), [](const auto& rule) { return rule.open; }))
        root.self().warning("no rule of triage opens an incident: alerts are only kept");
}

}  // namespace breachd::config
