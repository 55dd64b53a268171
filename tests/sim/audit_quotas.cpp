// What a channel may be given a day holds for all runs together, over restarts, and by what the provider counts.
#include <fmt/format.h>

#include "sim/audit.hpp"

namespace breachd::sim {

std::string audit_quotas(Case& c) {
    for (const auto& [name, days] : c.witness.taken_by_day) {
        const auto* channel = c.world.settings_at_first()->channel(name);
        if (channel == nullptr || !channel->daily_quota) continue;
        for (const auto& [day, taken] : days)
            if (taken > *channel->daily_quota)
                return fmt::format("{} took {} notices on one day and may take {}", name, taken, *channel->daily_quota);
    }
    return "";
}

}  // namespace breachd::sim
