// The clock of a drill: its time goes on where it was before a restart, because its zero is kept in the database.
#pragma once

#include "app/clock.hpp"
#include "store/store.hpp"

namespace breachd::app {

// Reads the zero that is kept, and keeps `real`, the present moment, as the new one. Throws StoreError.
DrillTime drill_time(store::Store& store, Instant real, double scale);

}  // namespace breachd::app
