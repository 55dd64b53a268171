// What time brings, and what one entry makes follow from another.
#include <fmt/format.h>

#include "base/check.hpp"
#include "core/incident/playbook.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

// More rounds than any chain of consequences can need; reaching it is a loop of ours.
constexpr int kSettleRoundsMax = 200;

std::string title_of(const Settings& settings, const Incident& incident, const std::string& obligation) {
    const auto* edition = settings.edition_of(incident.edition);
    const auto* rule = edition ? edition->obligation(obligation) : nullptr;
    return rule ? fmt::format("{} ({})", rule->title.vi, rule->citation) : obligation;
}

}  // namespace

void Engine::State::react(const std::string& id, const Event& event) {
    auto& incident = incidents[id];
    // The version is in the cause, because a clock that was corrected or a duty that is owed again may reach the same
    // mark a second time, and a page id that was used once is not sent again.
    auto wake = [&](const std::string& cause, const std::string& why) {
        if (incident.escalation.active || settings->on_call.escalation.empty())
            record_all(id, "system", page_duty(id, *settings, now, cause, why));
        else
            record_all(id, "system", start_escalation(incident, *settings, why));
    };
    if (const auto* overdue = std::get_if<ObligationOverdue>(&event)) {
        wake(fmt::format("overdue-{}-v{}", overdue->id, incident.version),
             fmt::format("QUÁ HẠN: {}, hạn {}", title_of(*settings, incident, overdue->id),
                         format_vietnamese(overdue->due_at)));
    } else if (const auto* reminder = std::get_if<ReminderSent>(&event)) {
        const auto* o = incident.obligation(reminder->id);
        auto left = o && o->due_at ? format_duration(std::chrono::floor<std::chrono::minutes>(*o->due_at - now)) : "";
        record_all(id, "system",
                   page_duty(id, *settings, now,
                             fmt::format("remind-{}-{}-v{}", reminder->id, reminder->mark_percent, incident.version),
                             fmt::format("còn {} cho: {}", left, title_of(*settings, incident, reminder->id))));
    } else if (const auto* task = std::get_if<TaskOverdue>(&event)) {
        auto action = task_action(*settings, task->id);
        bool subjects_wait =
            incident.notice_run.subjects == 0 || incident.notice_run.told < incident.notice_run.subjects;
        if (action == "propose_public_notice" && !incident.public_notice_needed && subjects_wait &&
            subjects_due(incident))
            record(id, "system",
                   PublicNoticeProposed{
                       "playbook", "theo kịch bản ứng phó: đến hạn mà chưa thông báo được cho tất cả chủ thể dữ liệu"});
        else if (action == "page")  // people's own tasks are shown as overdue; only those that ask for it wake somebody
            record_all(
                id, "system",
                page_duty(id, *settings, now, "task-" + task->id, "việc quá hạn trong kịch bản ứng phó: " + task->id));
    } else if (std::holds_alternative<Acknowledged>(event)) {
        store.cancel_pages(id);
    }
}

void Engine::State::settle(const std::string& id) {
    auto& incident = incidents[id];
    for (int round = 0; round < kSettleRoundsMax; ++round) {
        auto events = plan_obligations(incident, *settings, now);
        if (events.empty()) events = plan_tasks(incident, *settings);
        if (events.empty()) events = settle_obligations(incident, now);
        if (events.empty()) events = tick_obligations(incident, *settings, now, last_seen_running);
        if (events.empty()) events = tick_tasks(incident, now);
        if (events.empty()) events = tick_escalation(incident, *settings, now);
        if (events.empty()) return;
        record_all(id, "system", events);
    }
    check_failed("an incident's consequences never end", __FILE__, __LINE__);
}

// Only incidents that changed in this step or whose time has come are looked at: a step's cost does not grow with the
// number of open incidents.
void Engine::State::tick_all() {
    for (auto& [id, incident] : incidents) {
        auto wake = wakes.find(id);
        if (wake != wakes.end() && wake->second > now && !dirty.contains(id)) continue;
        if (incident.live()) {
            settle(id);
            run_notices(incident);
            watch_public_notice(incident);
            settle(id);
        }
        wakes[id] = wake_of(incident);
    }
}

Instant Engine::State::wake_of(const Incident& incident) const {
    auto next = Instant::max();
    auto at = [&](std::optional<Instant> moment) {
        if (moment) next = std::min(next, *moment);
    };
    if (!incident.live()) return next;
    at(next_obligation_tick(incident, *settings));
    at(next_escalation_tick(incident, *settings));
    at(next_task_tick(incident));
    if (auto due = subjects_due(incident)) {
        auto last_moment = *due - settings->public_notice.margin;
        if (last_moment > now) at(last_moment);
    }
    if (publication_wanted(incident) && !incident.publishing)
        at(std::max(now + Duration{1}, incident.publish_ordered_at + kPublishRetry));
    auto run = runs.find(incident.id);
    if (run == runs.end() || incident.notice_run.state != RunState::running) return next;
    if (run->second.plan) at(now);
    at(run->second.again_at);
    at(run->second.unknown_at);
    return next;
}

}  // namespace breachd::engine
