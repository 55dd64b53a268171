// What the daemon's clock has to say to the engine: clock/trusted_time.hpp finds it, the clock desk acts on it.
#pragma once

#include "base/instant.hpp"

namespace breachd::engine {

// stepped: the machine's clock jumped a little, and time goes on with it. doubted: it jumped far, and time is counted
// without it. put_back, synchronised: it is believed again, because it stands where it should, or because the machine's
// time service vouches for it.
enum class ClockChange { stepped, doubted, put_back, synchronised };

struct ClockNews {
    ClockChange what = ClockChange::stepped;
    Duration by{};  // the machine's clock less the time that is counted
};

}  // namespace breachd::engine
