// What keeps a daemon of this configuration from starting on this machine, or, once it runs, from doing a part of its
// work. The daemon's start asks it, and so do `breachd --check` and `breachctl check-config`: what they call good
// starts.
//
// Guarantees: nothing is made or changed; each obstacle has its place, the cause and the remedy, in Vietnamese and
// English. What a running daemon itself holds (its lease, its ports) is no obstacle to it.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"

namespace breachd {

struct Obstacle {
    Error what;
    bool stops_start = true;  // false: the daemon starts, and cannot do that part of its work
};

std::vector<Obstacle> find_obstacles(const LoadedConfig& config);

// Of a file that must be good, and of the configuration in it, as the service's user finds them.
struct HereReport {
    std::string user;  // whose rights were tried
    std::vector<Error> errors, warnings;
};
// As root the rights of the user who owns storage.directory count, or of the unit's user `breachd` for a configuration
// in /etc/breachd: reading and trying is then done by a process of that user's.
HereReport check_here(const std::string& file, const LoadOptions& options);

}  // namespace breachd
