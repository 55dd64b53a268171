#include "app/clock.hpp"

#include <sys/timex.h>

#include <ctime>
#include <fstream>

namespace breachd::app {

namespace {

Instant machine_time() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// Since the machine was started, its sleep included. Nobody can set it.
Duration boot_time() {
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return std::chrono::duration_cast<Duration>(std::chrono::seconds{at.tv_sec} + std::chrono::nanoseconds{at.tv_nsec});
}

const std::string& boot_id() {
    static const std::string id = [] {
        std::string read;
        std::ifstream("/proc/sys/kernel/random/boot_id") >> read;
        return read.empty() ? std::string("?") : read;
    }();
    return id;
}

// A time service steers the kernel's clock, and `machine` is that clock. Setting it by hand ends that.
bool is_synchronised(Instant machine) {
    timex kernel{};
    if (::adjtimex(&kernel) == TIME_ERROR || (kernel.status & STA_UNSYNC) != 0) return false;
    auto seen = Instant(std::chrono::duration_cast<Duration>(std::chrono::seconds{kernel.time.tv_sec}));
    return seen - machine <= engine::kClockStepMax && machine - seen <= engine::kClockStepMax;
}

}  // namespace

Instant DrillTime::at(Instant real) const {
    return virtual_zero + Duration{static_cast<std::int64_t>(static_cast<double>((real - real_zero).count()) * scale)};
}

void Clock::resume(std::string_view mark) {
    std::lock_guard lock(mutex_);
    trusted_ = engine::TrustedTime(mark, boot_id(), machine_time());
}

Instant Clock::real() const {
    std::lock_guard lock(mutex_);
    auto machine = machine_time();
    auto counted = trusted_.read(machine, boot_time());
    if (!trusted_.in_doubt() || !is_synchronised(machine)) return counted;
    trusted_.agree(engine::ClockChange::synchronised);
    return trusted_.read(machine, boot_time());
}

Instant Clock::now() const { return drill_ ? drill_->at(real()) : real(); }

std::vector<engine::ClockNews> Clock::news() {
    std::lock_guard lock(mutex_);
    return trusted_.take_news();
}

void Clock::agree() {
    std::lock_guard lock(mutex_);
    trusted_.agree({});
}

ClockView Clock::view() const {
    auto counted = real();
    std::lock_guard lock(mutex_);
    auto machine = machine_time();
    return {machine, counted, trusted_.in_doubt(), is_synchronised(machine)};
}

std::string Clock::mark() const {
    std::lock_guard lock(mutex_);
    return trusted_.mark(boot_id());
}

Duration Clock::steady() {
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

std::chrono::nanoseconds Clock::stopwatch() { return std::chrono::steady_clock::now().time_since_epoch(); }

}  // namespace breachd::app
