#include "engine/intake/intake.hpp"

#include <algorithm>
#include <utility>

#include "core/journal/because.hpp"
#include "core/triage/merge.hpp"
#include "core/words/reasons.hpp"
#include "engine/intake/late_facts.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kAlertsNamedMax = 20;
constexpr std::size_t kNamesPerEntryMax = 50;
constexpr std::size_t kGroupsPerEntryMax = 500;  // what is not named here opens again behind a storm

const char* word(AlertDecision decision) { return boost::describe::enum_to_string(decision, "?"); }

AlertDecision decision_of(const std::string& stored) {
    auto out = AlertDecision::kept;
    enum_from_word(stored, out);
    return out;
}

// Everything but times, which senders stamp anew on every resend.
bool says_the_same(const Alert& a, const Alert& b) {
    return a.status == b.status && a.severity == b.severity && a.title == b.title && a.data_kinds == b.data_kinds &&
           a.records == b.records && a.hosts == b.hosts && a.users == b.users && a.tables == b.tables &&
           a.tags == b.tags && a.rule_id == b.rule_id && a.test == b.test && a.left_out == b.left_out;
}

bool is_over(const Alert& alert) {
    return alert.status == AlertStatus::resolved || alert.status == AlertStatus::closed;
}

// The moment of detection that a message speaks for: the sender's, but never later than when it came. Neither does a
// machine's clock alone decide that time has run out: from `age_max` on only a person can say it was so long ago.
Instant detection(const Alert& alert, Instant received_at, Duration age_max) {
    auto claimed = std::min(alert.detected_at.value_or(received_at), received_at);
    return received_at - claimed > age_max ? received_at : claimed;
}

void add_name(std::vector<std::string>& names, const std::string& name, std::size_t most = kNamesPerEntryMax) {
    if (names.size() < most && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

template <class Entry>
void count_alert(Entry& entry, const std::string& alert_id) {
    ++entry.count;
    if (entry.alert_ids.size() < kAlertsNamedMax) entry.alert_ids.push_back(alert_id);
}

// An unproven sender cannot add these.
template <class Entry>
void add_facts(Entry& entry, int severity, const Alert& alert) {
    entry.severity = std::max(entry.severity, severity);
    for (const auto* names : {&alert.hosts, &alert.tables})
        for (const auto& name : *names) add_name(entry.systems, name);
}

void name_join(AlertsJoined& entry, const std::string& alert_id, const TriageDecision& decision,
               const Placement& placed, const Alert& alert) {
    count_alert(entry, alert_id);
    entry.why = placed.why;
    if (placed.why.code == ReasonCode::joined_storm) add_name(entry.groups, decision.group_key, kGroupsPerEntryMax);
    if (decision.join_only) return;
    add_facts(entry, decision.severity, alert);
    for (const auto& from : decision.provenance) add_name(entry.provenance, from);
}

}  // namespace

TakenAlert Intake::take(Step& step, const IngestAlerts& command, const IngestAlerts::One& one, Instant received_at) {
    ++step.stats.alerts;
    TriageDecision decision = triage({one.alert, command.source, one.sent, command.proof}, step.settings);
    if (auto seen = step.store.alerts().find(command.source, one.alert.external_id)) {
        auto known = step.store.alerts().stored(seen->alert_id);
        if (!known || !begins_anew(step, *known, command, one.alert, decision)) {
            bool news = known && take_message_about(step, command, one, decision, *known, *seen, received_at);
            if (!news) ++repeats_;
            step.store.alerts().count_repeat(seen->alert_id, step.now);
            ++step.stats.duplicates;
            return {seen->alert_id, seen->incident, true, news};
        }
        step.store.alerts().retire(seen->alert_id);
    }
    auto placed = placer_.place(step, command.source, one.alert, decision,
                                detection(one.alert, received_at, step.settings.detection_age_max));
    auto id = step.store.alerts().add({command.source, one.alert, one.raw, received_at, placed.incident,
                                       word(placed.decision), word_of(placed.why.code),
                                       json::serialize(to_json(placed.why)), command.proof});
    if (placed.decision == AlertDecision::joined)
        name_join(joined_[{placed.incident, placed.why.code}], id, decision, placed, one.alert);
    return {id, placed.incident, false, false};
}

// Its incident is over and the alarm is not: what was closed stays as it is, and this is a new alert. After a dismissal
// only what says something that was not known then, or comes back after it was quiet for the window: an alarm that
// never stopped is the one that was dismissed. A weaker proof than before never begins anything.
bool Intake::begins_anew(Step& step, const store::StoredAlert& known, const IngestAlerts& command, const Alert& alert,
                         const TriageDecision& decision) {
    const auto* incident = step.ledger.find(known.incident);
    if (incident == nullptr || is_over(alert) || !decision.open || command.proof < known.proof) return false;
    auto end = incident->closed_at ? incident->closed_at : incident->remedied_at;
    auto past = [&](Instant at) { return !within(step.now, at, decision.group_window); };
    auto same = [&] {
        auto whole = merged(known.alert, alert);
        whole.left_out = known.alert.left_out;  // a resend of one part names no other part: no news
        return says_the_same(known.alert, whole);
    };
    if (incident->state == IncidentState::dismissed) {
        if (end && past(std::max(*end, known.last_heard_at))) return true;
        return !same() && (step.settings.after_dismissal == AfterDismissal::open || has_news(*incident, decision));
    }
    bool closed = incident->state == IncidentState::closed ||
                  (incident->state == IncidentState::remedied && step.settings.after_remedy == AfterRemedy::open);
    return closed && (!same() || (end && past(*end)));
}

// A further message adds to what is known of its alert, and triage looks at all of it.
bool Intake::take_message_about(Step& step, const IngestAlerts& command, const IngestAlerts::One& one,
                                const TriageDecision& alone, const store::StoredAlert& known, store::SeenAlert& seen,
                                Instant received_at) {
    // Names that nothing proved may be anybody's: the first proven message counts alone.
    bool proven_now = command.proof > known.proof && unproven(known.proof, step.settings.source(command.source));
    IngestAlerts::One whole{proven_now ? one.alert : merged(known.alert, one.alert), one.raw, one.sent};
    bool says_it_all = whole.alert == one.alert;
    auto decision =
        says_it_all ? alone : triage({whole.alert, command.source, whole.sent, command.proof}, step.settings);
    return take_update(step, command, whole, decision, known, seen, received_at);
}

// False: nothing new, only counted. News is what says something else, an earlier detection, a better proof than before;
// a weaker proof never changes what a better one said. An alert that was kept is decided on again each time.
bool Intake::take_update(Step& step, const IngestAlerts& command, const IngestAlerts::One& one,
                         const TriageDecision& decision, const store::StoredAlert& known, store::SeenAlert& seen,
                         Instant received_at) {
    // Proven at last, it counts from when it first came; which moment it claimed before that, anybody may have said.
    bool claimed = command.proof > known.proof && unproven(known.proof, step.settings.source(command.source));
    auto age_max = step.settings.detection_age_max;
    auto before = claimed ? known.received_at : detection(known.alert, known.received_at, age_max);
    auto first = std::min(before, detection(one.alert, received_at, age_max));
    const auto* incident = step.ledger.find(known.incident);
    if (incident != nullptr && decision.open && !is_over(one.alert)) placer_.page_if_remedied(step, *incident);
    if (command.proof < known.proof) {
        if (incident == nullptr && decision.open && decision.join_only && !is_over(one.alert))
            placer_.tell_unproven(step, command.source, decision);
        return false;
    }
    bool news = command.proof > known.proof || !says_the_same(known.alert, one.alert) || first < before;
    Placement placed{known.incident, decision_of(known.decision), stored_reason(known.reason)};
    if (incident == nullptr) {
        placed = placer_.place(step, command.source, one.alert, decision, first);
        news = news || !placed.incident.empty();
    }
    if (!news) return false;
    auto newest = one.alert;
    newest.detected_at = first;
    step.store.alerts().update(seen.alert_id,
                               {command.source, newest, one.raw, step.now, placed.incident, word(placed.decision),
                                word_of(placed.why.code), json::serialize(to_json(placed.why)), command.proof});
    ++step.stats.updates;
    seen.incident = placed.incident;
    if (incident == nullptr) {
        if (placed.decision == AlertDecision::joined)
            name_join(joined_[{placed.incident, placed.why.code}], seen.alert_id, decision, placed, one.alert);
        return true;
    }
    if (!incident->live() || one.alert.test) return true;
    auto& entry = updated_[placed.incident];
    count_alert(entry, seen.alert_id);
    entry.resolved += is_over(one.alert);
    if (decision.join_only) return true;
    add_facts(entry, decision.severity, one.alert);
    add_kinds(step, placed.incident, "source:" + command.source, decision.kinds, because::alert_updated(seen.alert_id));
    note_detection(step, placed.incident, "source:" + command.source, first);
    placer_.ask_about_claim(step, placed.incident, one.alert, first);
    return true;
}

// The same signed message a second time: answered as before, without a second effect.
Result<Answer> Intake::as_before(Step& step, const IngestAlerts& command) {
    ++step.stats.replays_refused;
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        return Answer(Unreadable{bad.why, bad.where, ""});
    }
    Accepted accepted;
    for (const auto& one : command.alerts)
        if (auto seen = step.store.alerts().find(command.source, one.alert.external_id))
            accepted.alerts.push_back({seen->alert_id, seen->incident, true, false});
    return Answer(std::move(accepted));
}

Result<Answer> Intake::handle(Step& step, const Envelope& envelope, const IngestAlerts& command) {
    if (!command.quarantine_id.empty()) return replay(step, envelope, command);
    if (!command.replay_key.empty() &&
        !step.store.requests().remember_webhook("source:" + command.source, command.replay_key, step.now))
        return as_before(step, command);
    senders_.heard(step, command.source);
    Accepted accepted;
    accepted.alerts.reserve(command.alerts.size());
    accepted.not_alerts = static_cast<std::int64_t>(command.not_alerts);
    for (const auto& one : command.alerts) accepted.alerts.push_back(take(step, command, one, step.now));
    for (const auto& bad : command.unreadable)
        accepted.quarantined.push_back(quarantine_.keep(step, command, bad, command.proof, step.now));
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        return Answer(Unreadable{bad.why, bad.where, accepted.quarantined.front()});
    }
    return Answer(std::move(accepted));
}

// A replay counts from the moment the message came in: that was the detection at the latest. Nothing changes when it
// still cannot be read, or when another person was first.
Result<Answer> Intake::replay(Step& step, const Envelope& envelope, const IngestAlerts& command) {
    auto waiting = quarantine_.waiting(step, command.quarantine_id);
    if (!waiting)
        return Error{ErrorCode::conflict, "this message no longer waits in quarantine", command.quarantine_id};
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        return Error{ErrorCode::unprocessable, "still cannot be read: " + bad.why, bad.where};
    }
    auto as_it_came = command;
    as_it_came.proof = waiting->proof;
    Replayed replayed;
    for (const auto& one : as_it_came.alerts)
        replayed.alerts.push_back(take(step, as_it_came, one, waiting->received_at));
    for (const auto& bad : command.unreadable)
        quarantine_.keep(step, as_it_came, bad, waiting->proof, waiting->received_at);
    quarantine_.replayed(step, envelope.actor, command);
    return Answer(std::move(replayed));
}

Result<Answer> Intake::handle(Step& step, const Envelope& envelope, const DiscardQuarantine& command) {
    return quarantine_.discard(step, envelope, command);
}

Result<Answer> Intake::handle(Step& step, const Envelope&, const NoteRefused& command) {
    senders_.refused(step, command);
    return Answer(Done{});
}

Result<Answer> Intake::handle(Step& step, const Envelope&, const NoteLost& command) {
    senders_.lost(step, command);
    return Answer(Done{});
}

void Intake::load(Step& step) {
    senders_.started(step.now);
    senders_.load(step);
    quarantine_.load(step);
    groups_.load(step);
    groups_.begin();
}

void Intake::take_back(Step& step) {
    joined_.clear();
    updated_.clear();
    repeats_ = 0;
    groups_.take_back();
    quarantine_.drop();
    quarantine_.load(step);
    senders_.load(step);
}

void Intake::close(Step& step) {
    for (auto& [place, entry] : std::exchange(joined_, {})) {
        step.ledger.append(place.first, "system", std::move(entry));
        step.ledger.settle(place.first);
    }
    for (auto& [id, entry] : std::exchange(updated_, {})) {
        step.ledger.append(id, "system", std::move(entry));
        step.ledger.settle(id);
    }
    auto [count, sha256] = step.store.alerts().take_batch();
    auto repeats = std::exchange(repeats_, 0);
    if (count > 0) step.ledger.append("", "system", AlertsReceived{count, repeats, sha256});
    quarantine_.close(step);
}

}  // namespace breachd::engine
