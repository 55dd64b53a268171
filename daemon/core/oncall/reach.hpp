// What would make a page go nowhere although every part of the configuration is right by itself. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/settings.hpp"

namespace breachd {

struct PagingGap {
    std::string vi, en;
};

// Whatever the time is: people who are called and have no address on any channel of on_call.channels, channels that end
// on this machine, channels that tell subjects and know no person's id.
std::vector<PagingGap> paging_gaps(const Settings& settings);
// At this moment: rosters that have not begun.
std::vector<PagingGap> roster_gaps(const Settings& settings, Instant at);

// Times between `from` and `to` in which nobody is on duty in a roster, in the order of rosters.
struct RosterHole {
    std::string roster;
    Instant from{}, until{};
};
std::vector<RosterHole> roster_holes(const Settings& settings, Instant from, Instant to);

}  // namespace breachd
