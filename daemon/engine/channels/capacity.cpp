#include "engine/channels/capacity.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/telling/notice_run.hpp"

namespace breachd::engine {

namespace {

constexpr double kAlmost = 1e-6;                                 // what adding up fractions of a token may lose
constexpr Duration kBatchTime = std::chrono::milliseconds{250};  // tokens are waited for in batches of so long
constexpr std::size_t kWindowsMax = 4096;

double burst(const Limits& limits) { return std::max(1.0, limits.rate_per_second); }

int concurrency(const Limits& limits) {
    return std::min(kOutstandingMax, std::max(1, limits.connections) * kOutstandingPerConnection);
}

}  // namespace

Instant vietnam_day(Instant now) {
    return Instant{std::chrono::floor<std::chrono::days>(now + kVietnamOffset)} - kVietnamOffset;
}

Capacity::State& Capacity::touch(std::string_view channel) {
    auto at = states_.find(channel);
    bool fresh = at == states_.end();
    if (before_.find(channel) == before_.end())
        before_.emplace(channel, fresh ? std::nullopt : std::optional<State>(at->second));
    return fresh ? states_.emplace(channel, State{}).first->second : at->second;
}

void Capacity::undo() {
    for (auto& [channel, state] : before_) {
        down_count_ -= down(channel);
        if (state)
            states_.insert_or_assign(channel, std::move(*state));
        else
            states_.erase(channel);
        down_count_ += down(channel);
    }
    before_.clear();
}

const Capacity::State* Capacity::find(std::string_view channel) const {
    auto at = states_.find(channel);
    return at == states_.end() ? nullptr : &at->second;
}

Capacity::State& Capacity::fill(std::string_view channel, const Limits& limits, Instant now) {
    auto& state = touch(channel);
    if (!state.filled_at || *state.filled_at > now) {
        state.tokens = burst(limits);
    } else {
        double seconds = static_cast<double>((now - *state.filled_at).count()) / 1000.0;
        state.tokens = std::min(burst(limits), state.tokens + seconds * limits.rate_per_second);
    }
    state.filled_at = now;
    begin_day(state, now);
    return state;
}

void Capacity::begin_day(State& state, Instant now) {
    if (auto day = vietnam_day(now); std::exchange(state.day, day) != day) {
        state.used = 0;
        state.empty_since.reset();
    }
}

int Capacity::allowance(std::string_view channel, const Limits& limits, Instant now) {
    auto& state = fill(channel, limits, now);
    bool empty = limits.daily_quota && state.used >= *limits.daily_quota;
    state.empty_since = empty ? std::optional(state.empty_since.value_or(now)) : std::nullopt;
    if (now < state.paused_until) return 0;
    if (state.down && (now < state.probe_at || state.out > 0)) return 0;
    std::int64_t most =
        std::min<std::int64_t>(static_cast<std::int64_t>(state.tokens + kAlmost), concurrency(limits) - state.out);
    if (limits.daily_quota) most = std::min(most, *limits.daily_quota - state.used - state.out);
    if (state.down) most = std::min<std::int64_t>(most, 1);  // one probe
    return static_cast<int>(std::max<std::int64_t>(0, most));
}

bool Capacity::admit(std::string_view channel, const Limits& limits, std::string_view destination, Instant now) {
    auto& state = touch(channel);
    auto at = state.windows.find(destination);
    if (at == state.windows.end()) {
        if (state.windows.size() >= kWindowsMax) trim(state, now);
        at = state.windows.emplace(destination, Window(concurrency(limits))).first;
    }
    if (!at->second.open(now)) return false;
    at->second.sent();
    ++state.out;
    state.tokens -= 1;
    state.connections = std::max(1, limits.connections);
    works(state, now);
    return true;
}

bool Capacity::open(std::string_view channel, std::string_view destination, Instant now) const {
    const auto* state = find(channel);
    if (state == nullptr) return true;
    auto at = state->windows.find(destination);
    return at == state->windows.end() || at->second.open(now);
}

std::optional<Instant> Capacity::next_moment(std::string_view channel, const Limits& limits, Instant now) {
    auto& state = fill(channel, limits, now);
    if (state.out >= concurrency(limits) || (state.down && state.out > 0)) return {};
    Instant at = std::max(now, state.paused_until);
    if (state.down) at = std::max(at, state.probe_at);
    if (limits.daily_quota && state.used + state.out >= *limits.daily_quota) {
        if (state.used < *limits.daily_quota) return {};  // those that are out may come back untaken
        at = std::max(at, state.day + std::chrono::hours{24});
    }
    double wanted = 1;
    if (state.tokens + kAlmost < 1)  // a batch of tokens is one step's work instead of many
        wanted = std::max(1.0, std::min(burst(limits), limits.rate_per_second * kBatchTime.count() / 1000.0));
    if (double missing = wanted - state.tokens; missing > kAlmost) {
        double wait = std::ceil(missing / std::max(limits.rate_per_second, 1e-6) * 1000.0);
        at = std::max(at, now + Duration{static_cast<std::int64_t>(wait)});
    }
    return at;
}

std::optional<Instant> Capacity::destination_moment(std::string_view channel, Instant now) const {
    std::optional<Instant> first;
    if (const auto* state = find(channel))
        for (const auto& [name, window] : state->windows)
            if (window.closed(now)) first = std::min(first.value_or(window.closed_until()), window.closed_until());
    return first;
}

Turn Capacity::answered(std::string_view channel, std::string_view destination, const Verdict& verdict, Instant now) {
    auto& state = touch(channel);
    state.out = std::max(0, state.out - 1);
    state.pace.answered(now);
    state.without_planning.answered(now);
    works(state, now);
    if (verdict.took) charge(channel, now);
    auto window = state.windows.find(destination);
    bool known = window != state.windows.end();
    switch (verdict.said) {
        case Said::worked:
            if (known) window->second.worked();
            break;
        case Said::destination_refused:
            if (known) window->second.refused(now, verdict.retry_after);
            break;
        case Said::channel_failed:
        case Said::unclear:
        case Said::nothing:
            if (known) window->second.neither();
            break;
    }
    if (known && window->second.plain(now)) state.windows.erase(window);
    return judged(channel, verdict, now);
}

Turn Capacity::judged(std::string_view channel, const Verdict& verdict, Instant now) {
    auto& state = touch(channel);
    if (verdict.said == Said::channel_failed) {
        ++state.failures;
        state.probe_at = now + kChannelPause;
        if (verdict.retry_after) state.paused_until = std::max(state.paused_until, now + *verdict.retry_after);
        return state.failures < kFailuresUntilDown ? Turn::none : goes_down(state, now);
    }
    if (verdict.said == Said::unclear) return unclear(state, verdict.first, now);
    if (verdict.said != Said::worked) return Turn::none;
    state.failures = state.unclear = 0;
    state.worked = true;
    if (!state.down) return Turn::none;
    state.down = false;
    --down_count_;
    return Turn::came_back;
}

Turn Capacity::goes_down(State& state, Instant now) {
    if (state.down) return Turn::none;
    state.down = true;
    state.down_since = now;
    ++down_count_;
    return Turn::went_down;
}

Turn Capacity::unclear(State& state, bool first, Instant now) {
    if (first && state.unclear++ == 0) state.unclear_since = now;
    bool long_down = state.down && now - state.down_since >= kUnclearUntilDown;
    state.probe_at = now + (long_down ? kChannelPause : kUnclearPause);
    auto since = now - state.unclear_since;
    bool many = state.unclear >= kUnclearFaultsUntilDown && since >= kUnclearUntilDown;
    bool never_worked = !state.worked && state.unclear > 0 && since >= kFewUntilDown;
    return many || never_worked ? goes_down(state, now) : Turn::none;
}

void Capacity::set_used(std::string_view channel, Instant now, std::int64_t used) {
    auto& state = touch(channel);
    state.day = vietnam_day(now);
    state.used = used;
}

void Capacity::charge(std::string_view channel, Instant now) {
    auto& state = touch(channel);
    begin_day(state, now);
    ++state.used;
}

std::int64_t Capacity::used(std::string_view channel, Instant now) const {
    const auto* state = find(channel);
    return state && state->day == vietnam_day(now) ? state->used : 0;
}

void Capacity::emptied(std::string_view channel, Instant now) {
    auto& state = touch(channel);
    state.paused_until = std::max(state.paused_until, vietnam_day(now) + std::chrono::hours{24});
}

bool Capacity::down(std::string_view channel) const {
    const auto* state = find(channel);
    return state && state->down;
}

std::optional<Instant> Capacity::stuck_since(std::string_view channel, Instant now) const {
    const auto* state = find(channel);
    if (state == nullptr) return {};
    if (state->down) return state->down_since;
    return state->day == vietnam_day(now) ? state->empty_since : std::nullopt;
}

bool Capacity::works_for_others(std::string_view channel, Instant now) const {
    const auto* state = find(channel);
    if (!state || !state->worked) return false;
    bool few = state->unclear < kUnclearFaultsUntilDown && now - state->unclear_since >= kUnclearUntilDown;
    return state->unclear == 0 || few;
}

std::optional<double> Capacity::pace(std::string_view channel, Instant now) const {
    const auto* state = find(channel);
    if (!state) return {};
    auto without_planning = state->without_planning.per_second(now);
    return without_planning ? without_planning : state->pace.per_second(now);
}

void Capacity::works(State& state, Instant now) const {
    bool full = state.out >= state.connections;
    state.pace.works(full, now);
    state.without_planning.works(full && !planning_, now);
}

// Destinations that refused once and were not tried since: a narrow window is a memory, not a duty.
void Capacity::trim(State& state, Instant now) {
    std::erase_if(state.windows, [&](const auto& each) { return each.second.idle(now); });
}

}  // namespace breachd::engine
