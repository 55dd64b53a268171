// Channels over all incidents: token bucket, concurrency, and the breaker that stops burning recipients on a channel
// that is down.
#include <fmt/format.h>

#include <algorithm>

#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr int kFailuresUntilDown = 3;
constexpr int kOutstandingPerConnection = 8;
constexpr int kOutstandingMax = 256;

}  // namespace

ChannelWork& Engine::State::channel_work(const Channel& channel) {
    auto& work = channels[channel.name];
    double burst = std::max(1.0, channel.rate_per_second);
    if (!work.filled_at || *work.filled_at > now) {
        work.tokens = burst;
    } else {
        double seconds = static_cast<double>((now - *work.filled_at).count()) / 1000.0;
        work.tokens = std::min(burst, work.tokens + seconds * channel.rate_per_second);
    }
    work.filled_at = now;
    return work;
}

int Engine::State::allowance(const Channel& channel) {
    auto& work = channel_work(channel);
    int concurrency = std::min(kOutstandingMax, std::max(1, channel.connections) * kOutstandingPerConnection);
    int most = std::min(static_cast<int>(work.tokens), concurrency - work.outstanding);
    if (!work.down) return most;
    return now < work.probe_at || work.outstanding > 0 ? 0 : std::min(1, most);  // one probe
}

void Engine::State::channel_failed(const std::string& name, const std::string& why) {
    auto& work = channels[name];
    ++work.failures;
    work.probe_at = now + kChannelPause;
    if (work.down || work.failures < kFailuresUntilDown) return;
    work.down = true;
    record("", "system", ChannelState{name, true, why});
    alarm("channel-" + name, fmt::format("kênh “{}” ngừng hoạt động: {}", name, why));
    wakes.clear();  // every run may need its public notice now
}

void Engine::State::channel_worked(const std::string& name) {
    auto& work = channels[name];
    work.failures = 0;
    if (!work.down) return;
    work.down = false;
    record("", "system", ChannelState{name, false, "hoạt động trở lại"});
    wakes.clear();
}

}  // namespace breachd::engine
