#include "engine/incidents/opening.hpp"

#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::engine {

std::string open_incident(Step& step, const std::string& actor, IncidentOpened opened) {
    auto id = step.store.incidents().next_id(static_cast<int>(local_date(step.now).year()), opened.drill);
    step.store.vault().ensure(id);
    step.ledger.append(id, actor, std::move(opened));
    ++step.stats.incidents_opened;
    step.ledger.settle(id);  // clocks and tasks first: the page says them
    const auto& incident = step.ledger.get(id);
    step.ledger.append_all(id, "system", start_escalation(incident, step.settings, because::incident_new()));
    step.ledger.settle(id);
    return id;
}

}  // namespace breachd::engine
