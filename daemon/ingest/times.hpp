// The many ways senders write a moment. Pure; a text that is no time, or lies outside 1973 to 2200 (senders write the
// year 1 for "none"), is absence and never an error: a wrong time must not lose an alert.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/json.hpp"

namespace breachd::ingest {

// A moment, and whether its text leaves no doubt about it: an epoch, or a time with its zone.
struct Moment {
    Instant at;
    bool certain = false;
};

// Of several ways in which a sender wrote one moment, the first that leaves no doubt; else the first.
class Certain {
  public:
    void add(const std::optional<Moment>& moment) {
        if (moment && (!best_ || (moment->certain && !best_->certain))) best_ = moment;
    }
    // The same for a moment that stands under another name: a text that lies whole hours beside one that leaves no
    // doubt is in the zone of that distance.
    void add_other(const std::optional<Moment>& moment);
    std::optional<Instant> at() const { return best_ ? std::optional(best_->at) : std::nullopt; }

  private:
    std::optional<Moment> best_;
};

// RFC 3339 and its relatives (blank for T, offset without colon, no zone = UTC, any fraction), a day alone, epoch
// seconds / ms / µs / ns told apart by size, "Jan 25 2021 20:37:54.123 UTC", "2 Jan 2021 …", "December 2, 2021 1:11:41
// AM", "Mon Jan 25 20:37:54 2021", "25/Jan/2021:20:37:54 +0700", "20210125T203754Z". A time without a year (RFC 3164)
// is absent: no clock is read here to guess one.
std::optional<Instant> parse_time(std::string_view text);
// The same by a pattern of Java's SimpleDateFormat ("dd/MM/yyyy HH:mm:ss zzz"), which LEEF sends along; nothing when
// the text does not follow it, or the pattern has letters other than those for dates, times and zones.
std::optional<Instant> parse_time_as(std::string_view text, std::string_view pattern);
std::optional<Moment> read_moment(std::string_view text);
std::optional<Moment> read_moment_as(std::string_view text, std::string_view pattern);
// In the zone that the sender writes beside it, when it has none of its own and that one is known.
std::optional<Moment> in_zone(std::optional<Moment> moment, std::string_view zone_text);
// The same with the zone that the sender writes beside it, for a text that has none.
std::optional<Moment> read_moment(std::string_view text, std::string_view zone_text);
// Minutes east of Greenwich: "+0700", "UTC+07:00", "ICT", "Asia/Ho_Chi_Minh", "SE Asia Standard Time".
std::optional<int> zone_of(std::string_view text);
std::optional<Moment> moment_of(const json::value* in);
// From a JSON number or string.
std::optional<Instant> time_of(const json::value* in);
// The first of the values that is a time.
std::optional<Instant> first_time(std::initializer_list<const json::value*> values);

// One moment that the sender writes in several ways: an epoch beside a text without a zone wins.
std::optional<Instant> same_time(std::initializer_list<const json::value*> values);

}  // namespace breachd::ingest
