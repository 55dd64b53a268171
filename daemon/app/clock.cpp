#include "app/clock.hpp"

namespace breachd::app {

Clock::Clock(Instant real_zero, Instant virtual_zero, double scale)
    : real_zero_(real_zero), virtual_zero_(virtual_zero), scale_(scale) {}

Instant Clock::wall() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

Duration Clock::steady() {
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

std::chrono::nanoseconds Clock::stopwatch() { return std::chrono::steady_clock::now().time_since_epoch(); }

Instant Clock::now() const {
    auto real = wall();
    if (scale_ == 1) return real;
    return virtual_zero_ +
           Duration{static_cast<std::int64_t>(static_cast<double>((real - real_zero_).count()) * scale_)};
}

std::optional<Duration> ClockWatch::step() {
    auto offset = Clock::wall().time_since_epoch() - Clock::steady();
    auto before = offset_;
    offset_ = offset;
    if (!before) return {};
    auto jump = offset - *before;
    if (jump <= kClockStepMax && jump >= -kClockStepMax) return {};
    return jump;
}

}  // namespace breachd::app
