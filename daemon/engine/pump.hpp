// The engine's thread: sleeps until a command or a due time, gives the engine one batch, hands out what the step gave.
// Sleeps at most kPumpSleepMax, because steady timers ignore suspend and clock steps; a timer is only a hint.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "base/bounded_queue.hpp"
#include "engine/engine.hpp"

namespace breachd::engine {

// commands, and the alerts in them: a step is far shorter than the watchdog
inline constexpr std::size_t kStepWeightMax = 2048;
inline constexpr Duration kPumpSleepMax = std::chrono::seconds{10};

// How long a step took, for /metrics; nothing is decided from it.
struct StepTimes {
    std::chrono::nanoseconds step{0};
    std::optional<std::chrono::nanoseconds> commit;  // of it; none when nothing was committed
};

struct PumpHooks {
    std::function<Instant()> now;                        // the daemon's clock; drill time runs faster
    std::function<std::vector<ClockNews>()> clock_news;  // since the last call
    double time_scale = 1;
    std::function<void(Effect)> effect;                // hands over; never blocks
    std::function<std::chrono::nanoseconds()> steady;  // for StepTimes; empty: they are zero
    // after every finished step
    std::function<void(const Engine&, bool impaired, const StepTimes& times)> stepped;
};

class Pump {
  public:
    Pump(Engine& engine, BoundedQueue<Envelope>& commands, PumpHooks hooks);
    // Until the queue is closed and empty. Throws StoreError when the process must end.
    void run();

  private:
    bool turn();
    Duration patience(Instant now) const;
    std::chrono::nanoseconds steady() const;

    Engine& engine_;
    BoundedQueue<Envelope>& commands_;
    PumpHooks hooks_;
    bool more_to_do_ = false;  // the store's housekeeping has not come to its end
};

}  // namespace breachd::engine
