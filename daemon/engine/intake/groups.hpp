// Which incident the alerts of a group went to last, and the openings that make a storm. Made of the journal's entries
// alone: the groups are rows that are written with the entry, the openings are read from the journal's end at the
// start. Part of the intake desk.
#pragma once

#include <deque>
#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

class Groups {
  public:
    void load(Step& step);
    void hear(Step& step, const Entry& entry);
    void place(Step& step, const Entry& entry);  // the rows only
    void begin() { before_ = openings_; }        // of a step; there are as many openings as make a storm
    void take_back() { openings_ = before_; }

    // The incident that the group last opened or was folded into; "" when none.
    std::string latest(Step& step, const std::string& group) const;
    // As many openings as make a storm lie within its window.
    bool storming(const Step& step) const;

  private:
    std::deque<Instant> openings_;  // by alerts, those folded into a storm too; the oldest first
    std::deque<Instant> before_;
};

}  // namespace breachd::engine
