#include "base/instant.hpp"

#include "testkit/catch.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace {

std::string utc(std::string_view text) {
    auto at = parse_rfc3339(text);
    return at ? format_rfc3339(*at) : "refused: " + at.error().message;
}

bool refused(std::string_view text) { return !parse_rfc3339(text).has_value(); }

}  // namespace

TEST_CASE("a time with any zone becomes the same instant in UTC") {
    CHECK(utc("2026-11-20T17:30:00+07:00") == "2026-11-20T10:30:00Z");
    CHECK(utc("2026-11-20T10:30:00Z") == "2026-11-20T10:30:00Z");
    CHECK(utc("2026-11-20T10:30:00z") == "2026-11-20T10:30:00Z");
    CHECK(utc("2026-11-20t10:30:00Z") == "2026-11-20T10:30:00Z");
    CHECK(utc("2026-11-20 10:30:00Z") == "2026-11-20T10:30:00Z");
    CHECK(utc("2026-01-01T00:00:00+07:00") == "2025-12-31T17:00:00Z");
    CHECK(utc("2026-12-31T23:00:00-02:30") == "2027-01-01T01:30:00Z");
    CHECK(utc("2026-11-20T10:30:00-00:00") == "2026-11-20T10:30:00Z");
}

TEST_CASE("a fraction of a second is cut to milliseconds, never rounded up") {
    CHECK(utc("2026-11-20T10:30:00.5Z") == "2026-11-20T10:30:00.500Z");
    CHECK(utc("2026-11-20T10:30:00.001Z") == "2026-11-20T10:30:00.001Z");
    CHECK(utc("2026-11-20T10:30:00.999999999Z") == "2026-11-20T10:30:00.999Z");
    CHECK(utc("2026-11-20T10:30:00,25+00:00") == "2026-11-20T10:30:00.250Z");
    CHECK(utc("2026-11-20T10:30:00.000Z") == "2026-11-20T10:30:00Z");
    CHECK(refused("2026-11-20T10:30:00.Z"));
    CHECK(refused("2026-11-20T10:30:00.1234567890Z"));
}

TEST_CASE("a time without a zone is refused, because two readers would differ by seven hours") {
    CHECK(refused("2026-11-20T17:30:00"));
    CHECK(refused("2026-11-20T17:30:00.123"));
    CHECK(refused("2026-11-20"));
    CHECK(refused(""));
    auto error = parse_rfc3339("2026-11-20T17:30:00.5").error();
    CHECK(error.message.find("no zone") != std::string::npos);
    CHECK(error.message.find("2026-11-20T17:30:00+07:00") != std::string::npos);  // shows what is expected
}

TEST_CASE("what is not a day, an hour or a zone is refused") {
    CHECK(refused("2026-02-29T00:00:00Z"));
    CHECK(utc("2028-02-29T00:00:00Z") == "2028-02-29T00:00:00Z");
    CHECK(refused("2026-13-01T00:00:00Z"));
    CHECK(refused("2026-00-10T00:00:00Z"));
    CHECK(refused("2026-04-31T00:00:00Z"));
    CHECK(refused("2026-11-20T24:00:00Z"));
    CHECK(refused("2026-11-20T10:60:00Z"));
    CHECK(refused("2026-11-20T10:30:61Z"));
    CHECK(refused("2026-11-20T10:30:00+7:00"));
    CHECK(refused("2026-11-20T10:30:00+0700"));
    CHECK(refused("2026-11-20T10:30:00+24:00"));
    CHECK(refused("2026-11-20T10:30:00+07:60"));
    CHECK(refused("2026-11-20T10:30:00+07:00 "));
    CHECK(refused("2026-11-20T10:30:00Zulu"));
    CHECK(refused("2026/11/20T10:30:00Z"));
    CHECK(refused("2026-11-20T10.30.00Z"));
    CHECK(refused("20x6-11-20T10:30:00Z"));
    CHECK(refused("-026-11-20T10:30:00Z"));
}

TEST_CASE("a leap second is the first instant of the next minute") {
    CHECK(utc("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
}

TEST_CASE("instants before 1970 and far ahead keep their form") {
    CHECK(utc("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z");
    CHECK(utc("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
    CHECK(utc("9999-12-31T23:59:59Z") == "9999-12-31T23:59:59Z");
    CHECK(to_ms(instant_from_ms(-1)) == -1);
    CHECK(format_rfc3339(instant_from_ms(0)) == "1970-01-01T00:00:00Z");
}

TEST_CASE("an error shows at most forty bytes of what was given") {
    std::string long_text(5000, 'x');
    CHECK(parse_rfc3339(long_text).error().where.size() == 40);
}

TEST_CASE("people read Vietnam's time, in their own language") {
    auto at = *parse_rfc3339("2026-11-23T10:30:05Z");
    CHECK(format_vietnamese(at) == "17 giờ 30 phút ngày 23/11/2026");
    CHECK(format_english(at) == "17:30 on 23 November 2026 (Vietnam time, UTC+7)");
    CHECK(format_local(at) == "2026-11-23 17:30:05 +07:00");
    CHECK(format_vietnamese(*parse_rfc3339("2026-12-31T17:00:00Z")) == "00 giờ 00 phút ngày 01/01/2027");
    CHECK(format_english(*parse_rfc3339("2026-12-31T16:59:59Z")) == "23:59 on 31 December 2026 (Vietnam time, UTC+7)");
}

TEST_CASE("the calendar day is Vietnam's day") {
    using namespace std::chrono;
    CHECK(local_date(*parse_rfc3339("2026-12-31T16:59:59.999Z")) == year_month_day{year{2026}, December, day{31}});
    CHECK(local_date(*parse_rfc3339("2026-12-31T17:00:00Z")) == year_month_day{year{2027}, January, day{1}});
}

TEST_CASE("durations are read in units and their sums") {
    CHECK(*parse_duration("30m") == minutes{30});
    CHECK(*parse_duration("72h") == hours{72});
    CHECK(*parse_duration("250ms") == milliseconds{250});
    CHECK(*parse_duration("5d") == hours{120});
    CHECK(*parse_duration("1h30m") == minutes{90});
    CHECK(*parse_duration("0s") == Duration::zero());
    CHECK(*parse_duration("0m") == Duration::zero());
}

TEST_CASE("a duration without a unit, with a sign, a space or beyond a hundred years is refused") {
    for (const char* text :
         {"", "30", "m", "-5m", "5 m", "5min", "1.5h", "h5", "99999999999999d", "36601d", "1h30", " 1h"})
        CHECK_FALSE(parse_duration(text));
    CHECK(parse_duration("36600d"));
}

TEST_CASE("a duration is printed in the largest exact units and read back") {
    CHECK(format_duration(milliseconds{90'000}) == "1m30s");
    CHECK(format_duration(hours{72}) == "3d");
    CHECK(format_duration(Duration::zero()) == "0s");
    CHECK(format_duration(milliseconds{-1500}) == "-1s500ms");
    for (std::int64_t ms : {1LL, 999LL, 60'000LL, 3'599'999LL, 259'200'001LL})
        CHECK(*parse_duration(format_duration(milliseconds{ms})) == milliseconds{ms});
}
