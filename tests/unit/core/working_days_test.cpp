#include "core/law/working_days.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using testkit::at;
using namespace std::chrono;

namespace {

year_month_day ymd(int y, unsigned m, unsigned d) { return {year{y}, month{m}, std::chrono::day{d}}; }

// Invented for the test: the daemon ships no holidays.
std::vector<Holiday> holidays() {
    return {{ymd(2026, 11, 24), ymd(2026, 11, 25), false, "quyết định thử"},
            {ymd(2026, 11, 28), ymd(2026, 11, 28), true, "quyết định thử"}};
}

}  // namespace

TEST_CASE("five working days skip the day they run from and the weekend") {
    CHECK(working_days_after(at("2026-11-20T17:30:00+07:00"), 5, {}) == ymd(2026, 11, 27));  // Friday to Friday
    CHECK(working_days_after(at("2026-11-21T10:00:00+07:00"), 5, {}) == ymd(2026, 11, 27));  // from a Saturday
}

TEST_CASE("holidays count no more than weekends do, and a weekend day made up for counts") {
    CHECK(working_days_after(at("2026-11-20T17:30:00+07:00"), 5, holidays()) == ymd(2026, 11, 30));
    CHECK(is_working_day(ymd(2026, 11, 28), holidays()));
    CHECK_FALSE(is_working_day(ymd(2026, 11, 29), holidays()));
    CHECK_FALSE(is_working_day(ymd(2026, 11, 24), holidays()));
}

TEST_CASE("days are those of Vietnam: an evening in London is the next day's morning") {
    CHECK(days_after(at("2026-11-20T18:00:00Z"), 1) == ymd(2026, 11, 22));
    CHECK(start_of(ymd(2026, 11, 22)) == at("2026-11-22T00:00:00+07:00"));
    CHECK(end_of(ymd(2026, 11, 22)) == at("2026-11-23T00:00:00+07:00"));
}
