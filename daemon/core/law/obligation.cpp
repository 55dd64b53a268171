#include "core/law/obligation.hpp"

#include <algorithm>

#include "core/journal/because.hpp"

namespace breachd {

namespace {

bool any_of_or_empty(const std::vector<std::string>& wanted, auto&& has) {
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), has);
}

// The moment a rule starts from, or none when it does not apply to the facts.
std::optional<Instant> start_of(const ObligationRule& rule, const Incident& incident, Instant now) {
    const auto& a = rule.applies;
    if (!any_of_or_empty(a.kinds, [&](const auto& kind) { return incident.has_kind(kind); })) return {};
    if (!any_of_or_empty(a.acts, [&](const auto& act) { return act == incident.act; })) return {};
    if (!any_of_or_empty(a.roles, [&](const auto& role) { return role == incident.role; })) return {};
    bool subjects_owed = std::any_of(incident.obligations.begin(), incident.obligations.end(), is_for_subjects);
    switch (a.after) {
        case StartsAfter::detection:
            return incident.detected_at;
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

const Filing* first_filing(const Incident& incident, auto&& wanted) {
    auto at = std::find_if(incident.filings.begin(), incident.filings.end(), wanted);
    return at == incident.filings.end() ? nullptr : &*at;
}

bool is_authority_form(const Filing& filing) { return filing.form.starts_with("mau-"); }

bool everyone_told(const Incident& incident) {
    const auto& run = incident.notice_run;
    return incident.notice_version > 0 && run.subjects > 0 && run.told == run.subjects;
}

struct Met {
    Instant at;
    Reason how;
};

// What fulfils the obligation, if anything does.
std::optional<Met> fulfilled(const Obligation& o, const Incident& incident, Instant now) {
    const Filing* report = first_filing(incident, is_authority_form);
    const auto& run = incident.notice_run;
    if (o.addressee == Addressee::authority && report)
        return Met{report->filed_at, because::report_filed(report->form)};
    if (o.addressee == Addressee::subjects && everyone_told(incident))
        return Met{now, because::everyone_told(run.told, run.subjects)};
    if (o.addressee == Addressee::authority_and_subjects && report && everyone_told(incident))
        return Met{std::max(now, report->filed_at), because::told_and_filed(run.told, run.subjects, report->form)};
    if (o.addressee == Addressee::everyone && incident.public_notice.state == PublicNoticeState::published)
        return Met{*incident.public_notice.published_at, because::published(incident.public_notice.url.value_or(""))};
    if (o.addressee == Addressee::controller)
        if (const auto* filing = first_filing(incident, [](const Filing& f) { return f.form == "controller"; }))
            return Met{filing->filed_at, because::controller_informed()};
    if (o.id == "confirmation-record")
        if (const auto* filing = first_filing(incident, [](const Filing& f) { return f.form == "bien-ban"; }))
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

std::vector<Event> plan_obligations(const Incident& incident, const Settings& settings, Instant now) {
    std::vector<Event> events;
    const auto* edition = settings.edition_of(incident.edition);
    if (!edition || !incident.live()) return events;
    for (const auto& rule : edition->obligations) {
        auto start = start_of(rule, incident, now);
        if (!start) continue;
        auto due = due_of(rule, incident, settings, *start);
        const auto* present = incident.obligation(rule.id);
        if (!present) {
            bool keeping = rule.applies.after == StartsAfter::remedied && rule.addressee == Addressee::file;
            events.push_back(ObligationStarted{rule.id, rule.citation, rule.addressee, *start, due,
                                               keeping ? incident.retention.keep_until : std::nullopt});
            if (due && *due < now) events.push_back(ObligationOverdue{rule.id, *due, true, false});
            continue;
        }
        bool shared = !rule.within_of.empty();
        bool moved = shared ? (due && present->due_at != due && owed(*present)) : present->starts_at != *start;
        if (!moved || present->state == ObligationState::not_applicable) continue;
        events.push_back(
            ObligationMoved{rule.id, shared ? present->starts_at : *start, due, because::start_corrected()});
        if (due && *due < now && present->state == ObligationState::running)
            events.push_back(ObligationOverdue{rule.id, *due, true, false});
    }
    return events;
}

std::vector<Event> settle_obligations(const Incident& incident, Instant now) {
    std::vector<Event> events;
    if (!incident.live()) return events;
    for (const auto& o : incident.obligations) {
        if (o.state == ObligationState::not_applicable) continue;
        auto met = fulfilled(o, incident, now);
        if (met && owed(o)) events.push_back(ObligationMet{o.id, met->at, met->how});
        // More people turned up after everyone known had been told.
        if (!met && !owed(o) && is_for_subjects(o))
            events.push_back(ObligationReopened{o.id, because::subjects_added()});
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
