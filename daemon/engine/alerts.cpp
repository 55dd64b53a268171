// Alerts come in: what is known is recognised, what is new in it is kept, triage decides, incidents open or are joined,
// all in the step's transaction.
//
//   message ─ replayed signature? ─▶ answered as before, no second effect
//      │
//   each alert ─ id known? ─ nothing new ─▶ counted as a repeat
//      │             ├─ its incident is over, it is not ─▶ a new alert
//      │             └─ something new ─▶ an update of the alert; facts found late reach its incident, or open one
//      └─ new ─▶ triage ─▶ placement.cpp: opens, joins, or is kept, with its reason
#include <fmt/format.h>

#include <algorithm>

#include "core/triage/triage.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kAlertsNamedMax = 20;
constexpr std::size_t kNamesPerEntryMax = 50;
constexpr std::size_t kGroupsPerEntryMax = 500;  // what is not named here opens again behind a storm

const char* word(AlertReason why) { return boost::describe::enum_to_string(why, "?"); }

// One element of the answer's `accepted`. Ids are ours and need no escapes.
void say_accepted(std::string& out, const store::SeenAlert& alert, bool duplicate, bool updated) {
    if (!out.empty()) out += ',';
    out.append(R"({"alert_id":")").append(alert.alert_id).append(R"(","incident_id":)");
    if (alert.incident.empty())
        out += "null";
    else
        out.append("\"").append(alert.incident).append("\"");
    out.append(R"(,"duplicate":)").append(duplicate ? "true" : "false");
    if (updated) out.append(R"(,"updated":true)");
    out += '}';
}

// Everything but times, which senders stamp anew on every resend.
bool says_the_same(const Alert& a, const Alert& b) {
    return a.status == b.status && a.severity == b.severity && a.title == b.title && a.data_kinds == b.data_kinds &&
           a.records == b.records && a.hosts == b.hosts && a.users == b.users && a.tables == b.tables &&
           a.tags == b.tags && a.rule_id == b.rule_id && a.test == b.test;
}

bool is_over(const Alert& alert) {
    return alert.status == AlertStatus::resolved || alert.status == AlertStatus::closed;
}

// The moment of detection that a message speaks for: the sender's, but never later than when it came.
Instant detection(const Alert& alert, Instant received_at) {
    return std::min(alert.detected_at.value_or(received_at), received_at);
}

void add_name(std::vector<std::string>& names, const std::string& name, std::size_t most = kNamesPerEntryMax) {
    if (names.size() < most && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

template <class Entry>
void count_alert(Entry& entry, const std::string& alert_id) {
    ++entry.count;
    if (entry.alert_ids.size() < kAlertsNamedMax) entry.alert_ids.push_back(alert_id);
}

// Which a sender that proves nothing does not bring.
template <class Entry>
void add_facts(Entry& entry, int severity, const Alert& alert) {
    entry.severity = std::max(entry.severity, severity);
    for (const auto* names : {&alert.hosts, &alert.tables})
        for (const auto& name : *names) add_name(entry.systems, name);
}

void name_join(AlertsJoined& entry, const std::string& alert_id, const TriageDecision& decision,
               const Placement& placed, const Alert& alert) {
    count_alert(entry, alert_id);
    entry.reason = placed.reason;
    entry.why = word(placed.why);
    if (placed.why == AlertReason::joined_storm) add_name(entry.groups, decision.group_key, kGroupsPerEntryMax);
    if (decision.join_only) return;
    add_facts(entry, decision.severity, alert);
    for (const auto& from : decision.provenance) add_name(entry.provenance, from);
}

std::string said(const std::string& accepted) { return R"({"accepted":[)" + accepted + "]"; }

Reply unreadable_reply(const IngestAlerts::Unreadable& bad, const std::string& quarantine_id) {
    json::object body{{"title", "Unreadable alert"},
                      {"status", 422},
                      {"detail", "the alert could not be read; it is kept whole in quarantine: " + bad.why},
                      {"errors", json::array{json::object{{"pointer", bad.where}, {"detail", bad.why}}}}};
    if (!quarantine_id.empty()) body["quarantine_id"] = quarantine_id;
    return {422, "", json::serialize(body), "", nullptr};
}

}  // namespace

void Engine::State::take_alert(const IngestAlerts& command, const IngestAlerts::One& one, Instant received_at,
                               std::string& accepted) {
    ++stats.alerts;
    TriageDecision decision = triage({one.alert, command.source, one.sent, command.proof}, *settings);
    if (auto seen = store.find_alert(command.source, one.alert.external_id)) {
        auto known = store.stored_alert(seen->alert_id);
        if (!known || !begins_anew(*known, command, one.alert, decision)) {
            bool news = known && take_update(command, one, decision, *known, *seen, received_at);
            if (!news) ++repeats;
            store.count_repeat(seen->alert_id, now);
            ++stats.duplicates;
            return say_accepted(accepted, *seen, true, news);
        }
        store.retire_alert(seen->alert_id);
    }
    auto placed = place(command.source, one.alert, decision, detection(one.alert, received_at));
    auto id = store.add_alert({command.source, one.alert, one.raw, received_at, placed.incident, placed.decision,
                               word(placed.why), placed.reason, command.proof});
    if (placed.decision == "joined") name_join(joined[{placed.incident, placed.why}], id, decision, placed, one.alert);
    say_accepted(accepted, {id, placed.incident}, false, false);
}

// Its incident is over and the alarm is not: what was closed stays as it is, and this is a new alert. After a dismissal
// only what says something that was not known then, or comes back after it was quiet for the window: an alarm that
// never stopped is the one that was dismissed. A weaker proof than before never begins anything.
bool Engine::State::begins_anew(const store::StoredAlert& known, const IngestAlerts& command, const Alert& alert,
                                const TriageDecision& decision) {
    const auto* incident = find(known.incident);
    if (incident == nullptr || is_over(alert) || !decision.open || command.proof < known.proof) return false;
    auto end = incident->closed_at ? incident->closed_at : incident->remedied_at;
    auto past = [&](Instant at) { return !within(now, at, decision.group_window); };
    bool same = says_the_same(known.alert, alert);
    if (incident->state == IncidentState::dismissed) {
        if (end && past(std::max(*end, known.last_heard_at))) return true;
        return !same && (settings->after_dismissal == AfterDismissal::open || has_news(*incident, decision));
    }
    bool closed = incident->state == IncidentState::closed ||
                  (incident->state == IncidentState::remedied && settings->after_remedy == AfterRemedy::open);
    return closed && (!same || (end && past(*end)));
}

// False: nothing new, only counted. News is what says something else, an earlier detection, a better proof than before;
// a weaker proof never changes what a better one said. An alert that was kept is decided on again each time.
bool Engine::State::take_update(const IngestAlerts& command, const IngestAlerts::One& one,
                                const TriageDecision& decision, const store::StoredAlert& known, store::SeenAlert& seen,
                                Instant received_at) {
    // Proven at last, it counts from when it first came; which moment it claimed before that, anybody may have said.
    bool claimed = command.proof > known.proof && unproven(known.proof, settings->source(command.source));
    auto before = claimed ? known.received_at : detection(known.alert, known.received_at);
    auto first = std::min(before, detection(one.alert, received_at));
    auto* incident = find(known.incident);
    if (incident != nullptr && decision.open && !is_over(one.alert)) page_if_remedied(*incident);
    if (command.proof < known.proof) {
        if (incident == nullptr && decision.open && decision.join_only && !is_over(one.alert))
            tell_unproven(command.source, decision);
        return false;
    }
    bool news = command.proof > known.proof || !says_the_same(known.alert, one.alert) || first < before;
    Placement placed{known.incident, known.decision, decision.why, known.reason};
    std::string why = known.why;
    if (incident == nullptr) {
        placed = place(command.source, one.alert, decision, first);
        why = word(placed.why);
        news = news || !placed.incident.empty();
    }
    if (!news) return false;
    auto newest = one.alert;
    newest.detected_at = first;
    store.update_alert(seen.alert_id, {command.source, newest, one.raw, now, placed.incident, placed.decision, why,
                                       placed.reason, command.proof});
    ++stats.updates;
    seen.incident = placed.incident;
    if (incident == nullptr) {
        if (placed.decision == "joined")
            name_join(joined[{placed.incident, placed.why}], seen.alert_id, decision, placed, one.alert);
        return true;
    }
    if (!incident->live() || one.alert.test) return true;
    auto& entry = updated[placed.incident];
    count_alert(entry, seen.alert_id);
    entry.resolved += is_over(one.alert);
    if (decision.join_only) return true;
    add_facts(entry, decision.severity, one.alert);
    add_kinds(placed.incident, "source:" + command.source, decision.kinds, "nguồn cập nhật cảnh báo " + seen.alert_id);
    note_detection(placed.incident, "source:" + command.source, first);
    return true;
}

Result<Reply> Engine::State::ingest(const Envelope& envelope, const IngestAlerts& command) {
    if (!command.quarantine_id.empty()) return replay(envelope, command);
    wrote = wrote || !command.alerts.empty() || !command.unreadable.empty();
    std::string accepted;
    if (!command.replay_key.empty() && !store.remember_webhook("source:" + command.source, command.replay_key, now)) {
        ++stats.replays_refused;
        if (command.alerts.empty() && !command.unreadable.empty())
            return unreadable_reply(command.unreadable.front(), "");
        for (const auto& one : command.alerts)
            if (auto seen = store.find_alert(command.source, one.alert.external_id))
                say_accepted(accepted, *seen, true, false);
        return Reply{202, "", said(accepted) + "}", "", nullptr};
    }
    heard(command.source);
    for (const auto& one : command.alerts) take_alert(command, one, now, accepted);
    json::array kept;
    for (const auto& bad : command.unreadable)
        kept.push_back(json::value(quarantine(command, bad, command.proof, now)));
    if (command.alerts.empty() && !kept.empty())
        return unreadable_reply(command.unreadable.front(), std::string(kept.front().get_string()));
    auto body = said(accepted);
    if (!kept.empty()) body += R"(,"quarantined":)" + json::serialize(kept);
    return Reply{202, "", body + "}", "", nullptr};
}

void Engine::State::flush_alerts() {
    for (auto& [place, entry] : joined) {
        record(place.first, "system", std::move(entry));
        settle(place.first);
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
