#include "engine/retention/retention.hpp"

#include "core/incident/lifecycle.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

Result<Answer> Retention::handle(Step& step, const Envelope& envelope, const Incident& incident, const Hold& command) {
    return apply(step, envelope, incident,
                 hold(incident, command.on, command.hold_id, command.reason, envelope.person));
}

}  // namespace breachd::engine
