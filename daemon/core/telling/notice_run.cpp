#include "core/telling/notice_run.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <cmath>

#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"

namespace breachd {

namespace {

constexpr Duration kDay = std::chrono::hours{24};

// Time one channel needs for `rows` at this rate from `now` on, waiting for midnight in Vietnam when the quota of the
// day is used up.
Duration time_for(std::int64_t rows, std::int64_t sent_today, const Channel& channel, double rate_per_second,
                  Instant now) {
    auto at_rate = [&](std::int64_t count) {
        return Duration{
            static_cast<std::int64_t>(std::ceil(static_cast<double>(count) / std::max(rate_per_second, 0.001) * 1000))};
    };
    auto needed = at_rate(rows);
    if (!channel.daily_quota || *channel.daily_quota <= 0) return needed;
    auto quota = *channel.daily_quota;
    auto left_today = std::max<std::int64_t>(0, quota - sent_today);
    if (rows <= left_today) return needed;
    auto days = (rows - left_today + quota - 1) / quota;
    auto midnight = Instant{std::chrono::ceil<std::chrono::days>(now + Duration{1} + kVietnamOffset)} - kVietnamOffset;
    return std::max(needed, midnight - now + kDay * (days - 1) + at_rate(rows - left_today - quota * (days - 1)));
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

namespace {

// As it will be when channels that are stuck have handed over: their rows wait on another one.
RunLoad after_hand_over(const RunLoad& load) {
    auto out = load;
    for (const auto& [name, to] : load.hand_over) {
        auto rows = at_or_zero(load.queued, name);
        out.queued[name] = 0;
        if (auto needed = out.sends_needed.find(to.first); needed != out.sends_needed.end()) needed->second += rows;
        out.queued[to.first] += rows;
    }
    return out;
}

// The moment from which the rows that come over to this channel can go.
Instant begins(const RunLoad& load, const std::string& channel, Instant now) {
    auto out = now;
    for (const auto& [name, to] : load.hand_over)
        if (to.first == channel && at_or_zero(load.queued, name) > 0) out = std::max(out, to.second);
    return out;
}

}  // namespace

std::string limit_word(ForecastLimit limit) { return boost::describe::enum_to_string(limit, ""); }

std::vector<ChannelForecast> forecast_by_channel(const RunLoad& present, const Settings& settings, Instant now) {
    std::vector<ChannelForecast> out;
    auto load = after_hand_over(present);
    for (const auto& [name, rows] : load.queued) {
        if (rows == 0) continue;
        auto& own = out.emplace_back();
        own.channel = name;
        const auto* channel = settings.channel(name);
        if (!channel || load.channels_down.contains(name)) continue;
        auto sends = std::max(rows, at_or_zero(load.sends_needed, name));
        auto sent_today = at_or_zero(load.sent_today, name);
        auto pace = load.pace.find(name);
        bool slow = pace != load.pace.end() && pace->second < channel->rate_per_second;
        own.per_second = slow ? pace->second : channel->rate_per_second;
        own.limit = slow ? ForecastLimit::pace : ForecastLimit::rate;
        if (channel->daily_quota && sends > *channel->daily_quota - sent_today) own.limit = ForecastLimit::quota;
        auto from = begins(present, name, now);
        own.end = from + time_for(sends, sent_today, *channel, own.per_second, from);
        if (auto last = load.last_try.find(name); last != load.last_try.end() && last->second > *own.end) {
            own.end = last->second;
            own.limit = ForecastLimit::retry;
        }
    }
    return out;
}

std::optional<Instant> forecast_end(const RunLoad& load, const Settings& settings, Instant now) {
    std::optional<Instant> end;
    for (const auto& each : forecast_by_channel(load, settings, now)) {
        if (!each.end) return {};
        end = std::max(end.value_or(*each.end), *each.end);
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
            later += std::max(kCutoffStepMin, time_for(pending, 0, *c, c->rate_per_second, now));
    return *due - settings.public_notice.margin - later;
}

namespace {

// In messages a day, or an hour.
because::Slowness slowness_of(const ChannelForecast& channel, const Settings& settings) {
    const auto* configured = settings.channel(channel.channel);
    auto per = static_cast<std::int64_t>(std::llround(channel.per_second * 3600));
    if (channel.limit == ForecastLimit::quota && configured) per = configured->daily_quota.value_or(0);
    return {channel.channel, limit_word(channel.limit), per};
}

// Those who wait will not be told in time, as far as can be seen now.
std::optional<PublicNeed> too_late(const RunLoad& load, const Settings& settings, Instant last_moment, Instant now) {
    for (const auto& [name, rows] : load.queued)
        if (rows > 0 && load.channels_down.contains(name) && !load.hand_over.contains(name))
            return PublicNeed{PublicNoticeRule::channel_down, because::channel_down_with_people(name, rows), now};
    auto channels = forecast_by_channel(load, settings, now);
    auto last =
        std::max_element(channels.begin(), channels.end(), [](const auto& a, const auto& b) { return a.end < b.end; });
    bool known = std::all_of(channels.begin(), channels.end(), [](const auto& each) { return each.end.has_value(); });
    if (channels.empty() || !known || *last->end <= last_moment) return {};
    return PublicNeed{PublicNoticeRule::forecast,
                      because::forecast_late(*last->end, settings.public_notice.margin, slowness_of(*last, settings)),
                      now};
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
    auto unreachable = load.unconfirmed > 0 ? because::people_unconfirmed(left.unreachable, load.unconfirmed)
                                            : because::people_unreachable(left.unreachable);
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
