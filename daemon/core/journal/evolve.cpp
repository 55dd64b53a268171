#include "core/journal/evolve.hpp"

#include <algorithm>
#include <utility>

#include "core/incident/facts.hpp"
#include "core/incident/filings.hpp"
#include "core/journal/evolve_tasks.hpp"
#include "core/oncall/known.hpp"
#include "core/words/reasons.hpp"

namespace breachd {

namespace {

// A person made it, not the daemon, its rules or its senders.
bool by_person(const Entry& entry) {
    return entry.actor.starts_with("token:") || entry.actor.starts_with("person:") ||
           std::holds_alternative<Acknowledged>(entry.event);
}

// One who only looked at somebody, or answered a caller, changed nothing that another person may be about to decide.
bool decides_nothing(const Entry& entry) {
    return std::holds_alternative<SubjectShown>(entry.event) || std::holds_alternative<SentAgain>(entry.event) ||
           std::holds_alternative<ReplyNoted>(entry.event);
}

void stop_calling(Incident& i) {
    i.escalation.active = false;
    i.called_for.reset();
}

void drop_proposal(Incident& i, Matter what, std::string_view about) {
    std::erase_if(i.proposals, [&](const Proposal& p) { return p.what == what && p.about == about; });
}

Filing* filing_of(Incident& i, int number) {
    auto at = static_cast<std::size_t>(number - 1);
    return number < 1 || at >= i.filings.size() ? nullptr : &i.filings[at];
}

// Those that still count, in their order.
void count_supplements(Incident& i) {
    for (auto& filing : i.filings) {
        if (!counts(filing)) continue;
        auto earlier = std::count_if(i.filings.begin(), i.filings.end(), [&](const Filing& each) {
            return each.number < filing.number && counts(each) && is_supplemented_by(each, filing);
        });
        filing.supplement = static_cast<int>(earlier);
    }
}

// A number of people that was once named stands until two people say that the list is complete.
void note_people(Incident& i) {
    for (const auto& each : i.kinds)
        if (each.subjects > 0) i.people_most[each.kind] = std::max(i.people_most[each.kind], each.subjects);
}

// Names of systems come from alerts: the list is bounded, the alerts themselves keep them all.
constexpr std::size_t kSystemsMax = 500;

void add_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
    for (const auto& item : from)
        if (to.size() < kSystemsMax && std::find(to.begin(), to.end(), item) == to.end()) to.push_back(item);
}

// What a person said of the facts is not the daemon's to change back.
void note_person(Incident& i, const FactChanged& e, const std::vector<KindCount>& kinds_before) {
    if (e.field == "detected_at") i.detected_by_person = true;
    if (e.field == "occurred_from") i.occurred_estimated = false;
    if (e.field != "kinds") return;
    i.kinds_by_person = true;
    for (const auto& before : kinds_before)
        if (!i.has_kind(before.kind)) i.kinds_removed.push_back(before.kind);
    std::erase_if(i.kinds_removed, [&](const auto& kind) { return i.has_kind(kind); });
}

// met in time, or late by so much.
void settle(Obligation& o) {
    if (!o.met_at) return;
    bool late = o.due_at && *o.met_at > *o.due_at;
    o.state = late ? ObligationState::met_late : ObligationState::met;
    o.late_by_s.reset();
    if (late) o.late_by_s = std::chrono::ceil<std::chrono::seconds>(*o.met_at - *o.due_at).count();
}

struct Fold : FoldTasks {
    using FoldTasks::operator();

    // This entry makes the fact what it is.
    void mark(std::string_view fact) {
        i.facts_changed[std::string(fact)] = {i.version + 1, entry.actor, entry.at};
        i.version_of_facts = i.version + 1;
    }
    void raise_severity(int severity) {
        if (severity > i.severity) mark("severity");
        i.severity = std::max(i.severity, severity);
    }

    void operator()(const IncidentOpened& e) {
        i.id = entry.incident_id;
        i.title = e.groups.empty() ? e.title : storm_title(e.title);
        i.severity = e.severity;
        i.drill = e.drill;
        i.opened_at = entry.at;
        i.detected_at = e.detected_at;
        i.claimed_detected_at = e.claimed_detected_at;
        if (!e.detected_how.empty()) i.detected_how = e.detected_how;
        if (!e.source.empty()) i.detected_how = detected_by(e.source);
        i.occurred_from = e.occurred_from;
        i.occurred_estimated = e.occurred_from && !e.source.empty();
        i.role = e.role;
        i.act = e.act;
        i.kinds = e.kinds;
        i.systems = e.systems;
        i.provenance = e.provenance;
        i.edition = e.edition;
        i.group_key = e.group_key;
        i.playbook = e.playbook;
        i.alerts = e.group_key.empty() ? 0 : 1;  // opened by an alert, or by hand
        i.last_alert_at = entry.at;
        note_people(i);
        for (const char* fact : {"title", "severity", "role", "act", "detected_at"}) mark(fact);
        if (!e.kinds.empty()) mark("kinds");
        if (i.detected_how) mark("detected_how");
        if (e.occurred_from) mark("occurred_from");
        if (!e.provenance.empty()) mark("provenance");
        if (person_of(entry).empty()) return;
        for (const char* field : {"act", "detected_at"}) note_author(i, field, person_of(entry), true);
        if (!e.kinds.empty()) note_author(i, "kinds", person_of(entry), true);
        if (!e.detected_how.empty()) note_author(i, "detected_how", person_of(entry), true);
        if (e.occurred_from) note_author(i, "occurred_from", person_of(entry), true);
    }
    void operator()(const AlertsJoined& e) {
        i.alerts += e.count;
        raise_severity(e.severity);
        add_new(i.systems, e.systems);
        auto shared = i.provenance.size();
        add_new(i.provenance, e.provenance);
        if (i.provenance.size() > shared) mark("provenance");
        i.last_alert_at = entry.at;
    }
    void operator()(const AlertsUpdated& e) {
        raise_severity(e.severity);
        add_new(i.systems, e.systems);
        i.last_alert_at = entry.at;
    }
    void operator()(const FactChanged& e) {
        auto kinds_before = i.kinds;
        mark(e.field);
        set_fact(i, e.field, e.new_value);
        note_people(i);
        if (!person_of(entry).empty()) note_person(i, e, kinds_before);
        if (is_printed_fact(e.field)) note_author(i, e.field, e.new_value.is_null() ? "" : person_of(entry), true);
        if (is_notice_fact(e.field) && i.notice_drafter.empty()) i.notice_drafter = person_of(entry);
    }
    void operator()(const Acknowledged& e) {
        if (!i.acknowledged_at) {
            i.acknowledged_at = entry.at;
            i.acknowledged_by = e.by;
        }
        i.acknowledged_by_all[e.by].insert(e.note);
        if (!i.owner) {
            i.owner = e.by;
            mark("owner");
        }
        if (i.state == IncidentState::open) i.state = IncidentState::acknowledged;
        stop_calling(i);
    }
    void operator()(const Confirmed&) {
        i.confirmed_at = entry.at;
        i.state = IncidentState::confirmed;
        drop_proposal(i, Matter::dismissal, "");
        i.dismissal = Decision::none;
    }
    void operator()(const DismissalProposed& e) {
        drop_proposal(i, Matter::dismissal, "");
        i.proposals.push_back({Matter::dismissal, "", e.by, e.by_dpo, {{}, e.reason}, e.duplicate_of, entry.at, false});
        i.dismissal = Decision::proposed;
        stop_calling(i);
    }
    void operator()(const DismissalUnconfirmed&) {
        for (auto& proposal : i.proposals) proposal.reminded |= proposal.what == Matter::dismissal;
    }
    void operator()(const ProposalWithdrawn& e) {
        drop_proposal(i, e.what, e.about);
        if (e.what == Matter::dismissal) i.dismissal = Decision::none;
        if (e.what == Matter::not_applicable && !e.cause) i.kept_applicable.insert(e.about);
    }
    void operator()(const DuplicateMerged&) {}
    void operator()(const Reopened&) {
        i.state = i.confirmed_at      ? IncidentState::confirmed
                  : i.acknowledged_at ? IncidentState::acknowledged
                                      : IncidentState::open;
        i.closed_at.reset();
        i.closing.reset();
        i.remedied_at.reset();
        i.remedy.reset();
        i.retention.keep_until.reset();
        i.dismissal = Decision::none;
        if (std::exchange(i.withdrawn_by_dismissal, false)) i.public_notice.withdrawn = false;
    }
    void operator()(const Dismissed& e) {
        i.state = IncidentState::dismissed;
        i.dismissal = Decision::confirmed;
        i.proposals.clear();
        if (!e.duplicate_of.empty()) i.duplicate_of = e.duplicate_of;
        i.closed_at = entry.at;
        i.closing = e.reason;
        i.public_notice.goes_up_at.reset();
        bool up = i.public_notice.state == PublicNoticeState::published && !i.public_notice.withdrawn;
        i.withdrawn_by_dismissal = up;
        if (up) i.public_notice.withdrawn = true;
        stop_calling(i);
        if (i.notice_run.state == RunState::running) i.notice_run.state = RunState::paused;
    }
    void operator()(const Remedied& e) {
        i.remedied_at = e.remedied_at;
        i.remedy = e.what;
        i.retention.keep_until = e.keep_until;
        if (i.state == IncidentState::closed) return;  // corrected afterwards
        drop_proposal(i, Matter::dismissal, "");
        i.dismissal = Decision::none;
        i.state = IncidentState::remedied;
    }
    void operator()(const Closed& e) {
        i.closed_at = entry.at;
        if (!e.note.empty()) i.closing = e.note;
        i.state = IncidentState::closed;
        stop_calling(i);
    }
    void operator()(const HoldSet& e) {
        auto& holds = i.retention.holds;
        std::erase_if(holds, [&](const LegalHold& hold) { return hold.hold_id == e.hold_id; });
        if (e.on) {
            holds.push_back({e.hold_id, e.by, explanation_text({e.cause, e.reason}, "vi"), entry.at});
            ++i.holds_set;
        }
        i.retention.hold = !holds.empty();
    }
    void operator()(const InspectionAnnounced& e) {
        i.inspections.push_back(
            {e.inspection_id, e.decision_number, e.scope, e.received_at, e.at_once, e.ready_by, e.citation, e.by});
    }
    void operator()(const EditionChanged& e) {
        i.edition = e.to;
        for (auto& o : i.obligations) o.of_earlier_edition = true;
    }

    void operator()(const ObligationStarted& e) {
        i.obligations.push_back({e.id,
                                 e.citation,
                                 e.addressee,
                                 ObligationState::running,
                                 e.starts_at,
                                 e.due_at,
                                 {},
                                 {},
                                 {},
                                 false,
                                 e.kinds});
    }
    void operator()(const ObligationMoved& e) {
        auto* o = i.obligation(e.id);
        if (!o) return;
        o->starts_at = e.starts_at;
        o->due_at = e.due_at;
        o->of_earlier_edition = false;
        if (!e.citation.empty()) {
            o->citation = e.citation;
            o->kinds = e.kinds;
        }
        if (e.addressee) o->addressee = *e.addressee;
        i.reminded.erase(e.id);
        if (o->state == ObligationState::overdue && (!e.due_at || *e.due_at >= entry.at))
            o->state = ObligationState::running;
        settle(*o);
    }
    void operator()(const ObligationOverdue& e) {
        if (auto* o = i.obligation(e.id); o && o->state == ObligationState::running)
            o->state = ObligationState::overdue;
    }
    void operator()(const ObligationMet& e) {
        if (auto* o = i.obligation(e.id)) {
            o->met_at = e.met_at;
            o->how = {e.how, ""};
            settle(*o);
        }
        drop_proposal(i, Matter::not_applicable, e.id);
    }
    void operator()(const ObligationReopened& e) {
        if (auto* o = i.obligation(e.id)) {
            o->met_at.reset();
            o->late_by_s.reset();
            o->how = {e.why, ""};
            // past its time the next tick records it as overdue, which pages people
            o->state = ObligationState::running;
        }
    }
    void operator()(const ObligationNotApplicable& e) {
        drop_proposal(i, Matter::not_applicable, e.id);
        if (!e.final) {
            i.proposals.push_back(
                {Matter::not_applicable, e.id, e.proposed_by, e.by_dpo, {e.cause, e.note}, "", entry.at, false});
        } else if (auto* o = i.obligation(e.id)) {
            o->state = ObligationState::not_applicable;
            o->how = {e.cause, e.note};
            i.set_aside[e.id].clear();
            for (const auto& each : i.kinds) i.set_aside[e.id].push_back(each.kind);
        }
    }
    void operator()(const ReminderSent& e) { i.reminded[e.id].push_back(e.mark_percent); }

    void operator()(const EscalationStarted& e) {
        bool repeats = i.escalation.active;
        if (!repeats) i.call = e.round;
        i.escalation = {true, entry.at, e.round, 0, repeats && i.escalation.exhausted, e.why};
        i.called_for = Explanation{e.why, ""};
        i.acknowledged_by_all.clear();
    }
    void operator()(const EscalationStep& e) { i.escalation.next_step = e.step + 1; }
    void operator()(const EscalationExhausted&) { i.escalation.exhausted = true; }

    void operator()(const ReportFiled& e) {
        i.filings.push_back(e.filing);
        i.filings.back().number = static_cast<int>(i.filings.size());
    }
    void operator()(const FilingCorrected& e) {
        if (auto* filing = filing_of(i, e.filing.number)) *filing = e.filing;
    }
    void operator()(const FilingWithdrawn& e) {
        auto* filing = filing_of(i, e.number);
        if (!filing) return;
        filing->withdrawn = true;
        filing->reason = e.reason;
        count_supplements(i);
    }
    void operator()(const FilingChecked& e) {
        if (auto* filing = filing_of(i, e.number)) filing->checked_by = e.by;
    }

    // Entries that change nothing of the incident itself.
    void operator()(const ToldByHand&) {}
    void operator()(const SubjectRemoved&) { i.list_complete.reset(); }  // two people said it of another list
    void operator()(const SubjectShown&) {}
    void operator()(const SentAgainDone&) {}
    void operator()(const LetterCameBack&) {}
    void operator()(const Paged&) {}
    void operator()(const PageOutcome&) {}
    void operator()(const AlertsReceived&) {}
    void operator()(const AlertQuarantined&) {}
    void operator()(const QuarantineReplayed&) {}
    void operator()(const QuarantineDiscarded&) {}
    void operator()(const SourceSilent&) {}
    void operator()(const SourceHeard&) {}
    void operator()(const MessagesLost&) {}
    void operator()(const DaemonStarted&) {}
    void operator()(const DaemonStopped&) {}
    void operator()(const ClockStepped&) {}
    void operator()(const ClockAgreed&) {}
    void operator()(const ConfigurationLoaded&) {}
    void operator()(const ChannelState&) {}
    void operator()(const StoreRestored&) {}
    void operator()(const StoreContinued&) {}
    void operator()(const CommentAdded&) {}
    void operator()(const OnCallOverridden&) {}
    void operator()(const OnCallOverrideEnded&) {}
    void operator()(const AccountInvited&) {}
    void operator()(const AccountMade&) {}
    void operator()(const AccountRevoked&) {}
    void operator()(const SignedIn&) {}
    void operator()(const SignInRefused&) {}
    void operator()(const SteppedUp&) {}
    void operator()(const SignedOut&) {}
    void operator()(const PasskeyAdded&) {}
    void operator()(const PasskeyRemoved&) {}
    void operator()(const PasswordChanged&) {}
};

}  // namespace

void evolve(Incident& incident, const Entry& entry) {
    std::visit(Fold{{{incident, entry}}}, entry.event);
    ++incident.version;
    bool persons = by_person(entry) && !decides_nothing(entry);
    // What follows from a person's later word is of the moment of that word.
    if (persons && !std::holds_alternative<LettersPosted>(entry.event)) incident.told_by_post_at.reset();
    if (persons || incident.version_of_facts == incident.version) incident.version_by_people = incident.version;
    note_known(incident, entry, persons);
}

Incident fold(const std::vector<Entry>& entries) {
    Incident incident;
    for (const auto& entry : entries) evolve(incident, entry);
    return incident;
}

}  // namespace breachd
