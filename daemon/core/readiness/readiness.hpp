// Sẵn sàng: what would happen if a breach came now, and what to do about it. One row a matter. Pure: what the rows are
// made of is read by others, and what nobody can know from here is `unknown`, never `ok`.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/cause.hpp"
#include "settings/settings.hpp"

namespace breachd {

enum class Readiness { ok, warn, bad, unknown };
BOOST_DESCRIBE_ENUM(Readiness, ok, warn, bad, unknown)

struct ReadinessRow {
    std::string id;  // "asset:gps-db", "channel:email", "rosters", …
    Readiness state = Readiness::unknown;
    Bilingual what;
    Bilingual todo;  // empty when it is ok
};

// What settings alone do not say.
struct ReadinessFacts {
    std::map<std::string, Instant> last_sent;  // by channel
    std::vector<std::string> channels_down;
    std::vector<std::string> silent_sources;
    std::map<std::string, Role> accounts;  // of people who can sign in, by person
    std::optional<Instant> verified_at;    // the whole store, last
    std::int64_t damaged_places = 0;
    bool restored = false;  // put back from a copy, and held
    bool clock_in_doubt = false, clock_synchronised = false;
    std::optional<Cause> mailbox;  // of mails that come back, read by IMAP; Cause::none: it answers
};

// A channel counts as proven for so long after it last took something.
inline constexpr Duration kChannelProven = std::chrono::hours{24 * 7};
// What the law leaves where it names no other number (Điều 29).
inline constexpr Duration kToTellPeople = std::chrono::hours{72};

// How long it would take to tell the people of an asset, all of them on the first channel of the order.
struct TellingForecast {
    std::string channel;             // "" : there is none
    std::optional<Instant> ends_at;  // none: nobody would be told
    Instant due_at{};
    std::int64_t people = 0, in_time = 0;
};
TellingForecast forecast_for(const Asset& asset, const Settings& settings, Instant now);

std::vector<ReadinessRow> readiness(const Settings& settings, const ReadinessFacts& facts, Instant now);

}  // namespace breachd
