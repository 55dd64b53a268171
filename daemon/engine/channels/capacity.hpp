// What every channel may be given now, over all runs: rate, concurrency, quota of the day, breaker, pauses that the
// provider asked for, and a window per destination. Pure: no store, no clock. Owned by the engine's thread; the telling
// desk asks allowance() and admit() before a send and reports its outcome with answered().
//
//   up ──3 failures of the channel in a row──▶ down ──pause over──▶ one probe out ──works──▶ up
//                                                ▲                        └──fails──▶ down
//
// A fault that may be one recipient's or the channel's (Said::unclear: the line breaks at RCPT) holds nobody up: its
// row comes again after all that were not tried yet. Only when several rows met it at their first attempt, and nothing
// worked for kUnclearUntilDown, is the channel down; then its probes follow each other quickly at first, for the first
// may be such a recipient's. Of a channel on which nothing ever worked a few rows are enough, after kFewUntilDown.
// While no row that is tried for the first time meets it, it is the fault of those that meet it again; so it is when
// only a few met it, on a channel that worked before, and nothing else was sent for kUnclearUntilDown.
//
// Invariants
//  1. No more is admitted than rate, concurrency, quota and the destination's window allow, over all runs together.
//  2. A send that is out counts against the quota until its outcome is known.
//  3. next_moment() is never in the past, and at that moment allowance() is positive unless something new was sent or
//     heard before. It is none when only an outcome that is still out can help: outcomes wake the engine by themselves.
//     A used-up quota gives the next midnight in Vietnam, a channel that is down the moment of its probe.
//  4. keep() and undo() end a step: after undo() everything is as it was before the step.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "engine/channels/pace.hpp"
#include "engine/channels/window.hpp"

namespace breachd::engine {

inline constexpr int kFailuresUntilDown = 3;
inline constexpr int kUnclearFaultsUntilDown = 10;
inline constexpr Duration kUnclearUntilDown = std::chrono::minutes{5};
inline constexpr Duration kFewUntilDown = std::chrono::minutes{15};
inline constexpr Duration kUnclearPause = std::chrono::seconds{5};  // between the probes of a channel that is down so
inline constexpr int kOutstandingPerConnection = 8;
inline constexpr int kOutstandingMax = 1024;  // reached with 128 connections; delivery holds no more (kSmtpHeldMax)

// What the configuration says of a channel, as far as it bounds what is sent.
struct Limits {
    double rate_per_second = 50;
    int connections = 4;
    std::optional<std::int64_t> daily_quota;
};

// What an outcome says about the channel and the destination; what it says about the person is the telling desk's.
enum class Said { worked, destination_refused, channel_failed, unclear, nothing };
struct Verdict {
    Said said = Said::nothing;
    std::optional<Duration> retry_after;
    bool took = false;   // the provider took the message, or may have: the quota is charged
    bool first = false;  // it was the message's first attempt
};

enum class Turn { none, went_down, came_back };

// Start of the day in Vietnam: providers' quotas end at midnight there.
Instant vietnam_day(Instant now);

class Capacity {
  public:
    // --- before a send ---
    // How many sends may be given out now, if their destinations take them.
    int allowance(std::string_view channel, const Limits& limits, Instant now);
    // Takes one send out of the allowance; false, and no change, when the window of the destination is not open.
    bool admit(std::string_view channel, const Limits& limits, std::string_view destination, Instant now);
    // Whether the window of the destination is.
    bool open(std::string_view channel, std::string_view destination, Instant now) const;
    std::optional<Instant> next_moment(std::string_view channel, const Limits& limits, Instant now);
    // When the first closed window of the channel opens: for rows that admit() refused. None when only outcomes help.
    std::optional<Instant> destination_moment(std::string_view channel, Instant now) const;

    // --- after it ---
    Turn answered(std::string_view channel, std::string_view destination, const Verdict& verdict, Instant now);
    // Of a page: it was admitted by nobody and is held back by nothing, and says all the same whether the channel
    // works.
    Turn judged(std::string_view channel, const Verdict& verdict, Instant now);

    // --- quota ---
    // What the store has counted of this day; asked for at start.
    void set_used(std::string_view channel, Instant now, std::int64_t used);
    // One send of unknown outcome, out of which no answer will come any more.
    void charge(std::string_view channel, Instant now);
    std::int64_t used(std::string_view channel, Instant now) const;
    // The provider said that it takes no more today: nothing goes out until its midnight.
    void emptied(std::string_view channel, Instant now);

    bool down(std::string_view channel) const;
    // Since when it can take nothing for long: it is down, or its quota of the day is used up. As allowance() saw it
    // last.
    std::optional<Instant> stuck_since(std::string_view channel, Instant now) const;
    // It worked, and no first attempt has met an unclear fault since; or a few have, long ago.
    bool works_for_others(std::string_view channel, Instant now) const;
    // What the channel really sends a second, as far as the last minutes tell; where it can be told, from what it did
    // while no run was planned.
    std::optional<double> pace(std::string_view channel, Instant now) const;
    // The engine's thread plans people of a run, beside what it sends: the channels' answers wait for it meanwhile.
    void plans(bool planning) { planning_ = planning; }
    int down_count() const { return down_count_; }

    void keep() { before_.clear(); }
    void undo();

  private:
    struct State {
        double tokens = 0;
        std::optional<Instant> filled_at;
        int out = 0;
        int failures = 0;  // in a row, blamed on the channel
        int unclear = 0;   // faults of first attempts since it last worked; the first of them:
        Instant unclear_since{};
        bool worked = false;
        bool down = false;
        Instant down_since{};
        std::optional<Instant> empty_since;  // of `day`: the quota is used up
        Instant probe_at{};
        Instant paused_until{};
        Instant day{};  // the day that `used` counts
        std::int64_t used = 0;
        int connections = 1;  // as last configured
        Pace pace, without_planning;
        std::map<std::string, Window, std::less<>> windows;  // those with something out or a refusal to remember
    };

    State& touch(std::string_view channel);
    static void begin_day(State& state, Instant now);
    State& fill(std::string_view channel, const Limits& limits, Instant now);
    const State* find(std::string_view channel) const;
    void works(State& state, Instant now) const;
    void trim(State& state, Instant now);
    Turn goes_down(State& state, Instant now);
    Turn unclear(State& state, bool first, Instant now);

    std::map<std::string, State, std::less<>> states_;
    std::map<std::string, std::optional<State>, std::less<>> before_;  // each as it was when this step first touched it
    int down_count_ = 0;
    bool planning_ = false;
};

}  // namespace breachd::engine
