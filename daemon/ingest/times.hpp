// The many ways senders write a moment. Pure; a text that is no time, or lies outside 1973 to 2200 (senders write the
// year 1 for "none"), is absence and never an error: a wrong time must not lose an alert.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/json.hpp"

namespace breachd::ingest {

// RFC 3339 and its relatives (blank for T, offset without colon, no zone = UTC, any fraction), a day alone, epoch
// seconds / ms / µs / ns told apart by size, "Jan 25 2021 20:37:54.123 UTC", "2 Jan 2021 …", "December 2, 2021 1:11:41
// AM". A time without a year (RFC 3164) is absent: no clock is read here to guess one.
std::optional<Instant> parse_time(std::string_view text);
// The same by a pattern of Java's SimpleDateFormat ("dd/MM/yyyy HH:mm:ss zzz"), which LEEF sends along; nothing when
// the text does not follow it, or the pattern has letters other than those for dates, times and zones.
std::optional<Instant> parse_time_as(std::string_view text, std::string_view pattern);
// From a JSON number or string.
std::optional<Instant> time_of(const json::value* in);
// The first of the values that is a time.
std::optional<Instant> first_time(std::initializer_list<const json::value*> values);

}  // namespace breachd::ingest
