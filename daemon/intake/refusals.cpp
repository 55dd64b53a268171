#include "intake/refusals.hpp"

#include <utility>

namespace breachd::intake {

namespace {

constexpr Duration kLogEvery = std::chrono::minutes{1};
constexpr Duration kFailsFor = std::chrono::minutes{10};
constexpr Duration kStreakGap = std::chrono::hours{24};  // refusals farther apart are not one streak
constexpr Duration kPageEvery = std::chrono::hours{24};
constexpr std::uint64_t kFailsMin = 3;

// A clock that was set back makes nobody wait for longer.
bool since(const std::optional<Instant>& then, Duration period, Instant now) {
    return !then || now < *then || now - *then >= period;
}

}  // namespace

Refusal refusal_of(const SignatureFault& fault) {
    switch (fault.kind) {
        case SignatureFault::Kind::header_missing:
            return {RefusalCause::header_missing, 0};
        case SignatureFault::Kind::time_unreadable:
            return {RefusalCause::time_unreadable, 0};
        case SignatureFault::Kind::too_old:
            return {RefusalCause::too_old, fault.seconds};
        case SignatureFault::Kind::ahead:
            return {RefusalCause::ahead, fault.seconds};
        case SignatureFault::Kind::wrong:
            break;
    }
    return {RefusalCause::signature_wrong, 0};
}

Refusals::Due Refusals::refused(const std::string& whose, const Refusal& refusal, Instant now) {
    auto& sender = senders_[whose];
    ++sender.count;
    auto before = std::exchange(sender.last_at, now);
    sender.last = refusal;
    auto& streak = streaks_[whose];
    Due due;
    ++streak.unlogged;
    if (since(streak.logged_at, kLogEvery, now)) {
        streak.logged_at = now;
        due.log = std::exchange(streak.unlogged, 0);
    }
    if (refusal.by_stranger()) return due;
    if (!streak.began_at || now < *streak.began_at || now - before > kStreakGap) {
        streak.began_at = now;
        streak.count = 0;
    }
    bool keeps_failing = ++streak.count >= kFailsMin && now - *streak.began_at >= kFailsFor;
    due.page = keeps_failing && since(streak.paged_at, kPageEvery, now);
    if (due.page) streak.paged_at = now;
    return due;
}

void Refusals::succeeded(const std::string& whose) {
    auto streak = streaks_.find(whose);
    if (streak == streaks_.end()) return;
    streak->second.count = 0;
    streak->second.began_at.reset();
}

}  // namespace breachd::intake
