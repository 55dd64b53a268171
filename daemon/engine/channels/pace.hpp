// How fast a channel really is: what it answered lately, per second in which all its connections had work. A channel
// that is held up by its rate, its quota or a want of rows says nothing about its pace. Pure; owned by Capacity.
//
// Invariants
//  1. There is a pace only after kPaceProof of such time within kPaceMemory, or kPaceProofAnswers in a second or more
//     of it: one slow message proves nothing, a thousand prove as much as half a minute.
//  2. What is newest counts alone once it has both: a slow beginning says nothing of a run's end.
//  3. A channel with work that answers nothing becomes slower, and never stands still: at least one answer is counted.
#pragma once

#include <array>
#include <optional>

#include "base/instant.hpp"

namespace breachd::engine {

inline constexpr Duration kPaceMemory = std::chrono::minutes{5};
inline constexpr Duration kPaceSpan = std::chrono::seconds{10};  // what is counted as one
inline constexpr Duration kPaceProof = std::chrono::seconds{30};
inline constexpr int kPaceProofAnswers = 1000;

class Pace {
  public:
    // One message was answered: it counts when all connections had work.
    void answered(Instant now);
    // Whether all connections have work from now on.
    void works(bool full, Instant now);
    std::optional<double> per_second(Instant now) const;

  private:
    static constexpr auto kSpans = static_cast<std::size_t>(kPaceMemory / kPaceSpan);

    struct Span {
        Instant began{};
        Duration full{0};
        int answered = 0;
    };

    static Instant began(Instant now);
    static std::size_t place_of(Instant began);
    Span& span_of(Instant now);

    std::optional<Instant> full_since_;
    std::array<Span, kSpans> spans_{};
};

}  // namespace breachd::engine
