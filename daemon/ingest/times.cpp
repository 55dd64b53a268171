#include "ingest/times.hpp"

#include <cmath>

#include "ingest/fields.hpp"
#include "ingest/time_words.hpp"

namespace breachd::ingest {

namespace {

using namespace std::chrono;

constexpr std::int64_t kEarliestMs = 100'000'000'000;  // 1973-03-03: below lie "0", "1" and broken clocks
constexpr std::int64_t kLatestMs = 7'258'118'400'000;  // 2200-01-01

std::optional<Instant> in_range(std::int64_t ms) {
    if (ms < kEarliestMs || ms >= kLatestMs) return std::nullopt;
    return instant_from_ms(ms);
}

struct TimeOfDay {
    int h = 0, m = 0, s = 0, ms = 0;
};

// hh:mm[:ss[.fraction]][ AM|PM]
std::optional<TimeOfDay> time_of_day(Cursor& in) {
    TimeOfDay out;
    out.h = in.number(1, 2);
    if (out.h < 0 || !in.take(':')) return std::nullopt;
    out.m = in.number(2, 2);
    if (out.m < 0) return std::nullopt;
    if (in.take(':')) {
        out.s = in.number(2, 2);
        if (out.s < 0) return std::nullopt;
        if (in.take('.') || in.take(',')) {
            int scale = 100;
            if (!is_digit(in.peek())) return std::nullopt;
            for (; is_digit(in.peek()) && scale > 0; scale /= 10) out.ms += in.number(1, 1) * scale;
            in.skip_digits();
        }
    }
    Cursor ahead = in;
    ahead.skip_blanks();
    auto half = ahead.word();
    if (same_word(half, "am") || same_word(half, "pm")) {
        if (out.h < 1 || out.h > 12) return std::nullopt;
        out.h = out.h % 12 + (same_word(half, "pm") ? 12 : 0);
        in = ahead;
    }
    if (out.h > 23 || out.m > 59 || out.s > 60) return std::nullopt;
    return out;
}

// What stands after a time of day. Nothing written is UTC, and is not certain.
struct Offset {
    int minutes = 0;
    bool certain = false;
};
std::optional<Offset> zone(Cursor in) {
    in.skip_blanks();
    if (in.done()) return Offset{};
    auto minutes = zone_minutes(in);
    return minutes ? std::optional(Offset{*minutes, true}) : std::nullopt;
}

std::optional<Moment> moment(int y, int mo, int d, const TimeOfDay& at, Offset offset) {
    if (y < 0 || mo < 1 || d < 1) return std::nullopt;
    year_month_day day{year{y}, month{static_cast<unsigned>(mo)}, std::chrono::day{static_cast<unsigned>(d)}};
    if (!day.ok()) return std::nullopt;
    auto when = sys_time<milliseconds>{sys_days{day}} + hours{at.h} + minutes{at.m - offset.minutes} + seconds{at.s} +
                milliseconds{at.ms};
    auto instant = in_range(when.time_since_epoch().count());
    return instant ? std::optional(Moment{*instant, offset.certain}) : std::nullopt;
}

// 20261122T100000Z, 20261122100000.123: without signs between.
std::optional<Moment> packed(Cursor in) {
    int y = in.number(4, 4), mo = in.number(2, 2), d = in.number(2, 2);
    if (y < 1973 || y > 2199) return std::nullopt;
    in.take('T');
    TimeOfDay at;
    at.h = in.number(2, 2), at.m = in.number(2, 2), at.s = in.number(2, 2);
    if (at.h < 0 || at.h > 23 || at.m < 0 || at.m > 59 || at.s < 0 || at.s > 60) return std::nullopt;
    if (in.take('.')) in.skip_digits();
    auto offset = zone(in);
    return offset ? moment(y, mo, d, at, *offset) : std::nullopt;
}

// 2026-11-22T10:00:00.5+0700, 2026/11/22 10:00, 2026-11-22
std::optional<Moment> year_first(Cursor in) {
    int y = in.number(4, 4);
    char separator = in.peek();
    if (separator != '-' && separator != '/') return std::nullopt;
    in.take(separator);
    int mo = in.number(1, 2);
    if (!in.take(separator)) return std::nullopt;
    int d = in.number(1, 2);
    if (in.done()) return moment(y, mo, d, {}, {});
    if (!in.take('T') && !in.take('t') && !in.take(' ') && !in.take(':') && !in.take('-')) return std::nullopt;
    in.skip_blanks();
    auto at = time_of_day(in);
    if (!at) return std::nullopt;
    auto offset = zone(in);
    return offset ? moment(y, mo, d, *at, *offset) : std::nullopt;
}

void skip_any(Cursor& in, std::string_view signs) {
    while (!in.done() && signs.find(in.peek()) != std::string_view::npos) in.take(in.peek());
}

// "20:37:54 2021", "20:37:54 +0700 2021" (ctime and date): the year comes last.
std::optional<Moment> year_last(Cursor in, int mo, int d) {
    auto at = time_of_day(in);
    if (!at) return std::nullopt;
    in.skip_blanks();
    Cursor ahead = in;
    int y = ahead.number(4, 4);
    Offset offset;
    if (y < 0 || !(ahead.done() || ahead.peek() == ' ')) {
        auto minutes = zone_minutes(Cursor(in.token()));
        if (!minutes) return std::nullopt;
        offset = {*minutes, true};
        in.skip_blanks();
        y = in.number(4, 4);
        return in.done() ? moment(y, mo, d, *at, offset) : std::nullopt;
    }
    auto behind = zone(ahead);
    return behind ? moment(y, mo, d, *at, *behind) : std::nullopt;
}

// Jan 25 2021 20:37:54.123 UTC, December 2, 2021 1:11:41 AM, 25 Jan 2021 20:37:54, [Mon, ]02 Jan 2006 15:04:05 GMT,
// Mon Jan 25 20:37:54 2021, Jan 25 2021:20:37:54, 25/Jan/2021:20:37:54 +0700, Jan 25, 2021 @ 20:37:54.123
std::optional<Moment> month_name(Cursor in) {
    int d = -1, mo = -1;
    if (!is_digit(in.peek())) {
        auto word = in.word();
        mo = month_of(word);
        if (in.take(',') || mo < 0) {  // a day of the week
            in.skip_blanks();
            mo = is_digit(in.peek()) ? -1 : month_of(in.word());
        }
        skip_any(in, " -");
    }
    d = in.number(1, 2);
    skip_any(in, ", /-");
    if (mo < 0) {
        mo = month_of(in.month_word());
        skip_any(in, " /-");
    }
    if (mo < 0 || d < 0) return std::nullopt;
    Cursor clock = in;
    if (int hour = clock.number(1, 2); hour >= 0 && clock.peek() == ':') return year_last(in, mo, d);
    int y = in.number(4, 4);
    if (y < 0) return std::nullopt;
    skip_any(in, ",:@ ");
    auto at = time_of_day(in);
    if (!at) return std::nullopt;
    auto offset = zone(in);
    return offset ? moment(y, mo, d, *at, *offset) : std::nullopt;
}

std::optional<Instant> epoch(double value) {
    if (!(value > 0) || value > 9.3e18) return std::nullopt;
    double ms = value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1000 : value / 1e6;
    // Whole units are cut, not rounded, so that a µs stamp is never in the future of itself.
    return in_range(static_cast<std::int64_t>(value < 1e11 ? std::round(ms) : std::floor(ms)));
}

std::optional<Instant> epoch(std::int64_t value) {
    if (value <= 0) return std::nullopt;
    if (value < 100'000'000'000) return in_range(value * 1000);
    if (value < 100'000'000'000'000) return in_range(value);
    if (value < 100'000'000'000'000'000) return in_range(value / 1000);
    return in_range(value / 1'000'000);
}

// The parts of a moment as a pattern's letters give them.
struct Parts {
    int year = -1, month = 1, day = 1;
    Offset offset;
    TimeOfDay at;
    std::optional<bool> afternoon;
};

// One run of a letter: `count` of it stand in the pattern. False when the text does not follow.
bool take_part(Cursor& in, char letter, std::size_t count, Parts& out) {
    auto number = [&](int& value, std::size_t most) { return (value = in.number(1, most)) >= 0; };
    switch (letter) {
        case 'y':
        case 'u':
            out.year = count == 2 ? in.number(2, 2) : in.number(4, 4);
            if (count == 2 && out.year >= 0) out.year += 2000;
            return out.year >= 0;
        case 'M':
        case 'L':
            if (count < 3) return number(out.month, 2);
            out.month = month_of(in.letters());
            in.take('.');
            return out.month > 0;
        case 'd':
            return number(out.day, 2);
        case 'H':
        case 'h':
        case 'k':
        case 'K':
            return number(out.at.h, 2);
        case 'm':
            return number(out.at.m, 2);
        case 's':
            return number(out.at.s, 2);
        case 'S':
            if (!is_digit(in.peek())) return false;
            for (int scale = 100; is_digit(in.peek()) && scale > 0; scale /= 10) out.at.ms += in.number(1, 1) * scale;
            in.skip_digits();
            return true;
        case 'a': {
            auto half = in.letters();
            out.afternoon = same_word(half, "pm");
            return *out.afternoon || same_word(half, "am");
        }
        case 'E':
            return !in.letters().empty();
        case 'z':
        case 'Z':
        case 'X': {
            auto offset = zone(Cursor(in.token()));
            out.offset = offset.value_or(Offset{});
            return offset.has_value();
        }
        default:
            return false;
    }
}

}  // namespace

std::optional<Moment> read_moment_as(std::string_view text, std::string_view pattern) {
    Cursor in(trim(text));
    Parts out;
    if (text.size() > 80 || pattern.size() > 80) return std::nullopt;
    bool quoted = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char c = pattern[i];
        if (c == '\'') {
            quoted = !quoted;
        } else if (!quoted && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
            std::size_t count = 1;
            while (i + 1 < pattern.size() && pattern[i + 1] == c) ++count, ++i;
            in.skip_blanks();
            if (!take_part(in, c, count, out)) return std::nullopt;
        } else if (c == ' ') {
            in.skip_blanks();
        } else if (!in.take(c)) {
            return std::nullopt;
        }
    }
    if (out.afternoon) out.at.h = out.at.h % 12 + (*out.afternoon ? 12 : 0);
    if (out.at.h == 24) out.at.h = 0;
    if (!in.done() || out.at.h > 23 || out.at.m > 59 || out.at.s > 60) return std::nullopt;
    return moment(out.year, out.month, out.day, out.at, out.offset);
}

namespace {

std::optional<Moment> certain(std::optional<Instant> at) {
    return at ? std::optional(Moment{*at, true}) : std::nullopt;
}

std::optional<Instant> instant_of(const std::optional<Moment>& read) {
    return read ? std::optional(read->at) : std::nullopt;
}

bool is_packed(std::string_view text) {
    return text.size() > 14 && text.find_first_not_of("0123456789") == 8 && text[8] == 'T' && is_digit(text[9]);
}

// 14 digits are a moment of our years without signs between, not an epoch of the year 2612.
std::optional<Moment> digits_only(std::string_view text) {
    if (text.size() == 14 && (text.starts_with("20") || text.starts_with("19"))) return packed(Cursor(text));
    json::value number(json::string_view(text.data(), text.size()));
    if (auto whole = text.find('.') == std::string_view::npos ? integer_of(&number) : std::nullopt)
        return certain(epoch(*whole));
    auto value = number_of(&number);
    return value ? certain(epoch(*value)) : std::nullopt;
}

}  // namespace

std::optional<Instant> parse_time_as(std::string_view text, std::string_view pattern) {
    return instant_of(read_moment_as(text, pattern));
}

std::optional<Moment> read_moment(std::string_view text) {
    text = trim(text);
    if (text.size() < 8 || text.size() > 80) return std::nullopt;
    if ((text[4] == '-' || text[4] == '/') && is_digit(text[0])) return year_first(Cursor(text));
    if (is_packed(text)) return packed(Cursor(text));
    if (text.find_first_not_of("0123456789.") == std::string_view::npos) return digits_only(text);
    return month_name(Cursor(text));
}

std::optional<Moment> in_zone(std::optional<Moment> moment, std::string_view zone_text) {
    auto minutes = moment && !moment->certain ? zone_of(zone_text) : std::nullopt;
    return minutes ? std::optional(Moment{moment->at - std::chrono::minutes{*minutes}, true}) : moment;
}

std::optional<Moment> read_moment(std::string_view text, std::string_view zone_text) {
    return in_zone(read_moment(text), zone_text);
}

void Certain::add_other(const std::optional<Moment>& moment) {
    constexpr auto kDelayMax = std::chrono::minutes{5};  // between the moments of one event
    constexpr auto kZoneMax = std::chrono::hours{14};
    if (!moment || !moment->certain || !best_ || best_->certain) return add(moment);
    auto apart = best_->at - moment->at;
    auto hours = std::chrono::round<std::chrono::hours>(apart);
    auto rest = apart - hours;
    bool of_zone = rest >= -kDelayMax && rest <= kDelayMax && hours >= -kZoneMax && hours <= kZoneMax;
    best_ = of_zone ? Moment{best_->at - hours, true} : *moment;
}

std::optional<int> zone_of(std::string_view text) {
    text = trim(text);
    for (char quote : {'"', '\''})
        if (text.size() >= 2 && text.front() == quote && text.back() == quote)
            text = trim(text.substr(1, text.size() - 2));
    return text.empty() || text.size() > 64 ? std::nullopt : zone_minutes(Cursor(text));
}

std::optional<Instant> parse_time(std::string_view text) { return instant_of(read_moment(text)); }

std::optional<Moment> moment_of(const json::value* in) {
    if (in == nullptr) return std::nullopt;
    if (in->is_string()) return read_moment(view(in->get_string()));
    if (in->is_int64()) return certain(epoch(in->get_int64()));
    if (in->is_double()) return certain(epoch(in->get_double()));
    return std::nullopt;
}

std::optional<Instant> time_of(const json::value* in) { return instant_of(moment_of(in)); }

std::optional<Instant> first_time(std::initializer_list<const json::value*> values) {
    for (const json::value* in : values)
        if (auto at = time_of(in)) return at;
    return std::nullopt;
}

std::optional<Instant> same_time(std::initializer_list<const json::value*> values) {
    Certain best;
    for (const json::value* in : values) best.add(moment_of(in));
    return best.at();
}

}  // namespace breachd::ingest
