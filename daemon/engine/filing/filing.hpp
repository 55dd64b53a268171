// The filing desk: reports that were filed, documents that are kept by their hash, signed heads of the journal. Owns
// the documents of kind report and the heads.
#pragma once

#include "engine/step.hpp"

namespace breachd::engine {

class FilingDesk {
  public:
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const RecordFiling& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const KeepDocument& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const SignHead&);
};

}  // namespace breachd::engine
