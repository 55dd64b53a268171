// The only place where time is read. In live mode the daemon's time is real time, as far as it is known
// (engine/clock/trusted_time.hpp); in drill time it runs `scale` times as fast from the drill's first start (kept in
// the database, so that a restart goes on where the drill was). Any thread may ask.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "engine/clock/trusted_time.hpp"

namespace breachd::app {

// Daemon time = virtual_zero + (real time - real_zero) * scale.
struct DrillTime {
    Instant real_zero{};
    Instant virtual_zero{};
    double scale = 1;
    Instant at(Instant real) const;
};

// How the clocks stand, for people.
struct ClockView {
    Instant machine{}, counted{};
    bool in_doubt = false;
    bool synchronised = false;  // the kernel says that a time service steers the clock
};

class Clock {
  public:
    // Before anything else: goes on from what an earlier process wrote down (mark()), "" for none.
    void resume(std::string_view mark);
    void drill(const DrillTime& time) { drill_ = time; }

    Instant now() const;   // the daemon's time
    Instant real() const;  // never scaled: signatures of other systems carry it
    double scale() const { return drill_ ? drill_->scale : 1; }

    std::vector<engine::ClockNews> news();  // since it was asked last
    void agree();                           // a person said that the machine's clock is right
    ClockView view() const;
    std::string mark() const;

    static Duration steady();                     // monotonic, from an arbitrary zero
    static std::chrono::nanoseconds stopwatch();  // the same, finer: for durations that are only shown

  private:
    std::optional<DrillTime> drill_;
    mutable std::mutex mutex_;
    mutable engine::TrustedTime trusted_;  // by the mutex
};

}  // namespace breachd::app
