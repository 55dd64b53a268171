// Table incident_watch: the incidents that a start must know of without reading their entries. A row says that the
// incident is in the daemon's memory, or when a resting one is looked at again, and what it adds to the totals. An
// incident without a row rests, owes nothing and waits for nothing. Written by the engine's ledger only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

struct WatchedIncident {
    std::string id;
    bool awake = true;
    std::optional<Instant> wake;  // of a resting one
    std::int64_t running = 0, overdue = 0;
    std::optional<Instant> next_due;

    bool forgettable() const { return !awake && !wake && running == 0 && overdue == 0; }
    bool operator==(const WatchedIncident&) const = default;
};

class Watch {
  public:
    explicit Watch(Connection& connection) : connection_(connection) {}

    std::vector<WatchedIncident> all();
    void put(const WatchedIncident& incident);  // writes nothing when the row says the same already
    void clear();

  private:
    std::optional<WatchedIncident> find(const std::string& id);

    Connection& connection_;
};

}  // namespace breachd::store
