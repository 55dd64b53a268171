// The calls of the contract that change one incident: check, decide with core/, journal, answer with the incident.
#include <fmt/format.h>

#include "core/incident/conflicts.hpp"
#include "core/incident/decisions.hpp"
#include "core/incident/facts.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/journal/evolve.hpp"
#include "core/oncall/paging.hpp"
#include "engine/answering.hpp"
#include "engine/incidents/incidents.hpp"
#include "engine/incidents/opening.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kConfirmedMax = 200;  // dismissals in one call: each may bring people over

// As the configuration names the person; "" stays nobody.
Result<std::string> owner_named(const Settings& settings, const std::string& owner) {
    if (owner.empty()) return owner;
    if (auto known = settings.known_person(owner)) return *known;
    return Error{ErrorCode::unprocessable, "nobody of this id or name is configured", "/owner"};
}

// The answer says whether a second person is still wanted.
Result<Answer> apply_for_two(Step& step, const Envelope& envelope, const Incident& incident,
                             const Result<std::vector<Event>>& events, Matter what, const std::string& about = "") {
    auto answer = apply(step, envelope, incident, events);
    if (answer) std::get<Changed>(*answer).waits = incident.proposal(what, about) != nullptr;
    return answer;
}

}  // namespace

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const OpenIncident& command) {
    auto opened = open_by_hand(command.facts, step.settings, step.now);
    if (!opened) return opened.error();
    // Everything is checked on a draft first: a request that is refused leaves nothing behind.
    Incident draft;
    evolve(draft, Entry{0, step.now, "draft", envelope.actor, *opened});
    auto others = command.facts;
    others.erase("detected_at");
    auto rest = patch_facts(draft, others, step.settings, step.now);
    if (!rest) return rest.error();
    auto id = open_incident(step, envelope.actor, *opened);
    const auto& incident = step.ledger.get(id);
    if (incident.detected_at > step.now)
        step.ledger.append_all(
            id, "system",
            page_duty(id, step.settings, step.now, "future-detection", because::detection_ahead(incident.detected_at)));
    step.ledger.append_all(id, envelope.actor, *rest);
    step.ledger.settle(id);
    return Answer(Opened{std::make_shared<const Incident>(incident), step.now});
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const PatchIncident& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto changes = patch_facts(incident, command.patch, step.settings, step.now);
    if (changes && envelope.if_match)
        if (auto both = conflicts(incident, *changes, *envelope.if_match); !both.empty())
            return Answer(Conflicting{incident.version_by_people, std::move(both)});
    return apply(step, envelope, incident, changes);
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const AssignIncident& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto owner = owner_named(step.settings, command.owner);
    if (!owner) return owner.error();
    return apply(step, envelope, incident,
                 patch_facts(incident, {{"owner", owner->empty() ? json::value(nullptr) : json::value(*owner)}},
                             step.settings, step.now));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const AddComment& command) {
    return apply(step, envelope, incident, comment(command.text));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Acknowledge& command) {
    auto by = command.by.empty() ? envelope.person : command.by;
    if (incident.escalation.active && command.call && *command.call < incident.call)
        return Error{ErrorCode::stale, "the incident got worse after this page: look at it again", ""};
    return apply(step, envelope, incident,
                 acknowledge(incident, by, command.via, command.note, step.settings.name_of(by)));
}

// A replay gets the same answer, and has no second effect.
Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const HookAcknowledge& command) {
    if (!command.webhook_id.empty() &&
        !step.store.requests().remember_webhook(command.integration, command.webhook_id, step.now))
        return changed(step, incident);
    auto via = "hook:" + command.integration;
    return apply(step, envelope, incident,
                 acknowledge(incident, command.by, via, command.note, step.settings.name_of(command.by)));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Confirm& command) {
    return apply(step, envelope, incident, confirm(incident, command.note));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Dismiss& command) {
    if (!command.duplicate_of.empty()) {
        const auto* into = step.ledger.find(command.duplicate_of);
        if (into == nullptr) return Error{ErrorCode::unprocessable, "there is no such incident", "/duplicate_of"};
        if (auto may = may_merge(*into, incident); !may) return may.error();
    }
    auto events = dismiss(incident, command.reason, decider(envelope), command.duplicate_of);
    return apply_for_two(step, envelope, incident, events, Matter::dismissal);
}

// Each stands for itself: what one of them is refused for is said, and stops no other.
Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const ConfirmDismissals& command) {
    if (command.incidents.empty() || command.incidents.size() > kConfirmedMax)
        return Error{ErrorCode::unprocessable, "must name 1 to 200 incidents", "/incidents"};
    Decided out;
    for (const auto& id : command.incidents) {
        const auto* incident = step.ledger.find(id);
        const auto* proposal = incident ? incident->proposal(Matter::dismissal) : nullptr;
        Result<Answer> done = Error{ErrorCode::not_found, "there is no such incident", id};
        if (incident && !proposal) done = Error{ErrorCode::conflict, "nobody proposed to dismiss it", id};
        if (proposal && !proposal->duplicate_of.empty())
            done = Error{
                ErrorCode::conflict,
                fmt::format("it was proposed as a duplicate of {}: confirm that by a merge", proposal->duplicate_of),
                id};
        else if (proposal)
            done = handle(step, envelope, *incident, Dismiss{command.reason, ""});
        out.items.push_back({id, done ? "" : done.error().message});
    }
    return Answer(std::move(out));
}

// A breach that goes on wakes people, also when somebody had taken it over.
Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Reopen& command) {
    bool was_called = incident.proposal(Matter::dismissal) && incident.acknowledged_at;
    auto events = reopen(incident, command.reason);
    if (!events) return events.error();
    step.ledger.append_all(incident.id, envelope.actor, *events);
    if (!was_called)
        step.ledger.append_all(incident.id, "system",
                               start_escalation(incident, step.settings, because::incident_reopened()));
    step.ledger.settle(incident.id);
    return changed(step, incident);
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Remedy& command) {
    return apply(step, envelope, incident,
                 remedy(incident, command.remedied_at, command.what, step.settings, step.now, command.reason));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident, const Close& command) {
    return apply(step, envelope, incident, close(incident, command.note));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const MarkNotApplicable& command) {
    auto events = mark_not_applicable(incident, command.obligation, command.why, decider(envelope), command.withdraw);
    return apply_for_two(step, envelope, incident, events, Matter::not_applicable, command.obligation);
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const CompleteTask& command) {
    return apply(step, envelope, incident, complete_task(incident, command.task, command.note));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const ReopenTask& command) {
    return apply(step, envelope, incident, reopen_task(incident, command.task, command.note));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const AssignTask& command) {
    auto owner = command.owner;
    if (owner) {
        auto known = owner_named(step.settings, *owner);
        if (!known) return known.error();
        owner = *known;
    }
    return apply(step, envelope, incident, assign_task(incident, command.task, owner, command.note));
}

}  // namespace breachd::engine
