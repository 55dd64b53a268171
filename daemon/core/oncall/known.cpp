#include "core/oncall/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "core/incident/incident.hpp"
#include "core/journal/because.hpp"
#include "core/journal/event.hpp"
#include "core/triage/triage.hpp"

namespace breachd {

namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kNamedMax = 5;  // systems named in a page

Names kinds_of(const Incident& incident) {
    Names out;
    for (const auto& each : incident.kinds) out.push_back(each.kind);
    return out;
}

Names duties_of(const Incident& incident) {
    Names out;
    for (const auto& each : incident.obligations) out.push_back(each.id);
    return out;
}

// Of `now`, what `before` lacks.
Names added(const Names& before, const Names& now) {
    Names out;
    std::copy_if(now.begin(), now.end(), std::back_inserter(out),
                 [&](const auto& each) { return !holds(before, each); });
    return out;
}

// Of the daemon's own entries: a person merged another incident into this one, or the public notice goes its way.
bool brings_duties(const Event& event) {
    return std::holds_alternative<DuplicateMerged>(event) || std::holds_alternative<PublicNoticeProposed>(event) ||
           std::holds_alternative<PublicNoticePublished>(event);
}

}  // namespace

void note_known(Incident& incident, const Entry& entry, bool by_person) {
    auto& known = incident.known;
    if (by_person || brings_duties(entry.event)) known.acted_at = entry.at;
    bool follows = entry.at == known.acted_at && entry.actor == "system";
    if (by_person || std::holds_alternative<EscalationStarted>(entry.event))
        known = {true, incident.severity, kinds_of(incident), incident.systems, duties_of(incident), known.acted_at};
    else if (const auto* duty = std::get_if<ObligationStarted>(&entry.event); duty && follows)
        known.duties.push_back(duty->id);
    else if (const auto* fact = std::get_if<FactChanged>(&entry.event); fact && follows && fact->field == "kinds")
        known.kinds = kinds_of(incident);
}

std::optional<Reason> worse_than_known(const Incident& incident) {
    const auto& known = incident.known;
    if (!known.noted || incident.escalation.active || !incident.live() || incident.state == IncidentState::closed)
        return {};
    auto kinds = added(known.kinds, kinds_of(incident)), duties = added(known.duties, duties_of(incident));
    auto systems = incident.group_key == kStormGroup ? Names{} : added(known.systems, incident.systems);
    if (incident.severity <= known.severity && kinds.empty() && duties.empty() && systems.empty()) return {};
    if (systems.size() > kNamedMax) {
        auto more = systems.size() - kNamedMax;
        systems.resize(kNamedMax);
        systems.push_back(fmt::format("+{}", more));
    }
    return because::incident_worse(known.severity, incident.severity, kinds, duties, systems);
}

}  // namespace breachd
