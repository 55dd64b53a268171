// The publication desk: the public notice of Điều 29.3.a, proposed by rule, published by rule or by hand, read back and
// proved. It never ends the individual duty: the run goes on. Owns the documents of kind public-notice.
#pragma once

#include <string>

#include "engine/step.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

class Publication {
  public:
    explicit Publication(Telling& telling) : telling_(telling) {}

    void load(Step& step);  // what was being published at the stop is done again
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PublishNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PublishDone& command);
    void look(Step& step, const Incident& incident);
    Instant wake(const Step& step, const Incident& incident) const;

  private:
    void order(Step& step, const Incident& incident, const std::string& actor, const Explanation& why, std::string by);
    void propose(Step& step, const Incident& incident);
    // Needed, allowed by the rule, complete, not yet there.
    bool wanted(const Step& step, const Incident& incident) const;

    Telling& telling_;
};

}  // namespace breachd::engine
