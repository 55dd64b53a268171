// The filing desk: reports that were filed, documents that are kept by their hash, signed heads of the journal. Owns
// the documents of kind report and the heads. It signs a head within a minute after every entry, so that evidence can
// be read without a command.
#pragma once

#include "engine/step.hpp"

namespace breachd::engine {

class FilingDesk {
  public:
    void hear(Step& step, const Entry& entry);  // a head is due; filings of a duplicate come over
    void due(Step& step);

    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const RecordFiling& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ChangeFiling& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const KeepDocument& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const SignHead&);

  private:
    std::string sign(Step& step);
    void take_over(Step& step, const Incident& duplicate, const Incident& into);

    Instant signed_at_ = Instant::min();  // of the last head that this run signed
};

}  // namespace breachd::engine
