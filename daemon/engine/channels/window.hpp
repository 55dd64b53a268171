// How many messages may be out at one destination at once (a mail domain, a telephone operator): as many as the channel
// allows until it refuses; half after a refusal that it is blamed for, one more after each success, none until the
// moment that it asked for. Pure; owned by Capacity.
//
//   open ──refused──▶ half as wide ──refused at width 1──▶ closed until a moment ──▶ open, width 1
//
// Invariants
//  1. The width is at least 1 and at most the width that the channel allows.
//  2. What was out when the window was halved does not halve it again: one burst of refusals counts once.
//  3. A closed window opens by time alone; a full one by an outcome alone.
#pragma once

#include <optional>

#include "base/instant.hpp"

namespace breachd::engine {

inline constexpr Duration kDestinationPause = std::chrono::minutes{1};  // after a refusal at width 1

class Window {
  public:
    explicit Window(int width_max);

    bool open(Instant now) const { return now >= closed_until_ && out_ < width_; }
    bool closed(Instant now) const { return now < closed_until_; }
    Instant closed_until() const { return closed_until_; }
    int width() const { return width_; }
    // Nothing out, nothing learnt that a new window would not know: may be forgotten.
    bool plain(Instant now) const { return out_ == 0 && !closed(now) && width_ == width_max_; }

    bool idle(Instant now) const { return out_ == 0 && !closed(now); }

    void sent() { ++out_; }
    void worked();
    void refused(Instant now, std::optional<Duration> retry_after);
    void neither();  // the outcome says nothing about the destination

  private:
    void came_back();

    int width_max_;
    int width_;
    int out_ = 0;
    int forgiven_ = 0;  // of those out: sent before the last halving
    Instant closed_until_{};
};

}  // namespace breachd::engine
