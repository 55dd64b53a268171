// What a release would do, before it is one: whom each channel would try first, in how many parts, at what cost, when
// it would end and how many people would be told too late. Pure.
//
// A person counts on the first channel of the order that reaches them; what fails there and goes to the next channel is
// not foreseen.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/notice_run.hpp"
#include "core/telling/sms_size.hpp"
#include "core/telling/subject.hpp"
#include "settings/settings.hpp"

namespace breachd {

// People who can be reached by the same kinds of contact.
struct ReachGroup {
    Reach reach = 0;
    std::int64_t people = 0;
};

struct ChannelPlan {
    std::string channel;
    std::int64_t can_reach = 0;  // of all
    std::int64_t first = 0;      // tried on it first
    bool short_text = false;     // only the short text gets through to them
    std::int64_t parts = 1;      // of one message, as it is charged
    std::optional<Instant> end;  // none: nobody waits for it, or it cannot send
    std::int64_t late = 0;       // of `first`, told after the deadline
    std::optional<ForecastLimit> limit;
    std::optional<std::int64_t> cost_vnd;  // none: no price is known
};

struct ReleasePlan {
    std::int64_t people = 0, none = 0;  // of them without a channel that reaches them
    std::vector<ChannelPlan> channels;  // in the order of the policy
    std::optional<Instant> end;         // of the last channel; none: nobody is sent to, or one cannot send
    std::int64_t late = 0;
    std::optional<std::int64_t> cost_vnd;  // none while a channel that is needed has no price
};

// `short_text`: as it would leave. `load`: what the channels have sent today, their paces, which are down.
ReleasePlan plan_release(const std::vector<ReachGroup>& groups, const Settings& settings, std::string_view short_text,
                         RunLoad load, std::optional<Instant> due, Instant now);

}  // namespace breachd
