#include "core/law/obligation.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "core/incident/decisions.hpp"
#include "core/incident/filings.hpp"
#include "core/journal/because.hpp"
#include "core/law/edition.hpp"
#include "core/law/people_duty.hpp"
#include "core/law/working_days.hpp"

namespace breachd {

namespace {

bool any_of_or_empty(const std::vector<std::string>& wanted, auto&& has) {
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), has);
}

// The kinds that the rule is about, with those that count only in its sector; empty: whatever data it is.
std::vector<std::string> kinds_of(const Applies& a, const Edition& edition, const Settings& settings) {
    auto out = a.kinds;
    if (!a.in_sector || !holds(settings.organisation.sector, a.in_sector->sector)) return out;
    for (const auto& kind : edition.kinds)
        if (holds(a.in_sector->kinds, kind.id) || (a.in_sector->sensitive && kind.sensitive))
            if (!holds(out, kind.id)) out.push_back(kind.id);
    return out;
}

bool concerns(const Applies& a, const Incident& incident, const Edition& edition, const Settings& settings) {
    if (a.kinds.empty() && !a.in_sector) return true;
    auto wanted = kinds_of(a, edition, settings);
    return std::any_of(incident.kinds.begin(), incident.kinds.end(),
                       [&](const KindCount& each) { return holds(wanted, each.kind); });
}

// The moment a rule starts from, or none when it does not apply to the facts.
std::optional<Instant> start_of(const ObligationRule& rule, const Incident& incident, const Edition& edition,
                                const Settings& settings, Instant now) {
    const auto& a = rule.applies;
    if (!concerns(a, incident, edition, settings)) return {};
    if (!any_of_or_empty(a.acts, [&](const auto& act) { return act == incident.act; })) return {};
    if (!any_of_or_empty(a.roles, [&](const auto& role) { return role == incident.role; })) return {};
    bool subjects_owed = std::any_of(incident.obligations.begin(), incident.obligations.end(), is_for_subjects);
    switch (a.after) {
        case StartsAfter::detection:
            return incident.detected_at;
        case StartsAfter::occurrence:
            return incident.occurred_from.value_or(incident.detected_at);
        case StartsAfter::remedied:
            return incident.remedied_at;
        case StartsAfter::public_notice_needed:
            return incident.public_notice_needed && subjects_owed ? std::optional(now) : std::nullopt;
        case StartsAfter::public_notice:
            return subjects_owed ? incident.public_notice.published_at : std::nullopt;
    }
    return {};
}

std::optional<Instant> due_of(const ObligationRule& rule, const Incident& incident, const Settings& settings,
                              Instant start) {
    if (!rule.within_of.empty()) {
        if (const auto* shared = incident.obligation(rule.within_of); shared && shared->due_at) return shared->due_at;
        return subjects_due(incident);
    }
    if (rule.within) return start + *rule.within;
    if (rule.within_working_days)  // to its last moment, which the first of the next day is not
        return end_of(working_days_after(start, *rule.within_working_days, settings.holidays)) - Duration{1};
    if (rule.addressee == Addressee::controller && settings.controller_inform_within)
        return start + *settings.controller_inform_within;
    return {};
}

Instant reminder_moment(const Obligation& o, int mark_percent) {
    return o.starts_at + (*o.due_at - o.starts_at) * mark_percent / 100;
}

// The latest mark that was paged; it makes the earlier ones moot.
int reminded(const Incident& incident, const Obligation& o) {
    auto at = incident.reminded.find(o.id);
    return at == incident.reminded.end() || at->second.empty()
               ? 0
               : *std::max_element(at->second.begin(), at->second.end());
}

bool asked_by_daemon(const Incident& incident, std::string_view duty) {
    const auto* proposal = incident.proposal(Matter::not_applicable, duty);
    return proposal && proposal->by.empty();
}

// The facts or the edition that brought a duty fell away: two people must say that it does not apply, the daemon only
// asks.
void ask_whether_it_applies(const std::string& id, Reason why, const Incident& incident, std::vector<Event>& events) {
    const auto* duty = incident.obligation(id);
    if (!duty || !owed(*duty) || incident.proposal(Matter::not_applicable, id)) return;
    if (incident.kept_applicable.contains(id)) return;
    events.push_back(ObligationNotApplicable{id, std::move(why), "", "", false});
}

// Met by a filing alone: its moment is the filing's.
bool is_met_by_filing(const Obligation& o) {
    return o.addressee == Addressee::authority || o.addressee == Addressee::controller ||
           o.addressee == Addressee::file || o.addressee == Addressee::other_authority;
}

const Filing* first_filing(const Incident& incident, auto&& wanted) {
    auto at = std::find_if(incident.filings.begin(), incident.filings.end(), wanted);
    return at == incident.filings.end() ? nullptr : &*at;
}

bool is_report(const Filing& filing) { return serves(filing, "authority-report"); }
bool informs_controller(const Filing& filing) { return counts(filing) && filing.form == "controller"; }
bool is_record(const Filing& filing) { return serves(filing, "confirmation-record"); }

// Somebody is still to be told one by one, or cannot be: then only the page tells them.
bool depends_on_page(const Incident& incident) {
    return std::any_of(incident.obligations.begin(), incident.obligations.end(), [&](const Obligation& o) {
        if (!is_for_subjects(o) || o.state == ObligationState::not_applicable) return false;
        auto people = people_of(o, incident);
        return !everyone_told(people, incident) || people.impossible > 0;
    });
}

// Of a page that was withdrawn when nobody depended on it.
bool says_withdrawn(const std::optional<Reason>& how) {
    return how && how->code == ReasonCode::published && how->args.contains("withdrawn");
}

struct Met {
    Instant at;
    Reason how;
};

// A page that says that it does not hold any more owes nothing to people who are told one by one. When nobody depended
// on it at its withdrawal, the duty stays met by it; else it was owed again, until the last of them was told.
std::optional<Met> fulfilled_by_page(const Obligation& o, const Incident& incident, Instant now) {
    const auto& page = incident.public_notice;
    if (page.withdrawn && depends_on_page(incident)) return {};
    bool by_page = !o.how.cause || o.how.cause->code == ReasonCode::published;
    if (!page.withdrawn || (!owed(o) && by_page))
        return Met{*page.published_at, because::published(page.url.value_or(""), page.withdrawn)};
    if (!owed(o)) return Met{o.met_at.value_or(now), *o.how.cause};
    auto told = std::find_if(incident.obligations.begin(), incident.obligations.end(), is_for_subjects);
    return Met{now, because::everyone_told(told == incident.obligations.end() ? because::People{}
                                                                              : people_of(*told, incident))};
}

// What fulfils the obligation, if anything does.
std::optional<Met> fulfilled(const Obligation& o, const Incident& incident, Instant now) {
    const Filing* report = first_filing(incident, is_report);
    auto people = is_for_subjects(o) ? people_of(o, incident) : because::People{};
    bool told = is_for_subjects(o) && everyone_told(people, incident);
    auto told_at = incident.told_by_post_at.value_or(now);  // letters count from when they were posted
    if (o.addressee == Addressee::authority && report)
        return Met{report->filed_at, because::report_filed(report->form)};
    if (o.addressee == Addressee::subjects && told) return Met{told_at, because::everyone_told(people)};
    if (o.addressee == Addressee::authority_and_subjects && report && told)
        return Met{std::max(told_at, report->filed_at), because::told_and_filed(people, report->form)};
    if (o.addressee == Addressee::everyone && incident.public_notice.state == PublicNoticeState::published)
        return fulfilled_by_page(o, incident, now);
    if (o.addressee == Addressee::controller)
        if (const auto* filing = first_filing(incident, informs_controller))
            return Met{filing->filed_at, because::controller_informed()};
    if (o.addressee == Addressee::other_authority)
        if (const auto* filing = first_filing(incident, [&](const Filing& f) { return serves(f, o.id); }))
            return Met{filing->filed_at, because::filed_for_duty()};
    if (o.id == "confirmation-record")
        if (const auto* filing = first_filing(incident, is_record))
            return Met{filing->filed_at, because::record_made()};
    return {};
}

}  // namespace

bool owed(const Obligation& o) { return o.state == ObligationState::running || o.state == ObligationState::overdue; }

bool is_for_subjects(const Obligation& o) {
    return o.addressee == Addressee::subjects || o.addressee == Addressee::authority_and_subjects;
}

std::optional<Instant> subjects_due(const Incident& incident) {
    std::optional<Instant> due;
    for (const auto& o : incident.obligations)
        if (is_for_subjects(o) && owed(o) && o.due_at) due = std::min(due.value_or(*o.due_at), *o.due_at);
    return due;
}

std::optional<Instant> next_due(const Incident& incident) {
    std::optional<Instant> due;
    for (const auto& o : incident.obligations)
        if (owed(o) && o.due_at) due = std::min(due.value_or(*o.due_at), *o.due_at);
    return due;
}

std::optional<EditionChanged> edition_change(const Incident& incident, Instant detected_at, const Settings& settings) {
    // Compared by the same settings: an edition that is pinned later changes no incident.
    const auto* before = edition_for(settings.editions, settings.edition, incident.detected_at);
    const auto* after = edition_for(settings.editions, settings.edition, detected_at);
    if (before == after || after == nullptr || after->id == incident.edition) return {};
    EditionChanged change{incident.edition, after->id, {}};
    for (const auto& o : incident.obligations)
        if (owed(o) && after->obligation(o.id) == nullptr) change.kept.push_back(o.id);
    return change;
}

std::vector<Event> plan_obligations(const Incident& incident, const Settings& settings, Instant now) {
    std::vector<Event> events;
    const auto* edition = settings.edition_of(incident.edition);
    if (!edition || !incident.live()) return events;
    for (const auto& rule : edition->obligations) {
        auto start = start_of(rule, incident, *edition, settings, now);
        if (!start) {
            if (rule.applies.after == StartsAfter::detection)
                ask_whether_it_applies(rule.id, because::facts_fell_away(), incident, events);
            continue;
        }
        if (asked_by_daemon(incident, rule.id))
            events.push_back(ProposalWithdrawn{Matter::not_applicable, rule.id, because::facts_apply(), ""});
        auto due = due_of(rule, incident, settings, *start);
        const auto* present = incident.obligation(rule.id);
        if (!present) {
            bool keeping = rule.applies.after == StartsAfter::remedied && rule.addressee == Addressee::file;
            events.push_back(ObligationStarted{rule.id, rule.citation, rule.addressee, *start, due,
                                               kinds_of(rule.applies, *edition, settings),
                                               keeping ? incident.retention.keep_until : std::nullopt});
            if (due && *due < now) events.push_back(ObligationOverdue{rule.id, *due, true, false});
            continue;
        }
        bool shared = !rule.within_of.empty();
        bool moved = shared ? (due && present->due_at != due) : present->starts_at != *start;
        bool renewed = present->of_earlier_edition;
        if ((!moved && !renewed) || present->state == ObligationState::not_applicable) continue;
        ObligationMoved change{rule.id, shared ? present->starts_at : *start, due, because::start_corrected(), "", {},
                               {}};
        if (renewed) {
            change.why = because::edition_changed(edition->id);
            change.citation = rule.citation;
            change.addressee = rule.addressee;
            change.kinds = kinds_of(rule.applies, *edition, settings);
        }
        events.push_back(std::move(change));
        if (due && *due < now && present->state == ObligationState::running)
            events.push_back(ObligationOverdue{rule.id, *due, true, false});
    }
    for (const auto& o : incident.obligations)
        if (edition->obligation(o.id) == nullptr)
            ask_whether_it_applies(o.id, because::edition_changed(edition->id), incident, events);
    return events;
}

std::vector<Event> settle_obligations(const Incident& incident, Instant now) {
    std::vector<Event> events;
    if (!incident.live()) return events;
    for (const auto& o : incident.obligations) {
        if (o.state == ObligationState::not_applicable) {
            // Set aside before such data turned up. What was closed since stays as it was decided.
            if (must_report(o, incident) && incident.state != IncidentState::closed)
                events.push_back(ObligationReopened{o.id, because::kind_must_be_reported()});
            else if (is_brought_again(o, incident) && incident.state != IncidentState::closed)
                events.push_back(ObligationReopened{o.id, because::facts_apply()});
            continue;
        }
        auto met = fulfilled(o, incident, now);
        bool moved = met && !owed(o) && is_met_by_filing(o) && o.met_at != met->at;
        bool says_else = met && !owed(o) && says_withdrawn(o.how.cause) != says_withdrawn(met->how);
        if (met && (owed(o) || moved || says_else)) events.push_back(ObligationMet{o.id, met->at, met->how});
        if (!met && !owed(o) && is_met_by_filing(o))
            events.push_back(ObligationReopened{o.id, because::filing_withdrawn()});
        // More people turned up after everyone known had been told, or a kind of data of which nobody was told.
        if (!met && !owed(o) && o.addressee == Addressee::everyone)
            events.push_back(ObligationReopened{o.id, because::notice_withdrawn()});
        if (!met && !owed(o) && is_for_subjects(o))
            events.push_back(ObligationReopened{o.id, why_owed_again(o, incident)});
    }
    return events;
}

std::vector<Event> tick_obligations(const Incident& incident, const Settings& settings, Instant now,
                                    std::optional<Instant> last_seen_running) {
    std::vector<Event> events;
    if (!incident.live()) return events;
    for (const auto& o : incident.obligations) {
        if (o.state != ObligationState::running || !o.due_at) continue;
        if (now > *o.due_at) {
            bool missed = last_seen_running && *o.due_at >= *last_seen_running;
            events.push_back(ObligationOverdue{o.id, *o.due_at, false, missed});
            continue;
        }
        int newest = reminded(incident, o);
        for (int mark : settings.on_call.reminder_marks)
            if (now >= reminder_moment(o, mark)) newest = std::max(newest, mark);
        if (newest > reminded(incident, o)) events.push_back(ReminderSent{o.id, newest});
    }
    return events;
}

std::optional<Instant> next_obligation_tick(const Incident& incident, const Settings& settings) {
    std::optional<Instant> next;
    auto at = [&](Instant moment) { next = std::min(next.value_or(moment), moment); };
    if (!incident.live()) return next;
    for (const auto& o : incident.obligations) {
        if (o.state != ObligationState::running || !o.due_at) continue;
        at(*o.due_at + Duration{1});
        for (int mark : settings.on_call.reminder_marks)
            if (mark > reminded(incident, o)) at(reminder_moment(o, mark));
    }
    return next;
}

}  // namespace breachd
