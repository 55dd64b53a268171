// The counts behind /metrics. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/metrics.hpp"
#include "http/router.hpp"
#include "intake/counters.hpp"
#include "syslog/counters.hpp"

namespace breachd::api {

struct Counters {
    struct Answers {
        std::uint64_t count = 0;
        std::optional<metrics::Histogram::Series> seconds;  // of the route and the class of the status
    };
    std::map<std::pair<const http::Route*, int>, Answers> answers;  // route (nullptr: none matched) and status
    metrics::Histogram request_seconds{"breachd_http_request_seconds",
                                       "From a request's head to the head of its answer, by route and class of status.",
                                       {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10}};
    intake::Counters intake;
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t sessions = 0;  // open now
    std::uint64_t streams = 0;   // event streams open now
    std::uint64_t hook_signatures_bad = 0;
    std::map<std::string, syslog::Counters> syslog;  // listener ->
};

}  // namespace breachd::api
