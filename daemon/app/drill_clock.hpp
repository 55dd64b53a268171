// The clock of a drill: its time goes on where it was before a restart, because its zero is kept in the database.
#pragma once

#include "app/clock.hpp"
#include "store/store.hpp"

namespace breachd::app {

// Reads the zero that is kept, and keeps the present moment as the new one. Throws StoreError.
Clock drill_clock(store::Store& store, double scale);

}  // namespace breachd::app
