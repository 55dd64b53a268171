// Response playbooks (playbooks/response/*.yaml): which tasks an incident of some kind brings. Plain values;
// core/incident/playbook applies them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/law.hpp"

namespace breachd {

// What the daemon does when a task is overdue; `none`: the task is a person's, and is shown as overdue.
enum class TaskAction { none, page, propose_public_notice };
BOOST_DESCRIBE_ENUM(TaskAction, none, page, propose_public_notice)

// The act elsewhere that ends a task by itself; `none`: a person says that the task is done.
enum class TaskAct {
    none,
    acknowledged,
    decided,  // that it is a breach
    filed,    // the report to the authority
    recorded,
    released,
    remedied,
    controller_informed,
    partner_informed,
    filing_checked,
};
BOOST_DESCRIBE_ENUM(TaskAct, none, acknowledged, decided, filed, recorded, released, remedied, controller_informed,
                    partner_informed, filing_checked)

// When a task is wanted (core/incident/playbook.hpp reads and judges it).
struct TaskCondition {
    enum class About { always, kind, role, act, severity_at_least, filed };  // filed: anything was
    About about = About::always;
    std::string word;  // of kind, role and act
    int least = 0;     // of severity_at_least
};

struct PlaybookTask {
    std::string id;
    Bilingual title;
    std::optional<Duration> due_after;  // from detection
    TaskAction action = TaskAction::none;
    TaskCondition when;
    TaskAct done_by = TaskAct::none;
};

struct Playbook {
    std::string id;
    Bilingual title;
    std::vector<std::string> kinds;  // chosen when one of these is affected; empty: the general one
    std::vector<PlaybookTask> tasks;
};

}  // namespace breachd
