// Tables incident_rows and waiting: the small rows of the projection that lists and the first screen read. Written with
// the incident's own row (store/tables/incidents.cpp), in the same transaction.
#pragma once

#include "core/incident/incident.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

// Writes nothing that stands there already.
void put_rows(Connection& connection, const Incident& incident);
// They are not as this incident makes them.
bool rows_differ(Connection& connection, const Incident& incident);

}  // namespace breachd::store
