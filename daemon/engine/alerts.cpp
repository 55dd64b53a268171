// Alerts come in: what is known is recognised, what is new in it is kept, triage decides, incidents open or are joined,
// all in the step's transaction.
//
//   message ─ replayed signature? ─▶ answered as before, no second effect
//      │
//   each alert ─ id known? ─ nothing new ─▶ counted as a repeat
//      │             └─ something new ─▶ an update of the alert; facts found late reach its incident, or open one
//      └─ new ─▶ triage ─▶ placement.cpp: opens, joins, or is kept, with its reason
#include <fmt/format.h>

#include <algorithm>

#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kAlertsNamedMax = 20;
constexpr std::size_t kSystemsPerEntryMax = 50;

// One element of the answer's `accepted`. Ids are ours and need no escapes.
void say_accepted(std::string& out, const store::SeenAlert& alert, bool duplicate, bool updated) {
    if (!out.empty()) out += ',';
    out.append(R"({"alert_id":")").append(alert.alert_id).append(R"(","incident_id":)");
    if (alert.incident.empty()) out += "null";
    else out.append("\"").append(alert.incident).append("\"");
    out.append(R"(,"duplicate":)").append(duplicate ? "true" : "false");
    if (updated) out.append(R"(,"updated":true)");
    out += '}';
}

// A later message with the same id is news when it says something else than a time.
bool says_the_same(const Alert& a, const Alert& b) {
    return a.status == b.status && a.severity == b.severity && a.title == b.title && a.data_kinds == b.data_kinds &&
           a.records == b.records && a.hosts == b.hosts && a.users == b.users && a.tables == b.tables && a.tags == b.tags &&
           a.rule_id == b.rule_id && a.test == b.test;
}

bool is_over(const Alert& alert) { return alert.status == AlertStatus::resolved || alert.status == AlertStatus::closed; }

template <class Entry>
void name_alert(Entry& entry, const std::string& alert_id, int severity, const Alert& alert) {
    ++entry.count;
    if (entry.alert_ids.size() < kAlertsNamedMax) entry.alert_ids.push_back(alert_id);
    entry.severity = std::max(entry.severity, severity);
    for (const auto* names : {&alert.hosts, &alert.tables})
        for (const auto& name : *names)
            if (entry.systems.size() < kSystemsPerEntryMax && std::find(entry.systems.begin(), entry.systems.end(), name) == entry.systems.end())
                entry.systems.push_back(name);
}

const char* word(AlertReason why) { return boost::describe::enum_to_string(why, "?"); }

Reply unreadable_reply(const IngestAlerts::Unreadable& bad, const std::string& quarantine_id) {
    json::object body{{"title", "Unreadable alert"},
                      {"status", 422},
                      {"detail", "the alert could not be read; it is kept whole in quarantine: " + bad.why},
                      {"quarantine_id", quarantine_id},
                      {"errors", json::array{json::object{{"pointer", bad.where}, {"detail", bad.why}}}}};
    return {422, "", json::serialize(body), "", nullptr};
}

}  // namespace

// A joined or updated alert may show kinds of data that were not known before: their duties run from the original detection.
void Engine::State::add_kinds(const std::string& id, const std::string& actor, const std::vector<KindCount>& found, const std::string& why) {
    auto kinds = incidents[id].kinds;
    for (const auto& each : found)
        if (!incidents[id].has_kind(each.kind)) kinds.push_back(each);
    if (kinds.size() == incidents[id].kinds.size()) return;
    record(id, actor, FactChanged{"kinds", to_json(incidents[id].kinds), to_json(kinds), why});
    settle(id);
}

void Engine::State::take_alert(const IngestAlerts& command, const IngestAlerts::One& one, Instant received_at, std::string& accepted) {
    ++stats.alerts;
    if (auto seen = store.find_alert(command.source, one.alert.external_id)) {
        bool news = take_update(command, one, *seen);
        say_accepted(accepted, *seen, true, news);
        return;
    }
    auto decision = triage({one.alert, command.source, one.raw, command.proof}, *settings);
    auto placed = place(command.source, one.alert, decision, received_at);
    auto id = store.add_alert({command.source, one.alert, one.raw, received_at, placed.incident, placed.decision,
                               word(placed.why), placed.reason, command.proof});
    if (placed.decision == "joined") {
        auto& entry = joined[placed.incident];
        name_alert(entry, id, decision.severity, one.alert);
        entry.reason = placed.reason;
        entry.why = word(placed.why);
    }
    say_accepted(accepted, {id, placed.incident}, false, false);
}

// False: nothing new, only counted. An alert that was kept may now open an incident: from its first arrival.
bool Engine::State::take_update(const IngestAlerts& command, const IngestAlerts::One& one, store::SeenAlert& seen) {
    ++stats.duplicates;
    ++repeats;
    store.count_repeat(seen.alert_id, now);
    auto known = store.stored_alert(seen.alert_id);
    if (!known || says_the_same(known->alert, one.alert)) return false;
    auto decision = triage({one.alert, command.source, one.raw, command.proof}, *settings);
    Placement placed{known->incident, "kept", decision.why, decision.reason.vi};
    auto* incident = find(known->incident);
    if (incident == nullptr || incident->state == IncidentState::dismissed) {
        placed = place(command.source, one.alert, decision, known->received_at);
        if (placed.incident.empty()) placed.incident = known->incident;
    }
    store.update_alert(seen.alert_id, {command.source, one.alert, one.raw, now, placed.incident, placed.decision,
                                       word(placed.why), placed.reason, command.proof});
    ++stats.updates;
    seen.incident = placed.incident;
    incident = find(placed.incident);
    if (incident == nullptr || !incident->live()) return true;
    auto& entry = updated[placed.incident];
    name_alert(entry, seen.alert_id, one.alert.severity, one.alert);
    entry.resolved += is_over(one.alert);
    if (decision.open) add_kinds(placed.incident, "rule:" + decision.rule, decision.kinds, decision.reason.vi);
    return true;
}

Result<Reply> Engine::State::ingest(const Envelope& envelope, const IngestAlerts& command) {
    if (!command.quarantine_id.empty()) return replay(envelope, command);
    heard(command.source);
    wrote = wrote || !command.alerts.empty() || !command.unreadable.empty();
    std::string accepted;
    if (!command.replay_key.empty() && !store.remember_webhook("source:" + command.source, command.replay_key, now)) {
        ++stats.replays_refused;
        for (const auto& one : command.alerts)
            if (auto seen = store.find_alert(command.source, one.alert.external_id)) say_accepted(accepted, *seen, true, false);
        return Reply{202, "", R"({"accepted":[)" + accepted + "]}", "", nullptr};
    }
    for (const auto& one : command.alerts) take_alert(command, one, now, accepted);
    json::array quarantined;
    for (const auto& bad : command.unreadable) quarantined.push_back(json::value(quarantine(envelope, command, bad, now)));
    if (command.alerts.empty() && !quarantined.empty())
        return unreadable_reply(command.unreadable.front(), std::string(quarantined.front().get_string()));
    auto body = R"({"accepted":[)" + accepted + "]";
    if (!quarantined.empty()) body += R"(,"quarantined":)" + json::serialize(quarantined);
    return Reply{202, "", body + "}", "", nullptr};
}

void Engine::State::flush_alerts() {
    for (auto& [id, entry] : joined) {
        record(id, "system", std::move(entry));
        settle(id);
    }
    for (auto& [id, entry] : updated) {
        record(id, "system", std::move(entry));
        settle(id);
    }
    joined.clear();
    updated.clear();
    auto [count, sha256] = store.take_alert_batch();
    if (count > 0) record("", "system", AlertsReceived{count, repeats, sha256});
}

}  // namespace breachd::engine
