#include "base/instant.hpp"

#include <fmt/format.h>

#include <array>

namespace breachd {

namespace {

using namespace std::chrono;

struct Civil {
    year_month_day day;
    hh_mm_ss<Duration> time;
};

Civil civil(Instant at) {
    auto day = floor<days>(at);
    return {year_month_day{day}, hh_mm_ss<Duration>{at - day}};
}

Error bad_time(std::string_view text, std::string_view why) {
    return Error{ErrorCode::invalid,
                 fmt::format("not an RFC 3339 time ({}): expected e.g. 2026-11-20T17:30:00+07:00", why),
                 std::string(text.substr(0, 40))};
}

// Reads exactly `width` digits at `at`; -1 when there are none.
int digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};

}  // namespace

Instant instant_from_ms(std::int64_t ms_since_epoch) { return Instant{Duration{ms_since_epoch}}; }

std::int64_t to_ms(Instant at) { return at.time_since_epoch().count(); }

// By hand: every alert and every entry is written with several of these.
std::string format_rfc3339(Instant at) {
    auto [day, time] = civil(at);
    std::string out = "0000-00-00T00:00:00.000Z";
    auto put = [&](std::size_t end, std::int64_t value) {
        for (; value > 0; value /= 10) out[--end] = static_cast<char>('0' + value % 10);
    };
    int year = int(day.year());
    bool four_digits = year >= 0 && year <= 9999;
    put(4, four_digits ? year : 0);
    put(7, unsigned(day.month()));
    put(10, unsigned(day.day()));
    put(13, time.hours().count());
    put(16, time.minutes().count());
    put(19, time.seconds().count());
    put(23, time.subseconds().count());
    if (time.subseconds().count() == 0) out.erase(19, 4);
    return four_digits ? out : std::to_string(year) + out.substr(4);
}

Result<Instant> parse_rfc3339(std::string_view text) {
    if (text.size() < 20) return bad_time(text, "too short, or no zone");
    int y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
    int h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
    if (y < 0 || mo < 0 || d < 0 || h < 0 || mi < 0 || s < 0) return bad_time(text, "a digit is missing");
    if (text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
        return bad_time(text, "wrong separator");
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return bad_time(text, "wrong separator");
    year_month_day day{year{y}, month{unsigned(mo)}, std::chrono::day{unsigned(d)}};
    if (!day.ok()) return bad_time(text, "no such day");
    if (h > 23 || mi > 59 || s > 60) return bad_time(text, "no such time of day");
    std::size_t at = 19;
    int ms = 0;
    if (text[at] == '.' || text[at] == ',') {
        std::size_t from = ++at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        if (at == from || at - from > 9) return bad_time(text, "fraction of 1 to 9 digits");
        int scale = 100;
        for (std::size_t i = from; i < at && scale > 0; ++i, scale /= 10) ms += (text[i] - '0') * scale;
    }
    if (at >= text.size()) return bad_time(text, "no zone");
    minutes offset{0};
    if (text[at] == 'Z' || text[at] == 'z') {
        if (at + 1 != text.size()) return bad_time(text, "text after the zone");
    } else if (text[at] == '+' || text[at] == '-') {
        int oh = digits(text, at + 1, 2), om = digits(text, at + 4, 2);
        if (text.size() != at + 6 || text[at + 3] != ':' || oh < 0 || om < 0 || oh > 23 || om > 59)
            return bad_time(text, "zone is not ±hh:mm");
        offset = hours{oh} + minutes{om};
        if (text[at] == '-') offset = -offset;
    } else {
        return bad_time(text, "no zone");
    }
    return Instant{sys_days{day}} + hours{h} + minutes{mi} + seconds{s} + Duration{ms} - offset;
}

std::string format_vietnamese(Instant at) {
    auto [day, time] = civil(at + kVietnamOffset);
    return fmt::format("{:02} giờ {:02} phút ngày {:02}/{:02}/{}", time.hours().count(), time.minutes().count(),
                       unsigned(day.day()), unsigned(day.month()), int(day.year()));
}

std::string format_english(Instant at) {
    auto [day, time] = civil(at + kVietnamOffset);
    return fmt::format("{:02}:{:02} on {} {} {} (Vietnam time, UTC+7)", time.hours().count(), time.minutes().count(),
                       unsigned(day.day()), kMonths[unsigned(day.month()) - 1], int(day.year()));
}

std::string format_local(Instant at) {
    auto [day, time] = civil(at + kVietnamOffset);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} +07:00", int(day.year()), unsigned(day.month()),
                       unsigned(day.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

year_month_day local_date(Instant at) { return civil(at + kVietnamOffset).day; }

Result<Duration> parse_duration(std::string_view text) {
    constexpr Duration kMax = hours{24 * 366 * 100};
    Error bad{ErrorCode::invalid, "not a duration: expected e.g. 30s, 15m, 72h, 5d or 1h30m",
              std::string(text.substr(0, 40))};
    Duration sum{0};
    std::size_t at = 0;
    if (text.empty()) return bad;
    while (at < text.size()) {
        std::int64_t value = 0;
        std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - from < 12)
            value = value * 10 + (text[at++] - '0');
        if (at == from) return bad;
        std::size_t unit_from = at;
        while (at < text.size() && (text[at] < '0' || text[at] > '9')) ++at;
        auto unit = text.substr(unit_from, at - unit_from);
        std::int64_t ms = unit == "ms"  ? 1
                          : unit == "s" ? 1000
                          : unit == "m" ? 60'000
                          : unit == "h" ? 3'600'000
                          : unit == "d" ? 86'400'000
                                        : 0;
        if (ms == 0 || value > kMax.count() / ms) return bad;
        sum += Duration{value * ms};
        if (sum > kMax) return bad;
    }
    return sum;
}

std::string format_duration(Duration d) {
    if (d == Duration::zero()) return "0s";
    std::string text = d < Duration::zero() ? "-" : "";
    std::int64_t left = d < Duration::zero() ? -d.count() : d.count();
    constexpr std::pair<std::int64_t, const char*> kUnits[] = {
        {86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}, {1, "ms"}};
    for (auto [ms, unit] : kUnits) {
        if (left >= ms) text += fmt::format("{}{}", left / ms, unit);
        left %= ms;
    }
    return text;
}

}  // namespace breachd
