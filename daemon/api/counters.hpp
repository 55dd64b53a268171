// What /metrics counts. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace breachd::api {

struct Route;

struct Counters {
    std::map<std::pair<const Route*, int>, std::uint64_t> answers;  // route (nullptr: none matched) and status
    std::map<std::string, std::uint64_t> alerts;                   // source -> alerts handed to the engine
    std::map<std::string, std::uint64_t> unreadable;               // source -> elements quarantined
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t sessions = 0;  // open now
    std::uint64_t streams = 0;   // event streams open now
    std::uint64_t hook_signatures_bad = 0;
};

}  // namespace breachd::api
