#include "engine/channels/channels.hpp"

#include <algorithm>

#include "core/journal/because.hpp"
#include "core/telling/notice_run.hpp"

namespace breachd::engine {

namespace {

constexpr int kFailuresUntilDown = 3;
constexpr int kOutstandingPerConnection = 8;
constexpr int kOutstandingMax = 256;

}  // namespace

Channels::Work& Channels::filled(const Step& step, const Channel& channel) {
    auto& work = work_[channel.name];
    double burst = std::max(1.0, channel.rate_per_second);
    if (!work.filled_at || *work.filled_at > step.now) {
        work.tokens = burst;
    } else {
        double seconds = static_cast<double>((step.now - *work.filled_at).count()) / 1000.0;
        work.tokens = std::min(burst, work.tokens + seconds * channel.rate_per_second);
    }
    work.filled_at = step.now;
    return work;
}

int Channels::allowance(const Step& step, const Channel& channel) {
    auto& work = filled(step, channel);
    int concurrency = std::min(kOutstandingMax, std::max(1, channel.connections) * kOutstandingPerConnection);
    int most = std::min(static_cast<int>(work.tokens), concurrency - work.outstanding);
    if (!down_.contains(channel.name)) return most;
    return step.now < work.probe_at || work.outstanding > 0 ? 0 : std::min(1, most);  // one probe
}

std::optional<Instant> Channels::again_at(const Step& step, const Channel& channel) {
    auto& work = filled(step, channel);
    if (down_.contains(channel.name)) return std::max(step.now + Duration{1}, work.probe_at);
    if (work.outstanding > 0) return std::nullopt;
    return step.now + std::max(Duration{20}, Duration{static_cast<std::int64_t>(1000 / channel.rate_per_second)});
}

void Channels::sent(const Step& step, const Channel& channel) {
    auto& work = filled(step, channel);
    ++work.outstanding;
    work.tokens -= 1;
}

void Channels::answered(const Channel& channel) { --work_[channel.name].outstanding; }

bool Channels::failed(Step& step, const std::string& name, const std::string& code, const std::string& words) {
    auto& work = work_[name];
    ++work.failures;
    work.probe_at = step.now + kChannelPause;
    if (down_.contains(name) || work.failures < kFailuresUntilDown) return false;
    down_.insert(name);
    auto why = because::channel_down(name, code, words);
    step.ledger.append("", "system", ChannelState{name, true, why});
    paging_.alarm(step, "channel-" + name, why);
    return true;
}

bool Channels::worked(Step& step, const std::string& name) {
    work_[name].failures = 0;
    if (down_.erase(name) == 0) return false;
    step.ledger.append("", "system", ChannelState{name, false, because::channel_works()});
    return true;
}

void Channels::take_back() {
    for (auto& [name, work] : work_) work.outstanding = 0;
}

}  // namespace breachd::engine
