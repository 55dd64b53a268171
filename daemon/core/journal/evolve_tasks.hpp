// What the entries about tasks of the playbook change; a part of evolve.cpp.
#pragma once

#include "core/journal/evolve_telling.hpp"

namespace breachd {

struct FoldTasks : FoldTelling {
    using FoldTelling::operator();

    void operator()(const TaskStarted& e);
    void operator()(const TaskDone& e);
    void operator()(const TaskOverdue& e);
    void operator()(const TaskAssigned& e);
    void operator()(const TaskReopened& e);

  private:
    Task* task(const std::string& id);
};

}  // namespace breachd
