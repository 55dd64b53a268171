// How each channel is now, over all runs that share it: what waits for it, what it may and really does send, when that
// will have ended. For readers of the API; nothing is decided by it.
#include <algorithm>

#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kSeenEvery = std::chrono::seconds{1};

}  // namespace

json::object Runs::channel_now(Step& step, const Channel& channel) {
    RunLoad load;
    std::int64_t handed = 0;
    auto& waiting = load.queued[channel.name];
    for (const auto& [id, run] : running_) {
        auto counts = step.store.deliveries().tally(id, run.version);
        waiting += counts.queued[channel.name];
        handed += counts.handed[channel.name];
    }
    auto used = channels_.used(step, channel.name);
    auto pace = channels_.pace(step, channel.name);
    bool down = channels_.down(channel.name);
    load.sent_today[channel.name] = used;
    if (pace) load.pace[channel.name] = *pace;
    if (down) load.channels_down.insert(channel.name);
    auto forecast = forecast_by_channel(load, step.settings, step.now);
    auto hands_over_at = channels_.hands_over_at(step, channel.name);
    json::object out;
    out["state"] = down ? "down" : hands_over_at ? "out_of_quota" : "works";
    out["hands_over_at"] = to_json(hands_over_at);
    out["waiting"] = waiting;
    out["handed_over"] = handed;
    out["rate_per_second"] = channel.rate_per_second;
    out["observed_per_second"] = pace ? json::value(*pace) : json::value(nullptr);
    out["daily_quota"] = to_json(channel.daily_quota);
    out["quota_left"] = channel.daily_quota ? json::value(std::max<std::int64_t>(0, *channel.daily_quota - used))
                                            : json::value(nullptr);
    out["forecast_end"] = forecast.empty() ? json::value(nullptr) : to_json(forecast.front().end);
    bool known = !forecast.empty() && forecast.front().end;
    out["limit"] = known ? json::value(limit_word(forecast.front().limit)) : json::value(nullptr);
    return out;
}

std::shared_ptr<const json::object> Runs::channels_now(Step& step) {
    bool fresh = now_ && step.now >= now_at_ && step.now - now_at_ < kSeenEvery && now_of_ == step.settings_ptr;
    if (fresh) return now_;
    json::object out;
    for (const auto& channel : step.settings.channels) out[channel.name] = channel_now(step, channel);
    now_ = std::make_shared<const json::object>(std::move(out));
    now_at_ = step.now;
    now_of_ = step.settings_ptr;
    return now_;
}

}  // namespace breachd::engine
