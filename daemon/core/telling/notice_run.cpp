#include "core/telling/notice_run.hpp"

#include <algorithm>
#include <cmath>

#include "core/journal/because.hpp"

namespace breachd {

namespace {

constexpr Duration kDay = std::chrono::hours{24};

// Time one channel needs for `rows` at this rate, waiting for the next day when the quota is used up.
Duration time_for(std::int64_t rows, std::int64_t sent_today, const Channel& channel, double rate_per_second) {
    double seconds = static_cast<double>(rows) / std::max(rate_per_second, 0.001);
    Duration needed{static_cast<std::int64_t>(std::ceil(seconds * 1000))};
    if (!channel.daily_quota || *channel.daily_quota <= 0) return needed;
    std::int64_t left_today = std::max<std::int64_t>(0, *channel.daily_quota - sent_today);
    if (rows <= left_today) return needed;
    auto days = (rows - left_today + *channel.daily_quota - 1) / *channel.daily_quota;
    return std::max(needed, kDay * days);
}

std::int64_t at_or_zero(const std::map<std::string, std::int64_t>& map, const std::string& key) {
    auto at = map.find(key);
    return at == map.end() ? 0 : at->second;
}

}  // namespace

std::string next_channel(const Settings& settings, Reach reach, const std::set<std::string>& tried) {
    for (const auto& name : settings.notice.order) {
        const auto* channel = settings.channel(name);
        if (channel && !tried.contains(name) && (channel->notice_contacts & reach) != 0) return name;
    }
    return "";
}

Duration retry_delay(int attempt, std::optional<Duration> provider_asks, Duration base, Duration cap, Rng& rng) {
    auto ceiling = std::min(cap, base * (std::int64_t{1} << std::clamp(attempt, 0, 20)));
    auto span = std::max<std::int64_t>(0, (ceiling - base).count());
    Duration delay = base + Duration{static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(span) + 1))};
    return std::max(delay, provider_asks.value_or(Duration::zero()));
}

std::optional<Instant> forecast_end(const RunLoad& load, const Settings& settings, Instant now) {
    std::optional<Instant> end;
    for (const auto& [name, rows] : load.queued) {
        const auto* channel = settings.channel(name);
        if (rows == 0) continue;
        if (!channel || load.channels_down.contains(name)) return {};
        auto sends = std::max(rows, at_or_zero(load.sends_needed, name));
        auto pace = load.pace.find(name);
        auto rate =
            pace == load.pace.end() ? channel->rate_per_second : std::min(channel->rate_per_second, pace->second);
        auto channel_end = now + time_for(sends, at_or_zero(load.sent_today, name), *channel, rate);
        if (auto last = load.last_try.find(name); last != load.last_try.end())
            channel_end = std::max(channel_end, last->second);
        end = std::max(end.value_or(channel_end), channel_end);
    }
    return end;
}

std::optional<Instant> cutoff(std::string_view channel, const Settings& settings, std::int64_t pending,
                              std::optional<Instant> due, Instant now) {
    if (!due || *due <= now) return {};
    const auto& order = settings.notice.order;
    auto at = std::find(order.begin(), order.end(), channel);
    if (at == order.end() || at + 1 == order.end()) return {};
    Duration later{0};
    for (auto next = at + 1; next != order.end(); ++next)
        if (const auto* c = settings.channel(*next))
            later += std::max(kCutoffStepMin, time_for(pending, 0, *c, c->rate_per_second));
    return *due - settings.public_notice.margin - later;
}

std::optional<PublicNeed> public_notice_need(const Incident& incident, const RunLoad& load, const Settings& settings,
                                             std::optional<Instant> due, Instant now) {
    if (!due || incident.public_notice_needed) return {};
    const auto& run = incident.notice_run;
    if (run.unreachable > 0 && incident.notice_version > 0)
        return PublicNeed{PublicNoticeRule::unreachable, because::people_unreachable(run.unreachable)};
    bool last_moment = now >= *due - settings.public_notice.margin;
    bool someone_waits = run.subjects == 0 || load.pending > 0 || run.pointed > 0;
    if (last_moment && someone_waits) return PublicNeed{PublicNoticeRule::forecast, because::deadline_near()};
    if (incident.notice_version == 0) return {};
    for (const auto& [name, rows] : load.queued)
        if (rows > 0 && load.channels_down.contains(name))
            return PublicNeed{PublicNoticeRule::channel_down, because::channel_down_with_people(name, rows)};
    auto end = forecast_end(load, settings, now);
    if (end && *end > *due - settings.public_notice.margin)
        return PublicNeed{PublicNoticeRule::forecast, because::forecast_late(*end, settings.public_notice.margin)};
    return {};
}

}  // namespace breachd
