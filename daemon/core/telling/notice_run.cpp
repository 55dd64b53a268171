#include "core/telling/notice_run.hpp"

#include <algorithm>
#include <cmath>

#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"

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

namespace {

// Those who wait will not be told in time, as far as can be seen now.
std::optional<PublicNeed> too_late(const RunLoad& load, const Settings& settings, Instant last_moment, Instant now) {
    for (const auto& [name, rows] : load.queued)
        if (rows > 0 && load.channels_down.contains(name))
            return PublicNeed{PublicNoticeRule::channel_down, because::channel_down_with_people(name, rows), now};
    auto end = forecast_end(load, settings, now);
    if (!end || *end <= last_moment) return {};
    return PublicNeed{PublicNoticeRule::forecast, because::forecast_late(*end, settings.public_notice.margin), now};
}

// What was foreseen before keeps its moment, so that a relay that fails again and again does not begin anew each time.
Instant after_patience(const Incident& incident, Duration patience, Instant last_moment, Instant now) {
    const auto& said = incident.public_notice.goes_up_at;
    if (said && *said < last_moment) return *said;
    return last_moment - now <= patience ? now : now + patience;
}

}  // namespace

std::optional<PublicNeed> public_notice_outlook(const Incident& incident, const RunLoad& load, const Settings& settings,
                                                std::optional<Instant> due, Instant now) {
    if (!due || incident.public_notice_needed) return {};
    const auto& run = incident.notice_run;
    bool released = incident.notice_version > 0;
    const auto left = people_left(incident);
    auto unreachable = because::people_unreachable(left.unreachable);
    if (released && left.unreachable > 0 && load.pending == 0)
        return PublicNeed{PublicNoticeRule::unreachable, unreachable, now};
    auto last_moment = *due - settings.public_notice.margin;
    if (run.subjects > 0 && left.unreachable + left.pointed == 0 && load.pending == 0) return {};  // nobody is left
    if (now >= last_moment) return PublicNeed{PublicNoticeRule::forecast, because::deadline_near(), last_moment};
    if (auto late = released ? too_late(load, settings, last_moment, now) : std::nullopt) {
        late->goes_up_at = after_patience(incident, settings.public_notice.forecast_patience, last_moment, now);
        return late;
    }
    if (released && left.unreachable > 0) return PublicNeed{PublicNoticeRule::unreachable, unreachable, last_moment};
    bool in_time = released && run.state == RunState::running && forecast_end(load, settings, now);
    if (in_time || now < last_moment - kPublicNoticeForeseen) return {};
    return PublicNeed{PublicNoticeRule::forecast, because::deadline_near(), last_moment};
}

std::optional<PublicNeed> public_notice_need(const Incident& incident, const RunLoad& load, const Settings& settings,
                                             std::optional<Instant> due, Instant now) {
    auto outlook = public_notice_outlook(incident, load, settings, due, now);
    return outlook && outlook->goes_up_at <= now ? outlook : std::nullopt;
}

}  // namespace breachd
