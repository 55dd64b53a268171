// Which incident the alerts of a group went to last, and the openings that make a storm. Made of the journal's entries
// alone, as they are read at the start and as they are written. Owned by the intake desk.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

class Groups {
  public:
    void hear(const Settings& settings, const Entry& entry);
    void clear();
    void begin();      // of a step
    void take_back();  // of what was heard since begin()

    // The incident that the group last opened or was folded into; "" when none.
    const std::string& latest(const std::string& group) const;
    // As many openings as make a storm lie within its window.
    bool storming(const Settings& settings, Instant now) const;

  private:
    void put(const std::string& group, const std::string& incident);

    std::map<std::string, std::string> latest_;
    std::deque<Instant> openings_;  // by alerts, those folded into a storm too; as many as make a storm

    std::map<std::string, std::string> latest_before_;  // what the present step replaced
    std::deque<Instant> openings_before_;
};

}  // namespace breachd::engine
