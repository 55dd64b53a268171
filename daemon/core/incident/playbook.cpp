#include "core/incident/playbook.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "core/incident/filings.hpp"
#include "core/journal/because.hpp"

namespace breachd {

namespace {

bool fits(const Playbook& playbook, const Incident& incident) {
    return playbook.kinds.empty() || std::any_of(playbook.kinds.begin(), playbook.kinds.end(),
                                                 [&](const auto& kind) { return incident.has_kind(kind); });
}

// A closed file wants no more steps; what the law still asks for runs as an obligation, not as a task.
bool wanted(const Incident& incident) { return incident.live() && incident.state != IncidentState::closed; }

const Task* find_task(const Incident& incident, std::string_view id) {
    auto at = std::find_if(incident.tasks.begin(), incident.tasks.end(), [&](const Task& t) { return t.id == id; });
    return at == incident.tasks.end() ? nullptr : &*at;
}

// The notice that went out last is about every kind of data for which this playbook is here.
bool told_of(const Playbook& playbook, const Incident& incident) {
    const auto* cover = incident.cover_of(incident.notice_version);
    return cover && std::all_of(playbook.kinds.begin(), playbook.kinds.end(), [&](const auto& kind) {
               return !incident.has_kind(kind) || holds(cover->kinds, kind);
           });
}

bool was_done(TaskAct act, const Playbook& playbook, const Incident& incident) {
    auto any_filing = [&](auto&& which) {
        return std::any_of(incident.filings.begin(), incident.filings.end(), which);
    };
    auto of_form = [&](std::string_view form) {
        return any_filing([&](const Filing& f) { return counts(f) && f.form == form; });
    };
    switch (act) {
        case TaskAct::none:
            return false;
        case TaskAct::acknowledged:
            return incident.acknowledged_at.has_value();
        case TaskAct::decided:
            return incident.confirmed_at.has_value();
        case TaskAct::filed:
            return any_filing([](const Filing& f) { return serves(f, "authority-report"); });
        case TaskAct::recorded:
            return any_filing([](const Filing& f) { return serves(f, "confirmation-record"); });
        case TaskAct::released:
            return told_of(playbook, incident);
        case TaskAct::remedied:
            return incident.remedied_at.has_value();
        case TaskAct::controller_informed:
            return of_form("controller");
        case TaskAct::partner_informed:
            return of_form("data-partner");
        case TaskAct::filing_checked:
            return any_filing(counts) && !any_filing([](const Filing& f) { return counts(f) && f.checked_by.empty(); });
    }
    return false;
}

// The daemon ended it for an act that was taken back since.
bool must_open_again(const Task& task, const PlaybookTask& rule, const Playbook& playbook, const Incident& incident) {
    return task.state == TaskState::done && task.done_by == "system" && !was_done(rule.done_by, playbook, incident);
}

}  // namespace

std::vector<Event> plan_tasks(const Incident& incident, const Settings& settings) {
    std::vector<Event> events;
    if (!wanted(incident)) return events;
    for (const auto& playbook : settings.playbooks) {
        if (!fits(playbook, incident)) continue;
        for (const auto& task : playbook.tasks) {
            auto id = playbook.id + "/" + task.id;
            const auto* known = find_task(incident, id);
            if (known && known->state != TaskState::done && was_done(task.done_by, playbook, incident)) {
                auto act = boost::describe::enum_to_string(task.done_by, "");
                events.push_back(TaskDone{id, "", known->title, because::act_done(act)});
            }
            if (known ? !must_open_again(*known, task, playbook, incident) : !holds(task.when, incident)) continue;
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
    if (text == "filed") return TaskCondition{About::filed, "", 0};
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
    return Error{ErrorCode::invalid, "a condition is kind:<id>, role:<role>, act:<act>, severity>=<n> or filed",
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
        case TaskCondition::About::filed:
            return std::any_of(incident.filings.begin(), incident.filings.end(), counts);
    }
    return true;
}

}  // namespace breachd
