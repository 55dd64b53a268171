// Moments and periods. An Instant is a point on the UTC time line with millisecond resolution; it never
// carries a zone. People in Vietnam read local time (+07:00, no summer time, so no tz database is needed).
// Nothing here reads a clock: `now` is always an argument (the clock lives in app/clock.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

// Vietnam's offset from UTC, all year (Decision 134-CP, 1967).
inline constexpr std::chrono::hours kVietnamOffset{7};

Instant instant_from_ms(std::int64_t ms_since_epoch);
std::int64_t to_ms(Instant at);

// RFC 3339 in UTC with `Z`; milliseconds are printed only when they are not zero: 2027-01-03T16:59:59Z.
std::string format_rfc3339(Instant at);

// Accepts RFC 3339 with a zone (Z or ±hh:mm) and 0 to 9 digits of fraction (cut to milliseconds). A time without
// a zone is refused: two readers would differ by seven hours.
Result<Instant> parse_rfc3339(std::string_view text);

// "17 giờ 30 phút ngày 23/11/2026", as Vietnamese papers write a moment: nobody there asks for the zone; and
// "17:30 on 23 November 2026 (Vietnam time, UTC+7)".
std::string format_vietnamese(Instant at);
std::string format_english(Instant at);
// "2026-11-23 17:30:05 +07:00": for logs and consoles.
std::string format_local(Instant at);
// Calendar day in Vietnam.
std::chrono::year_month_day local_date(Instant at);

// "30m", "72h", "15s", "250ms", "5d", and sums of them such as "1h30m". Range 0 to 100 years.
Result<Duration> parse_duration(std::string_view text);
// Largest exact units: 90000 ms -> "1m30s".
std::string format_duration(Duration d);

}  // namespace breachd
