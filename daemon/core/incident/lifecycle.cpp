#include "core/incident/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/journal/because.hpp"
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

Result<void> must_be_live(const Incident& incident) {
    if (!incident.live()) return not_now(incident, "changed");
    return {};
}

Result<std::vector<Event>> acknowledge(const Incident& incident, std::string by, std::string via, std::string note,
                                       std::string name) {
    if (!incident.live()) return not_now(incident, "acknowledged");
    // Said again, while nobody is being called, by one who has said it: nothing happens.
    if (!incident.escalation.active && note.empty() && incident.acknowledged_by_all.contains(by))
        return std::vector<Event>{};
    return std::vector<Event>{Acknowledged{std::move(by), std::move(via), std::move(note), std::move(name)}};
}

Result<std::vector<Event>> confirm(const Incident& incident, std::string note) {
    if (incident.state != IncidentState::open && incident.state != IncidentState::acknowledged)
        return not_now(incident, "confirmed");
    return std::vector<Event>{Confirmed{std::move(note)}};
}

Result<std::vector<Event>> dismiss(const Incident& incident, std::string reason, std::string person) {
    if (!before_remedy(incident)) return not_now(incident, "dismissed");
    if (reason.empty()) return required("reason");
    std::vector<Event> events;
    for (const auto& o : incident.obligations)
        if (owed(o))
            events.push_back(ObligationNotApplicable{o.id, because::incident_dismissed(), reason, person, true});
    events.push_back(Dismissed{std::move(reason)});
    return events;
}

Result<std::vector<Event>> remedy(const Incident& incident, std::optional<Instant> remedied_at, std::string what,
                                  const Settings& settings, Instant now) {
    if (!before_remedy(incident)) return not_now(incident, "remedied");
    auto at = remedied_at.value_or(now);
    if (at > now) return Error{ErrorCode::unprocessable, "lies in the future", "/remedied_at"};
    if (at < incident.detected_at) return Error{ErrorCode::unprocessable, "lies before the detection", "/remedied_at"};
    const auto* edition = settings.edition_of(incident.edition);
    int years = std::max(settings.keep_years, edition ? edition->keep_years : 0);
    return std::vector<Event>{Remedied{at, std::move(what), keep_until(at, years)}};
}

Result<std::vector<Event>> close(const Incident& incident, std::string note) {
    if (incident.state == IncidentState::closed)
        return Error{ErrorCode::conflict, "the incident is closed already", ""};
    if (incident.state != IncidentState::remedied) return not_now(incident, "closed; it must be remedied first");
    return std::vector<Event>{Closed{std::move(note)}};
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

Result<std::vector<Event>> mark_not_applicable(const Incident& incident, const std::string& obligation, std::string why,
                                               const std::string& person) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    const auto* o = incident.obligation(obligation);
    if (!o) return Error{ErrorCode::not_found, "the incident has no such obligation", obligation};
    if (!owed(*o)) return Error{ErrorCode::conflict, "this obligation is not owed any more", obligation};
    if (why.empty()) return required("why");
    auto proposed = incident.not_applicable.find(obligation);
    bool second = proposed != incident.not_applicable.end();
    if (second && proposed->second == person)
        return Error{ErrorCode::forbidden, "a second person must agree that this duty does not apply", obligation};
    return std::vector<Event>{ObligationNotApplicable{obligation, {}, std::move(why), person, second}};
}

Result<std::vector<Event>> complete_task(const Incident& incident, const std::string& task, std::string note) {
    auto at = std::find_if(incident.tasks.begin(), incident.tasks.end(), [&](const Task& t) { return t.id == task; });
    if (at == incident.tasks.end()) return Error{ErrorCode::not_found, "the incident has no such task", task};
    if (at->state == TaskState::done) return Error{ErrorCode::conflict, "the task is done already", task};
    return std::vector<Event>{TaskDone{task, std::move(note), at->title}};
}

}  // namespace breachd
