// What the syslog listeners need from the rest of the daemon. All of it is used on the net thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "engine/commands.hpp"
#include "intake/counters.hpp"
#include "intake/rate.hpp"
#include "net/loop.hpp"
#include "settings/server.hpp"
#include "settings/settings.hpp"
#include "syslog/counters.hpp"

namespace breachd::syslog {

// Syslog messages that came and are lost: the kernel had no room, the engine refused them, a stop cut them off. Which
// of the listener's sources sent them is not known when it has several.
struct Loss {
    std::string listener;
    std::vector<std::string> sources;
    std::uint64_t messages = 0;  // since last told
};

struct Services {
    // Hands a command to the engine; false when its queue is full: the envelope is then left as it was.
    std::function<bool(engine::Envelope&&)> submit;
    std::shared_ptr<net::Loop> loop;  // the way back of the engine's answers
    std::function<Instant()> now;     // the daemon's clock
    std::function<Instant()> wall;    // the machine's clock, which rates count by
    std::function<std::shared_ptr<const Settings>()> settings;
    std::function<void(const std::string& line)> warn;  // into the log; may be empty
    std::function<void(const Loss&)> lost;  // once a minute a listener at most, and at its end; may be empty
    const Limits& limits;                   // tick, and the patience of a handshake and of a stop
    intake::RateLimits& rates;
    intake::Counters& counters;  // by source
    std::map<std::string, Counters>& by_listener;
};

}  // namespace breachd::syslog
