// Time as far as it is known. The machine's clock is believed while it agrees with the counter of time since the
// machine was started (CLOCK_BOOTTIME, which nobody can set). After a step of more than five minutes the counter alone
// is believed, from the last moment at which the two agreed, until the clock stands there again, the machine's time
// service vouches for it, or a person says that it is right. Pure: both clocks are arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "engine/clock_news.hpp"

namespace breachd::engine {

inline constexpr Duration kClockStepMax = std::chrono::seconds{2};       // above it a step is recorded
inline constexpr Duration kClockStepBelieved = std::chrono::minutes{5};  // above it it is not believed

class TrustedTime {
  public:
    // Goes on from what an earlier process wrote down with mark(), "" for none. After a restart of the machine its
    // counter is another one: a clock that was in doubt, or that stands before the mark, is in doubt from the mark on.
    TrustedTime(std::string_view mark, std::string_view boot_id, Instant wall);
    TrustedTime() = default;

    // `boot`: the counter. Each call must have a later one.
    Instant read(Instant wall, Duration boot);
    // The machine's clock is believed again; none: a person said so, and the journal knows.
    void agree(std::optional<ClockChange> how);

    bool in_doubt() const { return doubt_.has_value(); }
    // The machine's clock less the time that is counted; zero unless in doubt.
    Duration off() const { return doubt_.value_or(Duration{}); }
    std::string mark(std::string_view boot_id) const;
    // What happened since it was asked last, oldest first.
    std::vector<ClockNews> take_news() { return std::exchange(news_, {}); }

  private:
    std::optional<Duration> agreed_;  // wall - boot
    std::optional<Duration> doubt_;   // by how much the wall is off
    bool first_ = true;
    Instant last_{};
    std::vector<ClockNews> news_;
};

}  // namespace breachd::engine
