// Where an alert goes: into the incident of its group, into a new one, or nowhere, and why.
//
// The latest incident of a group decides. Live and within the window: the alert joins it; if that incident was called
// remedied, people hear of it. Dismissed within the window: the alert is only kept, unless it is graver or shows data that
// was not known when it was dismissed. More openings than a storm's number: everything further is folded into one incident,
// so that a storm wakes people once. An unproven sender joins, but opens nothing alone.
#include <fmt/format.h>

#include <algorithm>

#include "core/paging.hpp"
#include "core/playbook.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kStormGroup = "storm";

bool opened_by_alert(const Incident& incident) { return !incident.group_key.empty(); }

std::vector<std::string> systems_of(const Alert& alert) {
    std::vector<std::string> out = alert.hosts;
    out.insert(out.end(), alert.tables.begin(), alert.tables.end());
    return out;
}

bool has_news(const Incident& incident, const TriageDecision& decision) {
    return decision.severity > incident.severity ||
           std::any_of(decision.kinds.begin(), decision.kinds.end(), [&](const auto& each) { return !incident.has_kind(each.kind); });
}

}  // namespace

Incident* Engine::State::group_of(const std::string& key, Duration window) {
    auto at = groups.find(key);
    auto* incident = at == groups.end() ? nullptr : find(at->second);
    if (incident == nullptr || !incident->live() || incident->state == IncidentState::closed) return nullptr;
    if (incident->state == IncidentState::remedied && settings->after_remedy == AfterRemedy::open) return nullptr;
    return now - incident->last_alert_at <= window ? incident : nullptr;
}

bool Engine::State::was_dismissed(const TriageDecision& decision) {
    if (settings->after_dismissal == AfterDismissal::open) return false;
    auto at = groups.find(decision.group_key);
    const auto* incident = at == groups.end() ? nullptr : find(at->second);
    return incident && incident->state == IncidentState::dismissed && incident->closed_at &&
           now - *incident->closed_at <= decision.group_window && !has_news(*incident, decision);
}

// The alert's reason for joining.
std::string Engine::State::join(Incident& incident, const Alert& alert, const TriageDecision& decision) {
    incident.last_alert_at = now;
    auto id = incident.id;
    if (incident.state == IncidentState::remedied && incident.remedied_at)
        page_once(id, fmt::format("after-remedy-{}", to_ms(*incident.remedied_at)),
                  "cảnh báo mới sau khi sự cố được ghi là đã khắc phục: " + alert.title);
    add_kinds(id, "rule:" + decision.rule, decision.kinds, decision.reason.vi);
    return fmt::format("Gộp vào {} theo quy tắc “{}”.", id, decision.rule);
}

Placement Engine::State::place(const std::string& source, const Alert& alert, const TriageDecision& decision, Instant received_at) {
    if (!decision.open) return {"", alert.test ? "test" : "kept", decision.why, decision.reason.vi};
    if (auto* group = group_of(decision.group_key, decision.group_window)) {
        auto why = group->state == IncidentState::remedied ? AlertReason::joined_after_remedy : AlertReason::joined_group;
        return {group->id, "joined", why, join(*group, alert, decision)};
    }
    if (was_dismissed(decision))
        return {"", "kept", AlertReason::dismissed_before,
                fmt::format("Giữ lại, không mở sự cố: sự cố {} cùng nhóm vừa được loại bỏ và cảnh báo không cho biết gì mới.", groups[decision.group_key])};
    if (decision.join_only) {
        alarm("unproven-" + source, fmt::format("nguồn “{}” báo động qua đường truyền không xác thực (quy tắc “{}”): không tự mở sự cố, cần người xem", source, decision.rule));
        return {"", "kept", AlertReason::sender_unproven, "Giữ lại, không mở sự cố: đường truyền không chứng minh được người gửi."};
    }
    if (!storming()) return {open_for(source, alert, decision, received_at), "opened", decision.why, decision.reason.vi};
    if (auto* storm = group_of(kStormGroup, settings->storm.within))
        return {storm->id, "joined", AlertReason::joined_storm, join(*storm, alert, decision)};
    auto one = decision;
    one.group_key = kStormGroup;
    one.why = AlertReason::opened_storm;
    one.reason.vi = fmt::format("Hơn {} sự cố được mở trong {}: các cảnh báo tiếp theo gộp vào một sự cố.", settings->storm.incidents,
                                format_duration(settings->storm.within));
    return {open_for(source, alert, one, received_at), "opened", one.why, one.reason.vi};
}

std::string Engine::State::open_for(const std::string& source, const Alert& alert, const TriageDecision& decision, Instant received_at) {
    auto detected = std::min(alert.detected_at.value_or(received_at), received_at);
    const auto* edition = edition_for(settings->editions, settings->edition, detected);
    IncidentOpened opened;
    opened.title = decision.group_key == kStormGroup ? "Bão cảnh báo: " + alert.title : alert.title;
    opened.severity = decision.severity;
    opened.drill = settings->mode == Mode::drill;
    opened.detected_at = detected;
    opened.detected_how = fmt::format("Cảnh báo từ hệ thống giám sát an ninh “{}”", source);
    if (alert.occurred_at && *alert.occurred_at <= detected) opened.occurred_from = alert.occurred_at;
    opened.act = decision.act;
    opened.kinds = decision.kinds;
    opened.systems = systems_of(alert);
    opened.provenance = decision.provenance;
    opened.edition = edition ? edition->id : "";
    opened.group_key = decision.group_key;
    opened.playbook = decision.playbook;
    opened.reason = decision.reason.vi;
    opened.why = boost::describe::enum_to_string(decision.why, "?");
    return open_incident("rule:" + decision.rule, std::move(opened));
}

std::string Engine::State::open_incident(const std::string& actor, IncidentOpened opened) {
    auto id = store.next_incident_id(static_cast<int>(local_date(now).year()), opened.drill);
    store.vault().ensure(id);
    auto title = opened.title;
    record(id, actor, std::move(opened));
    note_opening(incidents[id]);
    ++stats.incidents_opened;
    settle(id);  // clocks and tasks first: the page says them
    record_all(id, "system", start_escalation(incidents[id], *settings, "sự cố mới: " + title));
    settle(id);
    return id;
}

// Also at the start, in the order they were opened.
void Engine::State::note_opening(const Incident& incident) {
    if (!opened_by_alert(incident)) return;
    groups[incident.group_key] = incident.id;
    openings.push_back(incident.opened_at);
}

bool Engine::State::storming() {
    while (!openings.empty() && now - openings.front() > settings->storm.within) openings.pop_front();
    return settings->storm.incidents > 0 && openings.size() >= static_cast<std::size_t>(settings->storm.incidents);
}

// The register of assets changed: what is now known of an incident's systems reaches it, from the original detection.
void Engine::State::reclassify() {
    for (auto& [id, incident] : incidents) {
        if (!incident.live() || incident.state == IncidentState::closed || !opened_by_alert(incident)) continue;
        Alert named;
        named.hosts = named.tables = incident.systems;
        std::vector<KindCount> kinds;
        for (const Asset* asset : assets_of(named, *settings))
            for (const auto& kind : asset->kinds) kinds.push_back({kind, asset->records, asset->subjects});
        add_kinds(id, "system", kinds, "danh mục tài sản đã thay đổi");
    }
}

}  // namespace breachd::engine
