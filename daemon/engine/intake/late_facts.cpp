#include "engine/intake/late_facts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"
#include "core/triage/triage.hpp"

namespace breachd::engine {

namespace {

// The rule that opened an incident is the first part of its group's key.
const TriageRule* rule_of(const Incident& incident, const Settings& settings) {
    auto name = std::string_view(incident.group_key).substr(0, incident.group_key.find('|'));
    auto found =
        std::find_if(settings.rules.begin(), settings.rules.end(), [&](const auto& rule) { return rule.name == name; });
    return found == settings.rules.end() ? nullptr : &*found;
}

bool known(const std::vector<Asset>& assets, const Asset& asset) {
    return std::find(assets.begin(), assets.end(), asset) != assets.end();
}

}  // namespace

void add_kinds(Step& step, const std::string& id, const std::string& actor, const std::vector<KindCount>& found,
               const Reason& why) {
    const auto& incident = step.ledger.get(id);
    auto kinds = incident.kinds;
    for (const auto& each : found) {
        if (holds(incident.kinds_removed, each.kind)) continue;
        auto same = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.kind == each.kind; });
        if (same == kinds.end()) {
            kinds.push_back(each);
        } else if (!incident.kinds_by_person) {
            same->records = std::max(same->records, each.records);
            same->subjects = std::max(same->subjects, each.subjects);
        }
    }
    if (kinds == incident.kinds) return;
    step.ledger.append(id, actor, FactChanged{"kinds", to_json(incident.kinds), to_json(kinds), why, ""});
    step.ledger.settle(id);
}

void note_detection(Step& step, const std::string& id, const std::string& actor, Instant detected_at) {
    const auto& incident = step.ledger.get(id);
    if (detected_at >= incident.detected_at || incident.detected_by_person) return;
    auto change = edition_change(incident, detected_at, step.settings);
    step.ledger.append(id, actor,
                       FactChanged{"detected_at", to_json(incident.detected_at), to_json(detected_at),
                                   because::earlier_detection(), ""});
    if (change) step.ledger.append(id, actor, std::move(*change));
    step.ledger.settle(id);
}

void reclassify(Step& step, const Incident& incident, const std::vector<Asset>& before) {
    if (!incident.live() || incident.state == IncidentState::closed || incident.group_key.empty()) return;
    const auto* rule = rule_of(incident, step.settings);
    Alert named;
    named.hosts = named.tables = incident.systems;
    std::vector<KindCount> kinds;
    for (const Asset* asset : assets_of(named, step.settings.assets)) {
        if (known(before, *asset)) continue;
        for (const auto& kind : asset->kinds)
            if (rule == nullptr || rule->kinds.empty() || holds(rule->kinds, kind))
                kinds.push_back({kind, asset->records, asset->subjects});
    }
    add_kinds(step, incident.id, "system", kinds, because::assets_changed());
}

}  // namespace breachd::engine
