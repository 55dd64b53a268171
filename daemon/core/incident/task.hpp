// A step of the response playbook, as it stands in an incident. core/incident/playbook.hpp plans them.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "base/instant.hpp"

namespace breachd {

enum class TaskState { open, done, overdue };
BOOST_DESCRIBE_ENUM(TaskState, open, done, overdue)

struct Task {
    std::string id;
    std::string title;
    std::optional<Instant> due_at;
    TaskState state = TaskState::open;
    std::optional<Instant> done_at;
    std::string done_by;
    std::string owner;  // as given; "" : whoever has the incident
    std::string note;   // the last that a person wrote of it
    bool operator==(const Task&) const = default;
};
BOOST_DESCRIBE_STRUCT(Task, (), (id, title, due_at, state, done_at, done_by, owner, note))

}  // namespace breachd
