// Telling people one by one: which channel a subject is tried on next, when a channel is given up so that the next
// still has time (the waterfall is computed backwards from the deadline), when the run will end, and whether the public
// notice of Điều 29.3 is needed. Pure; the rows are in store/, the engine moves them.
//
//   queued ─claim─▶ sending ─▶ accepted ─▶ delivered      sending ─▶ retrying ─▶ sending ...
//                      ├─▶ failed (next channel)            └─▶ unknown (same key once more, then next channel)
//
// Invariants
//  1. An attempt is committed before it is sent, its outcome after; a crash between the two is `unknown`.
//  2. A subject is told by a channel's stated grade (accepted or delivered), and never untold by a later failure
//     elsewhere.
//  3. A subject with no channel left is unreachable: proposed for public notice, and still owed.
#pragma once

#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "core/incident/incident.hpp"
#include "core/telling/subject.hpp"
#include "settings/settings.hpp"

namespace breachd {

// The first channel of the policy's order that was not tried and that the subject can be reached on; "" when none is
// left.
std::string next_channel(const Settings& settings, Reach reach, const std::set<std::string>& tried);

// Full jitter: uniform in [base, min(cap, base·2^attempt)], never less than what the provider asked for.
Duration retry_delay(int attempt, std::optional<Duration> provider_asks, Duration base, Duration cap, Rng& rng);

inline constexpr Duration kNoticeRetryBase = std::chrono::seconds{60};
inline constexpr Duration kNoticeRetryCap = std::chrono::minutes{30};
inline constexpr Duration kPageRetryBase = std::chrono::seconds{2};
inline constexpr Duration kPageRetryCap = std::chrono::seconds{60};
// before an unknown is sent once more with the same key
inline constexpr Duration kUnknownPause = std::chrono::minutes{5};
inline constexpr Duration kChannelPause = std::chrono::minutes{1};  // a channel that is down is probed after this
inline constexpr Duration kCutoffStepMin = std::chrono::hours{1};   // least time every later channel of the order gets

// What is left to do, as the store counts it.
struct RunLoad {
    std::int64_t pending = 0;                          // subjects neither told nor unreachable
    std::int64_t unconfirmed = 0;                      // messages that were taken, and nobody said that they arrived
    std::map<std::string, std::int64_t> queued;        // channel -> rows of this run that wait
    std::map<std::string, std::int64_t> sent_today;    // channel -> sent by all runs
    std::map<std::string, std::int64_t> sends_needed;  // channel -> sends of all runs until the last of these rows has
                                                       // gone; absent: the run has the channel alone
    std::map<std::string, double> pace;       // channel -> sends a second, as measured lately; absent: not known
    std::map<std::string, Instant> last_try;  // channel -> when the last of these rows may be tried (again)
    std::set<std::string> channels_down;
    // A channel that is down or out of quota -> the one that its people go to, and when.
    std::map<std::string, std::pair<std::string, Instant>> hand_over;
};

// What holds a channel back: its configured rate, what it really sends, its quota of the day, or that its last messages
// may be tried again only then.
enum class ForecastLimit { rate, pace, quota, retry };
BOOST_DESCRIBE_ENUM(ForecastLimit, rate, pace, quota, retry)

std::string limit_word(ForecastLimit limit);

struct ChannelForecast {
    std::string channel;
    std::optional<Instant> end;  // none: it is down, or not configured any more
    ForecastLimit limit = ForecastLimit::rate;
    double per_second = 0;  // as reckoned
};
// Of each channel on which somebody waits, by name; hand-overs that are to come are done.
std::vector<ChannelForecast> forecast_by_channel(const RunLoad& load, const Settings& settings, Instant now);

// When the last waiting row will have been sent: at the configured rate or the measured pace of its channel, whichever
// is less, within the quotas, and not before it may be tried again. None when nothing waits, or when a needed channel
// is down (no forecast is honest then).
std::optional<Instant> forecast_end(const RunLoad& load, const Settings& settings, Instant now);

// The moment a channel is given up for subjects that have a later channel in the order; none without a deadline, when
// the deadline has passed, or for the last channel.
std::optional<Instant> cutoff(std::string_view channel, const Settings& settings, std::int64_t pending,
                              std::optional<Instant> due, Instant now);

// A public notice that the deadline alone will want is foreseen so long before.
inline constexpr Duration kPublicNoticeForeseen = std::chrono::hours{12};

struct PublicNeed {
    PublicNoticeRule rule = PublicNoticeRule::unreachable;
    Reason why;
    Instant goes_up_at{};  // past or present: now
};
// When the public notice goes up as things stand, whichever of these comes first; none while it is not foreseen.
//   no message that waits can reach anybody who is left: now
//   those who wait will not be told in time (forecast, channel_down): when this has been so for the policy's patience,
//     at once when no more than that is left
//   somebody is left at the deadline less the margin: then; foreseen as soon as somebody cannot be reached at all
// `due`: the subjects' clock.
std::optional<PublicNeed> public_notice_outlook(const Incident& incident, const RunLoad& load, const Settings& settings,
                                                std::optional<Instant> due, Instant now);
// The same, when it is wanted now.
std::optional<PublicNeed> public_notice_need(const Incident& incident, const RunLoad& load, const Settings& settings,
                                             std::optional<Instant> due, Instant now);

}  // namespace breachd
