// What /metrics counts. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/instant.hpp"

namespace breachd::api {

struct Route;

// Of one syslog listener.
struct SyslogCounters {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;            // of messages
    std::uint64_t frames_too_long = 0;  // quarantined as far as they came
    std::uint64_t frames_broken = 0;    // quarantined: the framing was lost, or the connection ended inside a frame
    std::uint64_t pauses = 0;           // times that reading stopped: the engine was behind, or the rate was used up
    std::uint64_t connections = 0;
    std::uint64_t connections_open = 0;  // now
    // Connections: over a "limit", "no_source" fits, "handshake" failed, "replaced" after a long silence by a new one.
    std::map<std::string, std::uint64_t> refused;
    // Messages: "no_source" fits the sender, "kernel" had no room in the receive buffer (UDP), "refused" by the engine,
    // "stop" came before they could be handed over.
    std::map<std::string, std::uint64_t> dropped;
    std::uint64_t unanswered = 0;             // messages handed over at a stop whose commit was not waited for
    std::map<std::string, Instant> heard_at;  // source -> when the engine was last told of one that sends no alerts
    std::string stranger;                     // address of the last sender that fits no source, for the log
};

struct Counters {
    std::map<std::pair<const Route*, int>, std::uint64_t> answers;  // route (nullptr: none matched) and status
    std::map<std::string, std::uint64_t> alerts;                    // source -> alerts handed to the engine
    std::map<std::string, std::uint64_t> unreadable;                // source -> elements quarantined
    // source and reason: address proof size rate overload
    std::map<std::pair<std::string, std::string>, std::uint64_t> refused;
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t sessions = 0;  // open now
    std::uint64_t streams = 0;   // event streams open now
    std::uint64_t hook_signatures_bad = 0;
    std::map<std::string, SyslogCounters> syslog;  // listener ->
};

}  // namespace breachd::api
