// The only clock and the only sleep of breachctl. The drill waits for a daemon that lives in other time; a signature
// for a webhook carries the machine's own time.
#pragma once

#include <chrono>
#include <functional>

#include "base/instant.hpp"

namespace breachd::ctl {

Instant wall_now();
// Asks until `holds` says true; false after the limit.
bool wait_for(const std::function<bool()>& holds, std::chrono::milliseconds limit,
              std::chrono::milliseconds step = std::chrono::milliseconds(100));

}  // namespace breachd::ctl
