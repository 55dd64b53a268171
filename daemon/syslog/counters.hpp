// The counts of one syslog listener. Owned and changed by the net thread only.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/instant.hpp"

namespace breachd::syslog {

struct Counters {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;            // of messages
    std::uint64_t frames_too_long = 0;  // quarantined as far as they came
    std::uint64_t frames_broken = 0;    // quarantined: the framing was lost, or the connection ended inside a frame
    std::uint64_t pauses = 0;           // times that reading stopped: the engine was behind, or the rate was used up
    std::uint64_t connections = 0;
    std::uint64_t connections_open = 0;  // now
    // Connections, by reason: over a "limit", "no_source" fits, "handshake" failed, "replaced" by a new one.
    std::map<std::string, std::uint64_t> refused;
    // Messages, by reason: "no_source" fits the sender, the "kernel" had no room (UDP), "refused" by the engine, a
    // "stop" came before they could be handed over.
    std::map<std::string, std::uint64_t> dropped;
    std::uint64_t unanswered = 0;             // messages handed over at a stop whose commit was not waited for
    std::map<std::string, Instant> heard_at;  // source -> when the engine was last told of one that sends no alerts
    std::string stranger;                     // address of the last sender that fits no source, for the log
};

}  // namespace breachd::syslog
