// The calls of the contract that change one incident: check, decide with core/, journal, answer with the incident.
#include "core/incident/facts.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/journal/evolve.hpp"
#include "core/oncall/paging.hpp"
#include "engine/answering.hpp"
#include "engine/incidents/incidents.hpp"
#include "engine/incidents/opening.hpp"

namespace breachd::engine {

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
    return apply(step, envelope, incident, patch_facts(incident, command.patch, step.settings, step.now));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Acknowledge& command) {
    auto by = command.by.empty() ? envelope.person : command.by;
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
    return apply(step, envelope, incident, dismiss(incident, command.reason, envelope.person));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const Remedy& command) {
    return apply(step, envelope, incident,
                 remedy(incident, command.remedied_at, command.what, step.settings, step.now));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident, const Close& command) {
    return apply(step, envelope, incident, close(incident, command.note));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const MarkNotApplicable& command) {
    return apply(step, envelope, incident,
                 mark_not_applicable(incident, command.obligation, command.why, envelope.person));
}

Result<Answer> Incidents::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const CompleteTask& command) {
    return apply(step, envelope, incident, complete_task(incident, command.task, command.note));
}

}  // namespace breachd::engine
