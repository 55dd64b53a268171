#include "core/law/working_days.hpp"

#include <algorithm>

namespace breachd {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

bool is_working_day(year_month_day day, const std::vector<Holiday>& holidays) {
    auto named = [&](bool working) {
        return std::any_of(holidays.begin(), holidays.end(), [&](const Holiday& holiday) {
            return holiday.working == working && holiday.from <= day && day <= holiday.to;
        });
    };
    std::chrono::weekday weekday{sys_days{day}};
    bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    return named(true) || (!weekend && !named(false));
}

year_month_day days_after(Instant at, int count) { return sys_days{local_date(at)} + days{count}; }

year_month_day working_days_after(Instant at, int count, const std::vector<Holiday>& holidays) {
    sys_days day{local_date(at)};
    while (count > 0) {
        day += days{1};
        count -= is_working_day(day, holidays);
    }
    return day;
}

Instant start_of(year_month_day day) { return Instant{sys_days{day}} - kVietnamOffset; }
Instant end_of(year_month_day day) { return start_of(sys_days{day} + days{1}); }

}  // namespace breachd
