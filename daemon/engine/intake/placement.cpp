#include "engine/intake/placement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/journal/because.hpp"
#include "core/law/edition.hpp"
#include "engine/incidents/opening.hpp"
#include "engine/intake/late_facts.hpp"

namespace breachd::engine {

namespace {

std::vector<std::string> systems_of(const Alert& alert) {
    std::vector<std::string> out = alert.hosts;
    out.insert(out.end(), alert.tables.begin(), alert.tables.end());
    return out;
}

IncidentOpened opening(const Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                       Instant detected_at, std::vector<std::string> folded) {
    const auto* edition = edition_for(step.settings.editions, step.settings.edition, detected_at);
    IncidentOpened opened;
    opened.title = alert.title;
    opened.severity = decision.severity;
    opened.drill = step.settings.mode == Mode::drill;
    opened.detected_at = detected_at;
    if (alert.detected_at && *alert.detected_at < detected_at) opened.claimed_detected_at = alert.detected_at;
    opened.source = source;
    if (alert.occurred_at && *alert.occurred_at <= detected_at) opened.occurred_from = alert.occurred_at;
    opened.act = decision.act;
    opened.kinds = decision.kinds;
    opened.systems = systems_of(alert);
    opened.provenance = decision.provenance;
    opened.edition = edition ? edition->id : "";
    opened.group_key = decision.group_key;
    opened.playbook = decision.playbook;
    opened.why = decision.why;
    opened.groups = std::move(folded);
    return opened;
}

}  // namespace

bool has_news(const Incident& incident, const TriageDecision& decision) {
    return decision.severity > incident.severity ||
           std::any_of(decision.kinds.begin(), decision.kinds.end(),
                       [&](const auto& each) { return !incident.has_kind(each.kind); });
}

const Incident* Placer::group_of(Step& step, const std::string& key, Duration window) {
    const auto* incident = step.ledger.find(groups_.latest(step, key));
    auto heard_at = incident ? incident->last_alert_at : Instant{};
    while (incident && incident->duplicate_of) {  // its alerts belong to the incident that stayed
        incident = step.ledger.find(*incident->duplicate_of);
        if (incident) heard_at = std::max(heard_at, incident->last_alert_at);
    }
    if (incident == nullptr || !incident->live() || incident->state == IncidentState::closed) return nullptr;
    if (incident->state == IncidentState::remedied && step.settings.after_remedy == AfterRemedy::open) return nullptr;
    return within(step.now, heard_at, window) ? incident : nullptr;
}

bool Placer::was_dismissed(Step& step, const std::string& key, Duration window, const TriageDecision& decision) {
    if (step.settings.after_dismissal == AfterDismissal::open) return false;
    const auto* incident = step.ledger.find(groups_.latest(step, key));
    bool is_noise = incident && incident->state == IncidentState::dismissed && !incident->duplicate_of;
    return is_noise && incident->closed_at && within(step.now, *incident->closed_at, window) &&
           !has_news(*incident, decision);
}

void Placer::page_if_remedied(Step& step, const Incident& incident) {
    if (incident.state != IncidentState::remedied || !incident.remedied_at) return;
    paging_.page_once(step, incident.id, fmt::format("after-remedy-{}", to_ms(*incident.remedied_at)),
                      because::alert_after_remedy());
}

void Placer::ask_about_claim(Step& step, const std::string& incident, const Alert& alert, Instant detected_at) {
    if (!alert.detected_at || *alert.detected_at >= detected_at) return;
    paging_.page_once(step, incident, "claimed-detection",
                      because::detection_claimed(*alert.detected_at, step.settings.detection_age_max));
}

void Placer::join(Step& step, const Incident& incident, const Alert& alert, const TriageDecision& decision,
                  Instant detected_at) {
    auto id = incident.id;
    page_if_remedied(step, incident);
    if (decision.join_only) return;
    add_kinds(step, id, "rule:" + decision.rule, decision.kinds,
              because::found_by_rule(decision.rule, decision.assets));
    note_detection(step, id, "rule:" + decision.rule, detected_at);
    ask_about_claim(step, id, alert, detected_at);
}

void Placer::tell_unproven(Step& step, const std::string& source, const TriageDecision& decision) {
    paging_.alarm(step, "unproven-" + source, because::unproven_alarm(source, decision.rule));
}

Placement Placer::place(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                        Instant detected_at) {
    if (!decision.open) return {"", alert.test ? AlertDecision::test : AlertDecision::kept, decision.why};
    if (auto* group = group_of(step, decision.group_key, decision.group_window)) {
        bool remedied = group->state == IncidentState::remedied;
        auto why = remedied ? because::joined_after_remedy(group->id, decision.rule)
                            : because::joined_group(group->id, decision.rule);
        Placement out{group->id, AlertDecision::joined, std::move(why)};
        join(step, *group, alert, decision, detected_at);
        return out;
    }
    if (was_dismissed(step, decision.group_key, decision.group_window, decision))
        return {"", AlertDecision::kept, because::dismissed_before(groups_.latest(step, decision.group_key))};
    if (decision.join_only) {
        tell_unproven(step, source, decision);
        return {"", AlertDecision::kept, because::sender_unproven()};
    }
    if (groups_.storming(step)) return fold(step, source, alert, decision, detected_at);
    return {open_for(step, source, alert, decision, detected_at), AlertDecision::opened, decision.why};
}

std::string Placer::open_for(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                             Instant detected_at, std::vector<std::string> folded) {
    auto id = open_incident(step, "rule:" + decision.rule,
                            opening(step, source, alert, decision, detected_at, std::move(folded)));
    ask_about_claim(step, id, alert, detected_at);
    return id;
}

Placement Placer::fold(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                       Instant detected_at) {
    const auto& policy = step.settings.storm;
    if (auto* storm = group_of(step, std::string(kStormGroup), policy.within)) {
        Placement out{storm->id, AlertDecision::joined,
                      because::joined_storm(storm->id, policy.incidents, policy.within)};
        join(step, *storm, alert, decision, detected_at);
        return out;
    }
    if (was_dismissed(step, std::string(kStormGroup), policy.within, decision))
        return {"", AlertDecision::kept, because::dismissed_before(groups_.latest(step, std::string(kStormGroup)))};
    auto one = decision;
    one.group_key = kStormGroup;
    one.why = because::opened_storm(policy.incidents, policy.within);
    return {open_for(step, source, alert, one, detected_at, {decision.group_key}), AlertDecision::opened, one.why};
}

}  // namespace breachd::engine
