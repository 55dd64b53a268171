// The counts behind /metrics. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "http/router.hpp"
#include "intake/counters.hpp"
#include "syslog/counters.hpp"

namespace breachd::api {

struct Counters {
    std::map<std::pair<const http::Route*, int>, std::uint64_t> answers;  // route (nullptr: none matched) and status
    intake::Counters intake;
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t sessions = 0;  // open now
    std::uint64_t streams = 0;   // event streams open now
    std::uint64_t hook_signatures_bad = 0;
    std::map<std::string, syslog::Counters> syslog;  // listener ->
};

}  // namespace breachd::api
