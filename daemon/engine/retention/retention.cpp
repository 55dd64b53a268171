#include "engine/retention/retention.hpp"

#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

Result<Answer> Retention::handle(Step& step, const Envelope& envelope, const Incident& incident, const Hold& command) {
    return apply(step, envelope, incident,
                 hold(incident, command.on, command.hold_id, command.reason, envelope.person));
}

Result<Answer> Retention::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                 const AnnounceInspection& command) {
    auto events = announce_inspection(incident, command.order, step.settings, step.now, envelope.person);
    if (!events) return events.error();
    auto announced = std::get<InspectionAnnounced>(events->front());
    // The file must be ready: people hear of it at once.
    auto pages = page_duty(incident.id, step.settings, step.now, "inspection-" + announced.inspection_id,
                           because::inspection(announced.decision_number, announced.ready_by));
    step.ledger.append_all(incident.id, envelope.actor, *events);
    step.ledger.append_all(incident.id, "system", pages);
    return changed(step, incident);
}

}  // namespace breachd::engine
