// Numbers of the engine for /metrics, since the start or of the present moment. Counted along, never by a walk.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "settings/settings.hpp"

namespace breachd::engine {

struct Stats {
    std::int64_t steps = 0, alerts = 0, duplicates = 0, updates = 0, replays_refused = 0, quarantined = 0,
                 quarantine_waiting = 0, incidents_opened = 0, pages = 0, notices_sent = 0, told = 0, overdue = 0,
                 running_clocks = 0, journal_entries = 0, channels_down = 0, failures = 0;
    bool clock_in_doubt = false;
    std::optional<Instant> next_due;
    std::shared_ptr<const json::object> restored;  // what is held since the store was put back; none: nothing
    std::shared_ptr<const Settings> settings;  // as the engine uses them, with the turns on call that were overridden
    std::shared_ptr<const json::object> channels;  // how each is now, by name
    std::vector<std::string> down;                 // channels whose breaker is open, by name
    bool damaged = false;                          // a part of the database could not be read
};

}  // namespace breachd::engine
