// What a sender that proves nothing may do, that a signed message counts once, and that every alert says why it ended
// where it did.
#include <fmt/format.h>

#include <algorithm>

#include "sim/oracle_intake.hpp"
#include "testkit/store_probe.hpp"

namespace breachd::sim {

namespace {

bool may_open(World& world, const std::string& source, bool proven) {
    const auto* known = world.settings().source(source);
    return proven || (known && known->opens_unproven);
}

// --- senders that prove nothing -------------------------------------------------------------------------------------

std::string unproven_senders_open_nothing(World& world, const Journal& journal) {
    std::map<std::string, bool> allowed;  // incident -> whether its first alert may open one
    store::Statement rows =
        store::StoreProbe(world.store())
            .read("SELECT incident, source, proof FROM alerts WHERE decision = 'opened' ORDER BY n");
    while (rows.step()) allowed[rows.text(0)] = may_open(world, rows.text(1), rows.text(2) != "none");
    std::string wrong;
    each<IncidentOpened>(journal, [&](const Entry& entry, const IncidentOpened&) {
        auto first = allowed.find(entry.incident_id);
        if (first == allowed.end())
            wrong = entry.incident_id + ": no alert says that it opened it";
        else if (!first->second)
            wrong = entry.incident_id + ": opened by a sender that proves nothing";
    });
    return wrong;
}

std::string unproven_senders_change_no_facts(World& world, const Journal&) {
    for (const auto& [id, incident] : world.incidents()) {
        if (incident.has_kind(kForgedKind)) return id + ": a sender that proves nothing brought a kind of data";
        if (incident.detected_at < world.born() - std::chrono::hours{1})
            return id + ": a sender that proves nothing moved the detection";
    }
    const std::vector<std::string> forged{kForgedKind};
    for (const auto& message : world.witness().messages) {
        if (message.proof == SenderProof::none) continue;
        for (const auto& placed : message.placed) {
            auto known = world.store().alerts().stored(placed.alert_id);
            if (!known || known->proof < message.proof || known->alert.data_kinds == forged)
                return placed.alert_id + ": a sender that proves nothing changed what a proven one said";
        }
    }
    return "";
}

bool somebody_dismissed(World& world, const Journal& journal, Instant at) {
    bool found = false;
    each<Dismissed>(journal, [&](const Entry& entry, const Dismissed&) {
        found = found || (entry.at <= at && entry.at >= at - world.settings().group_window);
    });
    return found;
}

// An alarm is in an incident, or the roster heard of it, or people had just dismissed its like.
std::string alarm_is_heard(World& world, const Journal& journal, const Taken& message, std::size_t k) {
    const auto& alert = message.alerts[k];
    const auto& placed = message.placed[k];
    bool alarm = alert.severity >= kAlarmFrom && alert.status == AlertStatus::open;
    if (!alarm || !placed.incident.empty() || somebody_dismissed(world, journal, message.at)) return "";
    if (may_open(world, message.source, message.proof != SenderProof::none))
        return placed.alert_id + ": an alarm opened no incident";
    if (roster_heard(world, journal, message.source, ReasonCode::unproven_alarm, message.at - kAlarmOnce, message.at))
        return "";
    return placed.alert_id + ": the duty roster never heard of an alarm of a sender that proves nothing";
}

std::string every_alarm_is_heard(World& world, const Journal& journal) {
    for (const auto* message : at_first(world))
        for (std::size_t k = 0; k < message->placed.size(); ++k)
            if (auto wrong = alarm_is_heard(world, journal, *message, k); !wrong.empty()) return wrong;
    return "";
}

// --- signed messages that come again --------------------------------------------------------------------------------

bool same_answer(const Taken& a, const Taken& b) {
    auto same = [](const Taken::Placed& x, const Taken::Placed& y) {
        return x.alert_id == y.alert_id && x.incident == y.incident;
    };
    return a.status == b.status && std::equal(a.placed.begin(), a.placed.end(), b.placed.begin(), b.placed.end(), same);
}

std::string a_replay_is_answered_as_before(World& world, const Journal&) {
    std::map<std::string, const Taken*> before;  // by key: the first that was answered
    std::set<std::string> taken;
    for (const auto& message : world.witness().messages) {
        const auto& key = message.replay_key;
        if (key.empty()) continue;
        bool again = !taken.insert(key).second;
        if (message.status == 0) continue;
        for (const auto& placed : message.placed)
            if (placed.duplicate != again)
                return fmt::format("{}: a signed message is called {} and is not", key, again ? "new" : "known");
        if (again && !message.quarantined.empty())
            return key + ": a signed message that came again was kept in quarantine again";
        if (!same_answer(*before.try_emplace(key, &message).first->second, message))
            return key + ": a signed message that came again was answered otherwise";
    }
    return "";
}

// The sender "edr" says nothing twice but by replays.
std::string a_replay_changes_nothing(World& world, const Journal& journal) {
    std::int64_t rows = 0, said = 0;
    store::Statement edr =
        store::StoreProbe(world.store()).read("SELECT n, repeats, updates FROM alerts WHERE source = 'edr' ORDER BY n");
    for (; edr.step(); ++rows)
        if (edr.integer(1) + edr.integer(2) > 0)
            return fmt::format("alert {}: a signed message that came again had a second effect", edr.integer(0));
    for (const auto* message : at_first(world))
        if (message->source == "edr") said += static_cast<std::int64_t>(message->alerts.size());
    each<QuarantineReplayed>(journal, [&](const Entry&, const QuarantineReplayed& replay) {
        if (replay.source == "edr") said += replay.alerts;
    });
    return rows == said ? "" : fmt::format("signed messages: edr said {} alerts, and {} are kept", said, rows);
}

// --- all alerts -----------------------------------------------------------------------------------------------------

std::string alert_says_why(World& world, const Taken::Placed& placed) {
    auto known = world.store().alerts().stored(placed.alert_id);
    if (!known) return placed.alert_id + ": was answered 202 and cannot be read";
    if (known->why.empty() || known->reason.empty())
        return placed.alert_id + ": nothing says why it ended where it did";
    bool inside = known->decision == "opened" || known->decision == "joined";
    if (!inside && known->decision != "kept") return placed.alert_id + ": has no decision";
    if (inside != world.incidents().contains(known->incident))
        return placed.alert_id + ": its decision and its incident do not agree";
    if (!placed.incident.empty() && placed.incident != known->incident)
        return placed.alert_id + ": is not in the incident that it was answered with";
    return "";
}

std::string every_alert_says_why(World& world, const Journal&) {
    for (const auto& message : world.witness().messages)
        for (const auto& placed : message.placed)
            if (auto wrong = alert_says_why(world, placed); !wrong.empty()) return wrong;
    return "";
}

std::string incidents_count_their_alerts(World& world, const Journal&) {
    for (const auto& [id, incident] : world.incidents()) {
        store::Statement rows = store::StoreProbe(world.store()).read("SELECT count(*) FROM alerts WHERE incident = ?");
        rows.bind(id).step();
        if (rows.integer(0) != incident.alerts)
            return fmt::format("{}: counts {} alerts, {} are kept", id, incident.alerts, rows.integer(0));
    }
    return "";
}

}  // namespace

std::string judge_alerts(World& world, const Journal& journal) {
    return first_broken(
        world, journal,
        {unproven_senders_open_nothing, unproven_senders_change_no_facts, every_alarm_is_heard,
         a_replay_is_answered_as_before, a_replay_changes_nothing, every_alert_says_why, incidents_count_their_alerts});
}

}  // namespace breachd::sim
