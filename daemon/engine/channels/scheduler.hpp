// Whose rows a channel sends next. Of every four sends, three go to the run whose deadline is nearest and one goes in
// turn to the others, so that no run starves another; while only one run waits, it gets everything. Pure; owned by the
// engine's thread. A run is known by its incident.
//
// Invariants
//  1. A run that waits on a channel is in the queue of that channel until it says that it waits no longer: it cannot be
//     forgotten because it was refused its turn.
//  2. share() hands out every send it is asked for while any run waits (work-conserving).
//  3. Runs without a deadline come last; of equal deadlines the smaller key comes first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"

namespace breachd::engine {

inline constexpr int kTurnOfOthers = 4;  // every fourth send goes to the runs after the nearest deadline

class Scheduler {
  public:
    // The run has rows that may go now on this channel; a new deadline moves it.
    void waits(std::string_view channel, std::string_view run, std::optional<Instant> due);
    void rests(std::string_view channel, std::string_view run);
    bool anyone(std::string_view channel) const;
    std::vector<std::string> waiting(std::string_view channel) const;  // nearest deadline first

    // Divides `sends` among the runs that wait: (run, sends), nearest deadline first, each run once.
    std::vector<std::pair<std::string, int>> share(std::string_view channel, int sends);

    void clear() { queues_.clear(); }

  private:
    using Place = std::pair<Instant, std::string>;  // deadline, run
    struct Queue {
        std::set<Place> order;
        std::map<std::string, Instant, std::less<>> due;  // of the runs in `order`
        int turn = 0;
        Place last{};  // of the others: whom the turn came to last
    };

    std::map<std::string, Queue, std::less<>> queues_;
};

// What one run still has to send on a channel, for the forecast.
struct Demand {
    std::string run;
    std::optional<Instant> due;
    std::int64_t rows = 0;
};

// After how many sends of the channel the last row of `run` has gone, at the latest: everything with an earlier
// deadline goes first, later runs get their fair share meanwhile; or the run's own fair share gets there sooner.
std::int64_t sends_until_done(const std::vector<Demand>& demands, std::string_view run);

}  // namespace breachd::engine
