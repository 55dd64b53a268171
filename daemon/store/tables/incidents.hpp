// Tables incidents, incident_kinds and clocks: the projection of the journal that lists and searches read, and the
// numbers of incidents. Written by the engine's ledger only; it can be rebuilt from the journal at any time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/incident/incident.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/meta.hpp"

namespace breachd::store {

class Incidents {
  public:
    Incidents(Connection& connection, Meta& meta) : connection_(connection), meta_(meta) {}

    // Writes nothing when the rows say the same already. `next_due`: earliest running obligation.
    void put(const Incident& incident, std::optional<Instant> next_due);
    // Those neither closed nor dismissed nor purged, in the order of opening, after this one.
    std::vector<std::pair<Instant, std::string>> open_after(Instant opened_at, std::string_view id, std::size_t most);
    std::string next_id(int year, bool drill);  // INC-2026-0001, DRILL-2026-0001

  private:
    void put_kinds(const Incident& incident);
    void put_clocks(const Incident& incident);

    Connection& connection_;
    Meta& meta_;
};

// What of its rows is not as this incident makes them; "" : nothing.
std::string projection_differs(Connection& connection, const Incident& incident, std::optional<Instant> next_due);

}  // namespace breachd::store
