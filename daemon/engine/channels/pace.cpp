#include "engine/channels/pace.hpp"

#include <algorithm>

namespace breachd::engine {

Instant Pace::began(Instant now) { return Instant{now.time_since_epoch() / kPaceSpan * kPaceSpan}; }

std::size_t Pace::place_of(Instant began) {
    return static_cast<std::size_t>(began.time_since_epoch() / kPaceSpan) % kSpans;
}

Pace::Span& Pace::span_of(Instant now) {
    auto at = began(now);
    auto& span = spans_[place_of(at)];
    if (span.began != at) span = {at, Duration{0}, 0};
    return span;
}

void Pace::answered(Instant now) {
    if (full_since_) ++span_of(now).answered;
}

void Pace::works(bool full, Instant now) {
    if (full_since_) span_of(now).full += std::max(Duration{0}, now - *full_since_);
    full_since_ = full ? std::optional(now) : std::nullopt;
}

std::optional<double> Pace::per_second(Instant now) const {
    Duration full{0};
    int answered = 0;
    if (full_since_) full = std::clamp(now - *full_since_, Duration{0}, kPaceMemory);
    for (auto at = began(now); at > now - kPaceMemory; at -= kPaceSpan) {
        if (full >= kPaceProof && answered >= kPaceProofAnswers) break;
        const auto& span = spans_[place_of(at)];
        if (span.began != at) continue;
        full += span.full;
        answered += span.answered;
    }
    bool many = answered >= kPaceProofAnswers && full >= std::chrono::seconds{1};
    if (full < kPaceProof && !many) return {};
    return std::max(answered, 1) * 1000.0 / static_cast<double>(full.count());
}

}  // namespace breachd::engine
