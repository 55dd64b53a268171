// Where an alert goes: into the incident of its group, into a new one, or nowhere, and why.
//
// The latest incident of a group decides. Live and within the window: the alert joins it; if that incident was called
// remedied, people hear of it. Dismissed within the window: the alert is only kept, unless it is graver or shows data
// that was not known when it was dismissed. More openings than a storm's number: everything further is folded into one
// incident, for as long as the storm lasts, so that it wakes people once. An unproven sender joins, but changes no
// facts and opens nothing alone.
#include <fmt/format.h>

#include <algorithm>

#include "core/incident/playbook.hpp"
#include "core/law/edition.hpp"
#include "core/oncall/paging.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kStormGroup = "storm";

std::vector<std::string> systems_of(const Alert& alert) {
    std::vector<std::string> out = alert.hosts;
    out.insert(out.end(), alert.tables.begin(), alert.tables.end());
    return out;
}

}  // namespace

bool has_news(const Incident& incident, const TriageDecision& decision) {
    return decision.severity > incident.severity ||
           std::any_of(decision.kinds.begin(), decision.kinds.end(),
                       [&](const auto& each) { return !incident.has_kind(each.kind); });
}

Incident* Engine::State::group_of(const std::string& key, Duration window) {
    auto at = groups.find(key);
    auto* incident = at == groups.end() ? nullptr : find(at->second);
    if (incident == nullptr || !incident->live() || incident->state == IncidentState::closed) return nullptr;
    if (incident->state == IncidentState::remedied && settings->after_remedy == AfterRemedy::open) return nullptr;
    return within(now, incident->last_alert_at, window) ? incident : nullptr;
}

bool Engine::State::was_dismissed(const std::string& key, Duration window, const TriageDecision& decision) {
    if (settings->after_dismissal == AfterDismissal::open) return false;
    auto at = groups.find(key);
    const auto* incident = at == groups.end() ? nullptr : find(at->second);
    return incident && incident->state == IncidentState::dismissed && incident->closed_at &&
           within(now, *incident->closed_at, window) && !has_news(*incident, decision);
}

void Engine::State::page_if_remedied(const Incident& incident) {
    if (incident.state != IncidentState::remedied || !incident.remedied_at) return;
    page_once(incident.id, fmt::format("after-remedy-{}", to_ms(*incident.remedied_at)),
              "có cảnh báo mới sau khi sự cố được ghi là đã khắc phục");
}

void Engine::State::join(Incident& incident, const TriageDecision& decision, Instant detected_at) {
    incident.last_alert_at = now;
    auto id = incident.id;
    page_if_remedied(incident);
    if (decision.join_only) return;
    add_kinds(id, "rule:" + decision.rule, decision.kinds, decision.reason.vi);
    note_detection(id, "rule:" + decision.rule, detected_at);
}

void Engine::State::tell_unproven(const std::string& source, const TriageDecision& decision) {
    alarm("unproven-" + source,
          fmt::format(
              "nguồn “{}” báo động qua đường truyền không xác thực (quy tắc “{}”): không tự mở sự cố, cần người xem",
              source, decision.rule));
}

Placement Engine::State::place(const std::string& source, const Alert& alert, const TriageDecision& decision,
                               Instant detected_at) {
    if (!decision.open) return {"", alert.test ? "test" : "kept", decision.why, decision.reason.vi};
    if (auto* group = group_of(decision.group_key, decision.group_window)) {
        bool remedied = group->state == IncidentState::remedied;
        Placement out{group->id, "joined", remedied ? AlertReason::joined_after_remedy : AlertReason::joined_group, ""};
        out.reason = fmt::format("Gộp vào {} theo quy tắc “{}”{}.", out.incident, decision.rule,
                                 remedied ? ", dù sự cố được ghi là đã khắc phục" : "");
        join(*group, decision, detected_at);
        return out;
    }
    if (was_dismissed(decision.group_key, decision.group_window, decision))
        return {"", "kept", AlertReason::dismissed_before,
                fmt::format(
                    "Giữ lại, không mở sự cố: sự cố {} cùng nhóm vừa được loại bỏ và cảnh báo không cho biết gì mới.",
                    groups[decision.group_key])};
    if (decision.join_only) {
        tell_unproven(source, decision);
        return {"", "kept", AlertReason::sender_unproven,
                "Giữ lại, không mở sự cố: đường truyền không chứng minh được người gửi."};
    }
    if (storming()) return fold(source, alert, decision, detected_at);
    return {open_for(source, alert, decision, detected_at), "opened", decision.why, decision.reason.vi};
}

Placement Engine::State::fold(const std::string& source, const Alert& alert, const TriageDecision& decision,
                              Instant detected_at) {
    auto many = fmt::format("đã có {} sự cố được mở trong {}", settings->storm.incidents,
                            format_duration(settings->storm.within));
    if (auto* storm = group_of(kStormGroup, settings->storm.within)) {
        Placement out{storm->id, "joined", AlertReason::joined_storm,
                      fmt::format("Gộp vào {} vì {}.", storm->id, many)};
        join(*storm, decision, detected_at);
        return out;
    }
    if (was_dismissed(kStormGroup, settings->storm.within, decision))
        return {"", "kept", AlertReason::dismissed_before,
                fmt::format("Giữ lại, không mở sự cố: {} và sự cố gộp vừa được loại bỏ.", many)};
    auto one = decision;
    one.group_key = kStormGroup;
    one.why = AlertReason::opened_storm;
    one.reason.vi = fmt::format("Mở một sự cố cho các cảnh báo tiếp theo vì {}.", many);
    return {open_for(source, alert, one, detected_at, {decision.group_key}), "opened", one.why, one.reason.vi};
}

std::string Engine::State::open_for(const std::string& source, const Alert& alert, const TriageDecision& decision,
                                    Instant detected_at, std::vector<std::string> folded) {
    const auto* edition = edition_for(settings->editions, settings->edition, detected_at);
    IncidentOpened opened;
    opened.title = decision.group_key == kStormGroup ? "Bão cảnh báo: " + alert.title : alert.title;
    opened.severity = decision.severity;
    opened.drill = settings->mode == Mode::drill;
    opened.detected_at = detected_at;
    opened.detected_how = fmt::format("Cảnh báo từ hệ thống giám sát an ninh “{}”", source);
    if (alert.occurred_at && *alert.occurred_at <= detected_at) opened.occurred_from = alert.occurred_at;
    opened.act = decision.act;
    opened.kinds = decision.kinds;
    opened.systems = systems_of(alert);
    opened.provenance = decision.provenance;
    opened.edition = edition ? edition->id : "";
    opened.group_key = decision.group_key;
    opened.playbook = decision.playbook;
    opened.reason = decision.reason.vi;
    opened.why = boost::describe::enum_to_string(decision.why, "?");
    opened.groups = std::move(folded);
    return open_incident("rule:" + decision.rule, std::move(opened));
}

std::string Engine::State::open_incident(const std::string& actor, IncidentOpened opened) {
    auto id = store.next_incident_id(static_cast<int>(local_date(now).year()), opened.drill);
    store.vault().ensure(id);
    auto title = opened.title;
    record(id, actor, std::move(opened));
    ++stats.incidents_opened;
    settle(id);  // clocks and tasks first: the page says them
    record_all(id, "system", start_escalation(incidents[id], *settings, "sự cố mới: " + title));
    settle(id);
    return id;
}

// Of the journal as it is read and as it is written: which incident a group's alerts went to last, and the openings
// that make a storm. What is folded into one would have opened, and keeps it going.
void Engine::State::remember(const Entry& entry) {
    std::size_t most = static_cast<std::size_t>(std::max(settings->storm.incidents, 0));
    auto count = [&](std::int64_t times) {
        for (; times > 0 && most > 0; --times) openings.push_back(entry.at);
        while (openings.size() > most) openings.pop_front();
    };
    if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) {
        if (opened->group_key.empty()) return;
        groups[opened->group_key] = entry.incident_id;
        for (const auto& group : opened->groups) groups[group] = entry.incident_id;
        count(1);
    } else if (const auto* joins = std::get_if<AlertsJoined>(&entry.event); joins && !joins->groups.empty()) {
        for (const auto& group : joins->groups) groups[group] = entry.incident_id;
        count(std::min<std::int64_t>(joins->count, static_cast<std::int64_t>(most)));
    }
}

bool Engine::State::storming() {
    return settings->storm.incidents > 0 && openings.size() >= static_cast<std::size_t>(settings->storm.incidents) &&
           within(now, openings[openings.size() - static_cast<std::size_t>(settings->storm.incidents)],
                  settings->storm.within);
}

}  // namespace breachd::engine
