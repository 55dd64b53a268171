// The only place where time is read. In live mode the daemon's time is the machine's; in drill time it runs `scale`
// times as fast from the drill's first start (kept in the database, so that a restart goes on where the drill was).
#pragma once

#include <optional>

#include "base/instant.hpp"

namespace breachd::app {

class Clock {
  public:
    Clock() = default;
    // Drill: daemon time = virtual_zero + (machine time - real_zero) * scale.
    Clock(Instant real_zero, Instant virtual_zero, double scale);

    Instant now() const;                          // the daemon's time
    static Instant wall();                        // the machine's time
    static Duration steady();                     // monotonic, from an arbitrary zero
    static std::chrono::nanoseconds stopwatch();  // the same, finer: for durations that are only shown
    double scale() const { return scale_; }

  private:
    Instant real_zero_{};
    Instant virtual_zero_{};
    double scale_ = 1;
};

inline constexpr Duration kClockStepMax = std::chrono::seconds{2};

// Notices when wall time jumps against steady time by more than kClockStepMax between two calls. One owner thread.
class ClockWatch {
  public:
    std::optional<Duration> step();

  private:
    std::optional<Duration> offset_;  // wall - steady when last looked at
};

}  // namespace breachd::app
