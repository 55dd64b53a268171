// The counts of each source, over HTTP and syslog together. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace breachd::intake {

struct Counters {
    std::map<std::string, std::uint64_t> alerts;      // source -> alerts handed to the engine
    std::map<std::string, std::uint64_t> unreadable;  // source -> elements quarantined
    std::map<std::string, std::uint64_t> not_alerts;  // source -> other records of its feed
    // source and reason (address, proof, size, rate, overload) -> requests refused
    std::map<std::pair<std::string, std::string>, std::uint64_t> refused;
};

}  // namespace breachd::intake
