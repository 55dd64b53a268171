#include "engine/channels/pace.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

constexpr Duration kMinute = std::chrono::minutes{1};

}  // namespace

Pace::Minute& Pace::minute_of(Instant now) {
    auto number = now.time_since_epoch() / kMinute;
    auto& minute = minutes_[static_cast<std::size_t>(number) % minutes_.size()];
    Instant began{number * kMinute};
    if (minute.began != began) minute = {began, Duration{0}, 0};
    return minute;
}

void Pace::answered(Instant now) {
    if (full_since_) ++minute_of(now).answered;
}

void Pace::works(bool full, Instant now) {
    if (full_since_) minute_of(now).full += std::max(Duration{0}, now - *full_since_);
    full_since_ = full ? std::optional(now) : std::nullopt;
}

std::optional<double> Pace::per_second(Instant now) const {
    Duration full{0};
    int answered = 0;
    for (const auto& minute : minutes_) {
        if (minute.began > now || now - minute.began >= kPaceMemory) continue;
        full += minute.full;
        answered += minute.answered;
    }
    if (full_since_) full += std::clamp(now - *full_since_, Duration{0}, kPaceMemory);
    bool many = answered >= kPaceProofAnswers && full >= std::chrono::seconds{1};
    if (full < kPaceProof && !many) return {};
    return std::max(answered, 1) * 1000.0 / static_cast<double>(full.count());
}

}  // namespace breachd::engine
