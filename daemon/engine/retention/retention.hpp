// The retention desk: what keeps the file of an incident from being destroyed. Owns the holds.
#pragma once

#include "engine/step.hpp"

namespace breachd::engine {

class Retention {
  public:
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const Hold& command);
};

}  // namespace breachd::engine
