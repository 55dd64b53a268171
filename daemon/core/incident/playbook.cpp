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
            if (has_task(incident, id) || !holds(task.when, incident)) continue;
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
        if (task.state == TaskState::open && task.due_at && now > *task.due_at)
            events.push_back(TaskOverdue{task.id, task.title});
    return events;
}

std::optional<Instant> next_task_tick(const Incident& incident) {
    std::optional<Instant> next;
    if (!wanted(incident)) return next;
    for (const auto& task : incident.tasks)
        if (task.state == TaskState::open && task.due_at)
            next = std::min(next.value_or(*task.due_at + Duration{1}), *task.due_at + Duration{1});
    return next;
}

TaskAction task_action(const Settings& settings, std::string_view task_id) {
    for (const auto& playbook : settings.playbooks)
        for (const auto& task : playbook.tasks)
            if (playbook.id + "/" + task.id == task_id) return task.action;
    return TaskAction::none;
}

Result<TaskCondition> parse_task_condition(std::string_view text) {
    using About = TaskCondition::About;
    if (text.empty()) return TaskCondition{};
    for (auto [prefix, about] :
         {std::pair{std::string_view("kind:"), About::kind}, {"role:", About::role}, {"act:", About::act}})
        if (text.starts_with(prefix)) return TaskCondition{about, std::string(text.substr(prefix.size())), 0};
    constexpr std::string_view kSeverity = "severity>=";
    if (text.starts_with(kSeverity)) {
        int least = 0;
        auto number = text.substr(kSeverity.size());
        auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), least);
        if (failed == std::errc{} && end == number.data() + number.size())
            return TaskCondition{About::severity_at_least, "", least};
    }
    return Error{ErrorCode::invalid, "a condition is kind:<id>, role:<role>, act:<act> or severity>=<n>",
                 std::string(text)};
}

bool holds(const TaskCondition& condition, const Incident& incident) {
    switch (condition.about) {
        case TaskCondition::About::always:
            break;
        case TaskCondition::About::kind:
            return incident.has_kind(condition.word);
        case TaskCondition::About::role:
            return incident.role == condition.word;
        case TaskCondition::About::act:
            return incident.act == condition.word;
        case TaskCondition::About::severity_at_least:
            return incident.severity >= condition.least;
    }
    return true;
}

}  // namespace breachd
