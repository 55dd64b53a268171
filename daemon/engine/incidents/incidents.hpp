// The incidents desk: what people do to one incident, and what one entry makes follow from another: reminders, overdue
// duties and tasks wake people. Owns nothing beside the ledger.
#pragma once

#include "engine/step.hpp"

namespace breachd::engine {

class Incidents {
  public:
    Result<Answer> handle(Step& step, const Envelope& envelope, const OpenIncident& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const ConfirmDismissals& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PatchIncident& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Acknowledge& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const HookAcknowledge& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Confirm& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Dismiss& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Reopen& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Remedy& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Close& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const MarkNotApplicable& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const CompleteTask& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ReopenTask& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const AssignTask& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const AssignIncident& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const AddComment& command);
    void hear(Step& step, const Entry& entry);
    Instant wake(const Step& step, const Incident& incident) const;
};

}  // namespace breachd::engine
