// The schedule by which a page that is up is read back, until its incident is closed. Of the publication desk.
//
//   put up ──read_back_every──▶ asked ──it stands──▶ asked again …
//                                 ├── another page ──────────────▶ astray: journalled, paged, put up again by the rule
//                                 └── not to be read ──5 minutes──▶ asked ──the same──▶ astray
//
// A site that does not answer once is no reason to wake people; a page of somebody else is. A step that could not be
// written, or a stop, loses a question: it is asked again in its time.
#pragma once

#include <map>
#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

class ReadBacks {
  public:
    void look(Step& step, const Incident& incident);
    Instant wake(const Step& step, const Incident& incident) const;
    void done(Step& step, const Incident& incident, const ReadBackDone& done);

  private:
    struct Watch {
        Instant put_up_at{};
        Instant next{};
        bool missed = false;  // it could not be read the last time
    };
    static Instant first_at(const Step& step, const Incident& incident);

    std::map<std::string, Watch> watches_;  // by incident
};

}  // namespace breachd::engine
