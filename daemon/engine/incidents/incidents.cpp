#include "engine/incidents/incidents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/incident/decisions.hpp"
#include "core/incident/playbook.hpp"
#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::engine {

namespace {

std::string citation_of(const Incident& incident, const std::string& obligation) {
    const auto* o = incident.obligation(obligation);
    return o ? o->citation : "";
}

void page(Step& step, const Incident& incident, const std::string& cause, const Reason& why) {
    step.ledger.append_all(incident.id, "system", page_duty(incident.id, step.settings, step.now, cause, why));
}

// The version is in the cause of a page, because a clock that was corrected or a duty that is owed again may reach the
// same mark a second time, and a page id that was used once is not sent again.
void follow(Step& step, const Incident& incident, const ObligationOverdue& overdue) {
    auto cause = fmt::format("overdue-{}-v{}", overdue.id, incident.version);
    auto why = because::duty_overdue(overdue.id, citation_of(incident, overdue.id), overdue.due_at);
    if (incident.escalation.active || step.settings.on_call.escalation.empty())
        page(step, incident, cause, why);
    else
        step.ledger.append_all(incident.id, "system", start_escalation(incident, step.settings, why));
}

void follow(Step& step, const Incident& incident, const ReminderSent& reminder) {
    const auto* o = incident.obligation(reminder.id);
    Duration left = o && o->due_at ? std::chrono::floor<std::chrono::minutes>(*o->due_at - step.now) : Duration{0};
    page(step, incident, fmt::format("remind-{}-{}-v{}", reminder.id, reminder.mark_percent, incident.version),
         because::duty_near(reminder.id, citation_of(incident, reminder.id), left));
}

// People's own tasks are shown as overdue; only those that ask for it wake somebody.
void follow(Step& step, const Incident& incident, const TaskOverdue& task) {
    auto action = task_action(step.settings, task.id);
    const auto& run = incident.notice_run;
    bool subjects_wait = run.subjects == 0 || run.told + run.by_hand + run.impossible < run.subjects;
    if (action == TaskAction::propose_public_notice) {
        if (incident.public_notice_needed || !subjects_wait || !subjects_due(incident)) return;
        step.ledger.append(incident.id, "system",
                           PublicNoticeProposed{PublicNoticeRule::playbook, because::playbook_due(), ""});
    } else if (action == TaskAction::page) {
        page(step, incident, "task-" + task.id, because::task_overdue(task.id));
    }
}

void follow(Step& step, const Incident& incident, const DismissalUnconfirmed& waits) {
    page(step, incident, fmt::format("unconfirmed-v{}", incident.version), because::dismissal_unconfirmed(waits.by));
}

// The incident that stays takes over the facts; its people and filings follow from the desks that own them.
void follow(Step& step, const Incident& duplicate, const Dismissed& dismissed) {
    if (dismissed.duplicate_of.empty()) return;
    const auto& into = step.ledger.get(dismissed.duplicate_of);
    step.ledger.append_all(into.id, "system", facts_of_duplicate(into, duplicate));
}

}  // namespace

void Incidents::hear(Step& step, const Entry& entry) {
    if (entry.incident_id.empty()) return;
    const auto& incident = step.ledger.get(entry.incident_id);
    if (const auto* overdue = std::get_if<ObligationOverdue>(&entry.event))
        follow(step, incident, *overdue);
    else if (const auto* reminder = std::get_if<ReminderSent>(&entry.event))
        follow(step, incident, *reminder);
    else if (const auto* task = std::get_if<TaskOverdue>(&entry.event))
        follow(step, incident, *task);
    else if (const auto* waits = std::get_if<DismissalUnconfirmed>(&entry.event))
        follow(step, incident, *waits);
    else if (const auto* dismissed = std::get_if<Dismissed>(&entry.event))
        follow(step, incident, *dismissed);
}

Instant Incidents::wake(const Step& step, const Incident& incident) const {
    auto next = Instant::max();
    for (auto at : {next_obligation_tick(incident, step.settings), next_escalation_tick(incident, step.settings),
                    next_task_tick(incident), next_dismissal_tick(incident)})
        next = std::min(next, at.value_or(next));
    return next;
}

}  // namespace breachd::engine
