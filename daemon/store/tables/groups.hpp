// Table alert_groups: which incident the alerts of a group went to last. Part of the projection: it follows from the
// journal, and is written by the engine's intake desk with the entry that says so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/sql/fwd.hpp"

namespace breachd::store {

class Groups {
  public:
    explicit Groups(Connection& connection) : connection_(connection) {}

    std::string incident_of(std::string_view group);  // "" : none
    // By entry `seq` of the journal. An older entry changes nothing, so that the order of writing does not matter.
    void put(std::string_view group, std::string_view incident, std::int64_t seq);

  private:
    Connection& connection_;
};

}  // namespace breachd::store
