// Response playbooks: which tasks an incident has, when they are due, what the daemon does by itself.
#pragma once

#include <optional>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Tasks of all playbooks that fit the facts (by kind of data; the general one, which names no kind, always) and whose
// condition holds, that the incident does not have yet. Facts that come late bring their tasks late. Tasks end whose
// act was done elsewhere (`done_by`), and are open again when it was taken back.
std::vector<Event> plan_tasks(const Incident& incident, const Settings& settings);

// Open tasks whose due time has passed. `action` tasks are done by the daemon: the caller asks task_action().
std::vector<Event> tick_tasks(const Incident& incident, Instant now);
std::optional<Instant> next_task_tick(const Incident& incident);

// What the daemon does by itself when the task is overdue.
TaskAction task_action(const Settings& settings, std::string_view task_id);

// "kind:location", "severity>=80", "role:processor", "act:loss", "filed", or "" (always).
Result<TaskCondition> parse_task_condition(std::string_view text);
bool holds(const TaskCondition& condition, const Incident& incident);

}  // namespace breachd
