#include "core/incident/lifecycle.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "core/law/obligation.hpp"
#include "core/law/retention.hpp"

namespace breachd {

namespace {

std::string word(IncidentState state) { return boost::describe::enum_to_string(state, "?"); }

Error not_now(const Incident& incident, std::string_view what) {
    return {ErrorCode::conflict, fmt::format("an incident that is {} cannot be {}", word(incident.state), what), ""};
}

bool before_remedy(const Incident& incident) {
    return incident.state == IncidentState::open || incident.state == IncidentState::acknowledged ||
           incident.state == IncidentState::confirmed;
}

Error required(std::string_view field) { return {ErrorCode::unprocessable, "is required", "/" + std::string(field)}; }

}  // namespace

std::string Unfinished::text() const {
    std::string out = "not done yet: ";
    auto add = [&](std::string what) { out += (out.ends_with(": ") ? "" : "; ") + std::move(what); };
    if (!duties.empty()) add(fmt::format("duties: {}", fmt::join(duties, ", ")));
    if (untold > 0) add(fmt::format("people who are not told: {}", untold));
    if (tasks.empty()) return out;
    constexpr std::size_t kTasksNamed = 8;
    auto named = std::min(tasks.size(), kTasksNamed);
    auto more = tasks.size() > named ? fmt::format(" and {} more", tasks.size() - named) : std::string();
    auto end = tasks.begin() + static_cast<std::ptrdiff_t>(named);
    add(fmt::format("open tasks: {}{}", fmt::join(tasks.begin(), end, ", "), more));
    return out;
}

Result<void> may_be_dismissed(const Incident& incident) {
    if (!before_remedy(incident)) return not_now(incident, "dismissed");
    return {};
}

Result<void> must_be_live(const Incident& incident) {
    if (incident.live()) return {};
    if (incident.duplicate_of)
        return Error{ErrorCode::conflict,
                     fmt::format("it was merged into {}, which has its people and its filings now: go on there",
                                 *incident.duplicate_of),
                     ""};
    return not_now(incident, "changed");
}

Result<std::vector<Event>> acknowledge(const Incident& incident, std::string by, std::string via, std::string note,
                                       std::string name) {
    if (!incident.live()) return not_now(incident, "acknowledged");
    // Said again, while nobody is being called, by one who has said it, with no new words: nothing happens.
    auto said = incident.acknowledged_by_all.find(by);
    bool known = said != incident.acknowledged_by_all.end() && (note.empty() || said->second.contains(note));
    if (known && !incident.escalation.active) return std::vector<Event>{};
    return std::vector<Event>{Acknowledged{std::move(by), std::move(via), std::move(note), std::move(name)}};
}

Result<std::vector<Event>> confirm(const Incident& incident, std::string note) {
    if (incident.state != IncidentState::open && incident.state != IncidentState::acknowledged)
        return not_now(incident, "confirmed");
    return std::vector<Event>{Confirmed{std::move(note)}};
}

Result<std::vector<Event>> remedy(const Incident& incident, std::optional<Instant> remedied_at, std::string what,
                                  const Settings& settings, Instant now, std::string reason) {
    bool corrects = incident.remedied_at.has_value() && incident.live();
    if (!corrects && !before_remedy(incident)) return not_now(incident, "remedied");
    if (corrects && reason.empty())
        return Error{ErrorCode::conflict, "the remedy is recorded already: give a reason to correct it", "/reason"};
    auto at = remedied_at.value_or(corrects ? *incident.remedied_at : now);
    if (at > now) return Error{ErrorCode::unprocessable, "lies in the future", "/remedied_at"};
    if (at < incident.detected_at) return Error{ErrorCode::unprocessable, "lies before the detection", "/remedied_at"};
    if (corrects && what.empty()) what = incident.remedy.value_or("");
    const auto* edition = settings.edition_of(incident.edition);
    int years = std::max(settings.keep_years, edition ? edition->keep_years : 0);
    Remedied entry{at, std::move(what), keep_until(at, years), "", {}, ""};
    if (corrects) {
        entry.reason = std::move(reason);
        entry.old_remedied_at = incident.remedied_at;
        entry.old_what = incident.remedy.value_or("");
    }
    return std::vector<Event>{std::move(entry)};
}

Unfinished unfinished(const Incident& incident) {
    Unfinished out;
    for (const auto& o : incident.obligations)
        if (owed(o) && o.id != "keep-file") out.duties.push_back(o.id);  // the file is kept after it is closed
    out.untold = people_untold(incident);
    for (const auto& task : incident.tasks)
        if (task.state != TaskState::done) out.tasks.push_back(task.id);
    return out;
}

Result<std::vector<Event>> close(const Incident& incident, std::string note) {
    if (incident.state == IncidentState::closed)
        return Error{ErrorCode::conflict, "the incident is closed already", ""};
    if (incident.state != IncidentState::remedied) return not_now(incident, "closed; it must be remedied first");
    auto left = unfinished(incident);
    if (note.empty() && !left.nothing())
        return Error{ErrorCode::conflict, left.text() + ". To close the file all the same, say why in `note`", "/note"};
    return std::vector<Event>{
        Closed{std::move(note), left.duties, left.untold, static_cast<std::int64_t>(left.tasks.size())}};
}

Result<std::vector<Event>> hold(const Incident& incident, bool on, std::string hold_id, std::string reason,
                                std::string person) {
    if (incident.state == IncidentState::purged) return not_now(incident, "held");
    if (reason.empty()) return required("reason");
    const auto& holds = incident.retention.holds;
    if (on) {
        if (!hold_id.empty())
            return Error{ErrorCode::unprocessable, "a new hold is given its id; name one only to end it", "/hold_id"};
        hold_id = fmt::format("H-{}", incident.holds_set + 1);
    } else if (hold_id.empty()) {
        if (holds.empty()) return Error{ErrorCode::conflict, "no hold is on", ""};
        if (holds.size() > 1)
            return Error{ErrorCode::conflict, "several holds are on: name the one that ends", "/hold_id"};
        hold_id = holds.front().hold_id;
    } else if (std::none_of(holds.begin(), holds.end(),
                            [&](const LegalHold& each) { return each.hold_id == hold_id; })) {
        return Error{ErrorCode::conflict, "this hold is not on", hold_id};
    }
    return std::vector<Event>{HoldSet{std::move(hold_id), on, std::move(person), std::move(reason)}};
}

namespace {

Result<const Task*> task_of(const Incident& incident, const std::string& task) {
    auto at = std::find_if(incident.tasks.begin(), incident.tasks.end(), [&](const Task& t) { return t.id == task; });
    if (at == incident.tasks.end()) return Error{ErrorCode::not_found, "the incident has no such task", task};
    return &*at;
}

constexpr std::size_t kCommentBytesMax = 20'000;

}  // namespace

Result<std::vector<Event>> complete_task(const Incident& incident, const std::string& task, std::string note) {
    auto known = task_of(incident, task);
    if (!known) return known.error();
    if ((*known)->state == TaskState::done) return Error{ErrorCode::conflict, "the task is done already", task};
    return std::vector<Event>{TaskDone{task, std::move(note), (*known)->title, {}}};
}

Result<std::vector<Event>> reopen_task(const Incident& incident, const std::string& task, std::string note) {
    auto known = task_of(incident, task);
    if (!known) return known.error();
    if ((*known)->state != TaskState::done) return Error{ErrorCode::conflict, "the task is not done", task};
    if ((*known)->done_by == "system")
        return Error{ErrorCode::conflict, "an act elsewhere ended the task: take that back instead", task};
    return std::vector<Event>{TaskReopened{task, (*known)->title, std::move(note)}};
}

Result<std::vector<Event>> assign_task(const Incident& incident, const std::string& task,
                                       const std::optional<std::string>& owner, std::string note) {
    auto known = task_of(incident, task);
    if (!known) return known.error();
    auto whose = owner.value_or((*known)->owner);
    if (whose == (*known)->owner && (note.empty() || note == (*known)->note)) return std::vector<Event>{};
    return std::vector<Event>{TaskAssigned{task, (*known)->title, std::move(whose), std::move(note)}};
}

Result<std::vector<Event>> comment(const std::string& text) {
    auto words = printable(text).text;
    if (words.find_first_not_of(" \n") == std::string::npos)
        return Error{ErrorCode::unprocessable, "may not be empty", "/text"};
    if (words.size() > kCommentBytesMax) return Error{ErrorCode::unprocessable, "is longer than 20000 bytes", "/text"};
    return std::vector<Event>{CommentAdded{std::move(words)}};
}

}  // namespace breachd
