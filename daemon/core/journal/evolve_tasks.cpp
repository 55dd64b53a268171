#include "core/journal/evolve_tasks.hpp"

#include <algorithm>

namespace breachd {

namespace {

void put_note(Task& task, const std::string& note) {
    if (!note.empty()) task.note = note;
}

}  // namespace

Task* FoldTasks::task(const std::string& id) {
    auto at = std::find_if(i.tasks.begin(), i.tasks.end(), [&](const Task& each) { return each.id == id; });
    return at == i.tasks.end() ? nullptr : &*at;
}

// Of a task that is known: it is open again, and whose it was it stays.
void FoldTasks::operator()(const TaskStarted& e) {
    Task begun{e.id, e.title, e.due_at, TaskState::open, {}, "", "", ""};
    auto* known = task(e.id);
    if (!known) return i.tasks.push_back(std::move(begun));
    begun.owner = known->owner;
    begun.note = known->note;
    *known = std::move(begun);
}

void FoldTasks::operator()(const TaskDone& e) {
    auto* done = task(e.id);
    if (!done) return;
    done->state = TaskState::done;
    done->done_at = entry.at;
    done->done_by = entry.actor;
    put_note(*done, e.note);
}

void FoldTasks::operator()(const TaskOverdue& e) {
    if (auto* late = task(e.id); late && late->state == TaskState::open) late->state = TaskState::overdue;
}

void FoldTasks::operator()(const TaskAssigned& e) {
    auto* given = task(e.id);
    if (!given) return;
    given->owner = e.owner;
    put_note(*given, e.note);
}

// Past its time the next look records it as overdue.
void FoldTasks::operator()(const TaskReopened& e) {
    auto* open = task(e.id);
    if (!open) return;
    open->state = TaskState::open;
    open->done_at.reset();
    open->done_by.clear();
    put_note(*open, e.note);
}

}  // namespace breachd
