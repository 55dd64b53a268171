#include "core/telling/before/release_plan.hpp"

#include <algorithm>

#include "core/telling/ways.hpp"

namespace breachd {

namespace {

ChannelForecast forecast_of(const RunLoad& load, const Settings& settings, const std::string& channel,
                            std::int64_t people, Instant now) {
    auto alone = load;
    alone.queued = {{channel, people}};
    alone.pending = people;
    for (auto& each : forecast_by_channel(alone, settings, now))
        if (each.channel == channel) return each;
    return {channel, std::nullopt, ForecastLimit::rate, 0};
}

// The most people whose last message goes out by the deadline.
std::int64_t in_time(const RunLoad& load, const Settings& settings, const std::string& channel, std::int64_t people,
                     Instant due, Instant now) {
    std::int64_t least = 0, most = people;
    while (least < most) {
        auto half = least + (most - least + 1) / 2;
        auto end = forecast_of(load, settings, channel, half, now).end;
        if (end && *end <= due)
            least = half;
        else
            most = half - 1;
    }
    return least;
}

void foresee(ChannelPlan& plan, const RunLoad& load, const Settings& settings, std::optional<Instant> due,
             Instant now) {
    if (plan.first == 0) return;
    auto forecast = forecast_of(load, settings, plan.channel, plan.first, now);
    plan.end = forecast.end;
    plan.limit = forecast.limit;
    if (!due) return;
    bool all_in_time = forecast.end && *forecast.end <= *due;
    plan.late = all_in_time ? 0 : plan.first - in_time(load, settings, plan.channel, plan.first, *due, now);
}

}  // namespace

ReleasePlan plan_release(const std::vector<ReachGroup>& groups, const Settings& settings, std::string_view short_text,
                         RunLoad load, std::optional<Instant> due, Instant now) {
    ReleasePlan out;
    auto parts = static_cast<std::int64_t>(sms_size(short_text).parts);
    for (const auto& name : settings.notice.order) {
        const auto* channel = settings.channel(name);
        if (channel == nullptr || channel->notice_contacts == 0) continue;
        auto& plan = out.channels.emplace_back();
        plan.channel = name;
        plan.short_text = tells_in_short(*channel);
        plan.parts = plan.short_text && has(contacts_of(*channel), ContactKind::phone) ? parts : 1;
    }
    for (const auto& group : groups) {
        out.people += group.people;
        auto first = next_channel(settings, group.reach, {});
        if (first.empty()) out.none += group.people;
        for (auto& plan : out.channels) {
            const auto* channel = settings.channel(plan.channel);
            if (contact_used(contacts_of(*channel), group.reach) != 0) plan.can_reach += group.people;
            if (plan.channel == first) plan.first += group.people;
        }
    }
    bool all_priced = true;
    std::int64_t cost = 0;
    for (auto& plan : out.channels) {
        foresee(plan, load, settings, due, now);
        if (plan.first == 0) continue;
        out.late += plan.late;
        if (plan.end) out.end = std::max(out.end.value_or(*plan.end), *plan.end);
        const auto& price = settings.channel(plan.channel)->price_vnd;
        all_priced &= price.has_value();
        if (!price) continue;
        plan.cost_vnd = *price * plan.parts * plan.first;
        cost += *plan.cost_vnd;
    }
    bool somebody = out.people > out.none;
    bool every_end = std::all_of(out.channels.begin(), out.channels.end(),
                                 [](const auto& plan) { return plan.first == 0 || plan.end; });
    if (!every_end) out.end.reset();
    if (somebody && all_priced) out.cost_vnd = cost;
    return out;
}

}  // namespace breachd
