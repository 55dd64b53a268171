// Alerts come in: duplicates are recognised, triage decides, incidents open or are joined, all in the step's transaction.
#include <fmt/format.h>

#include <algorithm>

#include "core/playbook.hpp"
#include "core/paging.hpp"
#include "core/triage.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kAlertsNamedMax = 20;

// Scope of the data key of an alert that belongs to no incident: one a month, so that old ones can be destroyed.
std::string month_scope(Instant at) {
    auto day = local_date(at);
    return fmt::format("alerts-{:04}-{:02}", int(day.year()), unsigned(day.month()));
}

std::vector<std::string> systems_of(const Alert& alert) {
    std::vector<std::string> out = alert.hosts;
    out.insert(out.end(), alert.tables.begin(), alert.tables.end());
    return out;
}

}  // namespace

// A joined alert may show kinds of data that were not known before: their duties run from the original detection.
void Engine::State::add_kinds(const std::string& id, const TriageDecision& decision) {
    auto kinds = incidents[id].kinds;
    for (const auto& found : decision.kinds)
        if (!incidents[id].has_kind(found.kind)) kinds.push_back(found);
    if (kinds.size() == incidents[id].kinds.size()) return;
    record(id, "rule:" + decision.rule, FactChanged{"kinds", to_json(incidents[id].kinds), to_json(kinds), decision.reason.vi});
    settle(id);
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

Result<Reply> Engine::State::ingest(const Envelope& envelope, const IngestAlerts& command) {
    json::array accepted;
    std::int64_t duplicates = 0;
    for (const auto& one : command.alerts) {
        ++stats.alerts;
        if (auto seen = store.find_alert(command.source, one.alert.external_id)) {
            ++duplicates;
            ++stats.duplicates;
            store.count_repeat(seen->alert_id, now);
            wrote = true;
            accepted.push_back({{"alert_id", seen->alert_id},
                                {"incident_id", seen->incident.empty() ? json::value(nullptr) : json::value(seen->incident)},
                                {"duplicate", true}});
            continue;
        }
        auto decision = triage(one.alert, command.source, *settings);
        store::NewAlert row{command.source, one.alert, one.raw, now, "", decision.open ? "opened" : one.alert.test ? "test" : "kept", decision.reason.vi};
        if (decision.open) {
            auto group = std::find_if(incidents.begin(), incidents.end(), [&](const auto& item) {
                const auto& i = item.second;
                return i.group_key == decision.group_key && i.live() && i.state != IncidentState::closed &&
                       now - i.last_alert_at <= settings->group_window;
            });
            if (group != incidents.end()) {
                row.incident = group->first;
                row.decision = "joined";
                group->second.last_alert_at = now;
            } else {
                auto detected = std::min(one.alert.detected_at.value_or(now), now);
                const auto* edition = edition_for(settings->editions, settings->edition, detected);
                IncidentOpened opened;
                opened.title = one.alert.title;
                opened.severity = decision.severity;
                opened.drill = settings->mode == Mode::drill;
                opened.detected_at = detected;
                opened.detected_how = fmt::format("Cảnh báo từ hệ thống giám sát an ninh “{}”", command.source);
                if (one.alert.occurred_at && *one.alert.occurred_at <= detected) opened.occurred_from = one.alert.occurred_at;
                opened.act = decision.act;
                opened.kinds = decision.kinds;
                opened.systems = systems_of(one.alert);
                opened.provenance = decision.provenance;
                opened.edition = edition ? edition->id : "";
                opened.group_key = decision.group_key;
                opened.playbook = decision.playbook;
                opened.reason = decision.reason.vi;
                row.incident = open_incident("rule:" + decision.rule, std::move(opened));
            }
        } else {
            store.vault().ensure(month_scope(now));
        }
        auto alert_id = store.add_alert(row);
        wrote = true;
        if (row.decision == "joined") {
            auto& join = joined[row.incident];
            ++join.count;
            if (join.alert_ids.size() < kAlertsNamedMax) join.alert_ids.push_back(alert_id);
            join.severity = std::max(join.severity, decision.severity);
            for (auto& system : systems_of(one.alert))
                if (std::find(join.systems.begin(), join.systems.end(), system) == join.systems.end() && join.systems.size() < 50)
                    join.systems.push_back(system);
            join.reason = decision.reason.vi;
            add_kinds(row.incident, decision);
        }
        accepted.push_back({{"alert_id", alert_id},
                            {"incident_id", row.incident.empty() ? json::value(nullptr) : json::value(row.incident)},
                            {"duplicate", false}});
    }
    json::array quarantined;
    for (const auto& bad : command.unreadable) {
        ++stats.quarantined;
        store.vault().ensure(month_scope(now));
        auto id = store.add_quarantine({command.source, command.content_type, bad.why, bad.where, bad.body, now});
        record("", envelope.actor, AlertQuarantined{id, command.source, bad.why});
        alarm("quarantine-" + command.source, fmt::format("nguồn “{}” gửi cảnh báo không đọc được ({}); bản gốc được giữ tại {}", command.source, bad.why, id));
        quarantined.push_back(json::value(id));
    }
    json::object body{{"accepted", accepted}};
    if (!quarantined.empty()) body["quarantined"] = quarantined;
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        body = {{"title", "Unreadable alert"},
                {"status", 422},
                {"detail", "the alert could not be read; it is kept whole in quarantine: " + bad.why},
                {"quarantine_id", quarantined.front()},
                {"errors", json::array{json::object{{"pointer", bad.where}, {"detail", bad.why}}}}};
        return Reply{422, "", json::serialize(body), "", nullptr};
    }
    return Reply{202, "", json::serialize(body), "", nullptr};
}

void Engine::State::flush_joined() {
    for (auto& [id, join] : joined) {
        record(id, "system", std::move(join));
        settle(id);
    }
    joined.clear();
    auto [count, sha256] = store.take_alert_batch();
    if (count > 0) record("", "system", AlertsReceived{count, 0, sha256});
}

}  // namespace breachd::engine
