// The retention desk: what keeps the file of an incident from being destroyed, and who comes to inspect it. Owns the
// holds.
#pragma once

#include "engine/step.hpp"

namespace breachd::engine {

class Retention {
  public:
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Hold& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const AnnounceInspection& command);
};

}  // namespace breachd::engine
