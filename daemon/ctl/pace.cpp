#include "ctl/pace.hpp"

#include <thread>

namespace breachd::ctl {

Instant wall_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

bool wait_for(const std::function<bool()>& holds, std::chrono::milliseconds limit, std::chrono::milliseconds step) {
    auto end = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(step);
    }
    return true;
}

}  // namespace breachd::ctl
