#include "core/incident/playbook.hpp"

#include <algorithm>
#include <charconv>

namespace breachd {

namespace {

bool fits(const Playbook& playbook, const Incident& incident) {
    return playbook.kinds.empty() || std::any_of(playbook.kinds.begin(), playbook.kinds.end(),
                                                 [&](const auto& kind) { return incident.has_kind(kind); });
}

// A closed file wants no more steps; what the law still asks for runs as an obligation, not as a task.
bool wanted(const Incident& incident) { return incident.live() && incident.state != IncidentState::closed; }

bool has_task(const Incident& incident, std::string_view id) {
    return std::any_of(incident.tasks.begin(), incident.tasks.end(), [&](const Task& t) { return t.id == id; });
}

}  // namespace

std::vector<Event> plan_tasks(const Incident& incident, const Settings& settings) {
    std::vector<Event> events;
    if (!wanted(incident)) return events;
    for (const auto& playbook : settings.playbooks) {
        if (!fits(playbook, incident)) continue;
        for (const auto& task : playbook.tasks) {
            auto id = playbook.id + "/" + task.id;
            auto holds = condition_holds(task.when, incident);
            if (has_task(incident, id) || !holds || !*holds) continue;
            std::optional<Instant> due;
            if (task.due_after) due = incident.detected_at + *task.due_after;
            events.push_back(TaskStarted{id, task.title.vi, due});
        }
    }
    return events;
}

std::vector<Event> tick_tasks(const Incident& incident, Instant now) {
    std::vector<Event> events;
    if (!wanted(incident)) return events;
    for (const auto& task : incident.tasks)
        if (task.state == "open" && task.due_at && now > *task.due_at) events.push_back(TaskOverdue{task.id});
    return events;
}

std::optional<Instant> next_task_tick(const Incident& incident) {
    std::optional<Instant> next;
    if (!wanted(incident)) return next;
    for (const auto& task : incident.tasks)
        if (task.state == "open" && task.due_at)
            next = std::min(next.value_or(*task.due_at + Duration{1}), *task.due_at + Duration{1});
    return next;
}

std::string task_action(const Settings& settings, std::string_view task_id) {
    for (const auto& playbook : settings.playbooks)
        for (const auto& task : playbook.tasks)
            if (playbook.id + "/" + task.id == task_id) return task.action;
    return "";
}

Result<bool> condition_holds(std::string_view when, const Incident& incident) {
    if (when.empty()) return true;
    auto after = [&](std::string_view prefix) { return when.substr(prefix.size()); };
    if (when.starts_with("kind:")) return incident.has_kind(after("kind:"));
    if (when.starts_with("role:")) return incident.role == after("role:");
    if (when.starts_with("act:")) return incident.act == after("act:");
    if (when.starts_with("severity>=")) {
        int least = 0;
        auto text = after("severity>=");
        auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), least);
        if (failed == std::errc{} && end == text.data() + text.size()) return incident.severity >= least;
    }
    return Error{ErrorCode::invalid, "a condition is kind:<id>, role:<role>, act:<act> or severity>=<n>",
                 std::string(when)};
}

}  // namespace breachd
