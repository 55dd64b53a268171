#include "ingest/times.hpp"

#include <array>
#include <cmath>

#include "ingest/fields.hpp"

namespace breachd::ingest {

namespace {

using namespace std::chrono;

constexpr std::int64_t kEarliestMs = 100'000'000'000;  // 1973-03-03: below lie "0", "1" and broken clocks
constexpr std::int64_t kLatestMs = 7'258'118'400'000;  // 2200-01-01

std::optional<Instant> in_range(std::int64_t ms) {
    if (ms < kEarliestMs || ms >= kLatestMs) return std::nullopt;
    return instant_from_ms(ms);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    std::string_view rest() const { return rest_; }
    bool take(char c) {
        // not peek(): a pattern may hold a NUL, which is what peek() says at the end
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_blanks() {
        while (take(' ')) {
        }
    }
    // Between `least` and `most` digits; -1 when there are fewer.
    int number(std::size_t least, std::size_t most) {
        std::size_t n = 0;
        int value = 0;
        while (n < most && n < rest_.size() && is_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
        if (n < least) return -1;
        rest_.remove_prefix(n);
        return value;
    }
    // Letters, full stops and bytes above ASCII.
    std::string_view word() {
        std::size_t n = 0;
        while (n < rest_.size() && rest_[n] != ' ' && rest_[n] != ',' && !is_digit(rest_[n])) ++n;
        auto out = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return out;
    }
    // Up to the next blank.
    std::string_view token() {
        auto out = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(out.size());
        return out;
    }
    std::string_view letters() {
        auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; };
        std::size_t n = 0;
        while (n < rest_.size() && is_letter(rest_[n])) ++n;
        auto out = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return out;
    }
    void skip_digits() {
        while (is_digit(peek())) rest_.remove_prefix(1);
    }

  private:
    std::string_view rest_;
};

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

struct Zone {
    std::string_view name;
    int offset_minutes;
};

constexpr std::array kZones = {
    Zone{"z", 0},      Zone{"utc", 0},    Zone{"gmt", 0},    Zone{"ict", 420},  Zone{"asia/ho_chi_minh", 420},
    Zone{"est", -300}, Zone{"edt", -240}, Zone{"cst", -360}, Zone{"cdt", -300}, Zone{"mst", -420},
    Zone{"mdt", -360}, Zone{"pst", -480}, Zone{"pdt", -420}, Zone{"cet", 60},   Zone{"cest", 120},
    Zone{"wet", 0},    Zone{"bst", 60},   Zone{"eet", 120},  Zone{"eest", 180}, Zone{"msk", 180},
    Zone{"ist", 330},  Zone{"sgt", 480},  Zone{"jst", 540},  Zone{"kst", 540},  Zone{"hkt", 480},
    Zone{"aest", 600}, Zone{"aedt", 660},
};

// Minutes east of Greenwich. Nothing written is UTC; a zone that nobody knows makes the time unknown.
std::optional<int> zone(Cursor in) {
    in.skip_blanks();
    if (in.done()) return 0;
    for (std::string_view name : {"GMT", "UTC"})  // "GMT+07:00", as Java writes it
        if (starts_with_word(in.rest(), name) && in.rest().size() > name.size() && !is_digit(in.rest()[name.size()]))
            in = Cursor(in.rest().substr(name.size()));
    if (in.peek() == '+' || in.peek() == '-') {
        int sign = in.take('-') ? -1 : (in.take('+'), 1);
        int h = in.number(1, 2);
        in.take(':');
        int m = is_digit(in.peek()) ? in.number(2, 2) : 0;
        if (h < 0 || h > 23 || m < 0 || m > 59 || !in.done()) return std::nullopt;
        return sign * (h * 60 + m);
    }
    for (const Zone& known : kZones)
        if (same_word(in.rest(), known.name)) return known.offset_minutes;
    return std::nullopt;
}

std::optional<Instant> moment(int y, int mo, int d, const TimeOfDay& at, int offset_minutes) {
    if (y < 0 || mo < 1 || d < 1) return std::nullopt;
    year_month_day day{year{y}, month{static_cast<unsigned>(mo)}, std::chrono::day{static_cast<unsigned>(d)}};
    if (!day.ok()) return std::nullopt;
    auto when = sys_time<milliseconds>{sys_days{day}} + hours{at.h} + minutes{at.m - offset_minutes} + seconds{at.s} +
                milliseconds{at.ms};
    return in_range(when.time_since_epoch().count());
}

// 2026-11-22T10:00:00.5+0700, 2026/11/22 10:00, 2026-11-22
std::optional<Instant> year_first(Cursor in) {
    int y = in.number(4, 4);
    char separator = in.peek();
    if (separator != '-' && separator != '/') return std::nullopt;
    in.take(separator);
    int mo = in.number(1, 2);
    if (!in.take(separator)) return std::nullopt;
    int d = in.number(1, 2);
    if (in.done()) return moment(y, mo, d, {}, 0);
    if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
    in.skip_blanks();
    auto at = time_of_day(in);
    if (!at) return std::nullopt;
    auto offset = zone(in);
    return offset ? moment(y, mo, d, *at, *offset) : std::nullopt;
}

struct MonthName {
    std::string_view start;
    int month;
};

// English, and the localised forms seen in the field (French, German, Spanish, Portuguese, Italian).
constexpr std::array kMonths = {
    MonthName{"jan", 1},
    MonthName{"ene", 1},
    MonthName{"gen", 1},
    MonthName{"feb", 2},
    MonthName{"f\xc3\xa9v", 2},
    MonthName{"fev", 2},
    MonthName{"mar", 3},
    MonthName{"m\xc3\xa4r", 3},
    MonthName{"apr", 4},
    MonthName{"avr", 4},
    MonthName{"abr", 4},
    MonthName{"may", 5},
    MonthName{"mai", 5},
    MonthName{"mag", 5},
    MonthName{"jun", 6},
    MonthName{"juin", 6},
    MonthName{"giu", 6},
    MonthName{"jul", 7},
    MonthName{"juil", 7},
    MonthName{"lug", 7},
    MonthName{"aug", 8},
    MonthName{"ao\xc3\xbb", 8},
    MonthName{"ago", 8},
    MonthName{"sep", 9},
    MonthName{"set", 9},
    MonthName{"oct", 10},
    MonthName{"okt", 10},
    MonthName{"out", 10},
    MonthName{"ott", 10},
    MonthName{"nov", 11},
    MonthName{"dec", 12},
    MonthName{"d\xc3\xa9"
              "c",
              12},
    MonthName{"dez", 12},
    MonthName{"dic", 12},
};

int month_of(std::string_view word) {
    for (const MonthName& name : kMonths)
        if (starts_with_word(word, name.start)) return name.month;
    return -1;
}

// Jan 25 2021 20:37:54.123 UTC, December 2, 2021 1:11:41 AM, 25 Jan 2021 20:37:54, [Mon, ]02 Jan 2006 15:04:05 GMT
std::optional<Instant> month_name(Cursor in) {
    int d = -1, mo = -1;
    if (!is_digit(in.peek())) {
        auto word = in.word();
        mo = month_of(word);
        if (in.take(',') || mo < 0) {  // a day of the week
            in.skip_blanks();
            mo = is_digit(in.peek()) ? -1 : month_of(in.word());
        }
        in.skip_blanks();
    }
    d = in.number(1, 2);
    in.take(',');
    in.skip_blanks();
    if (mo < 0) {
        mo = month_of(in.word());
        in.skip_blanks();
    }
    int y = in.number(4, 4);
    if (mo < 0 || d < 0 || y < 0) return std::nullopt;
    in.take(',');
    in.skip_blanks();
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
    int year = -1, month = 1, day = 1, offset_minutes = 0;
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
            out.offset_minutes = offset.value_or(0);
            return offset.has_value();
        }
        default:
            return false;
    }
}

}  // namespace

std::optional<Instant> parse_time_as(std::string_view text, std::string_view pattern) {
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
    return moment(out.year, out.month, out.day, out.at, out.offset_minutes);
}

std::optional<Instant> parse_time(std::string_view text) {
    text = trim(text);
    if (text.size() < 8 || text.size() > 80) return std::nullopt;
    if (text.size() > 4 && (text[4] == '-' || text[4] == '/') && is_digit(text[0])) return year_first(Cursor(text));
    if (text.find_first_not_of("0123456789.") == std::string_view::npos) {
        json::value number(json::string_view(text.data(), text.size()));
        if (auto whole = text.find('.') == std::string_view::npos ? integer_of(&number) : std::nullopt)
            return epoch(*whole);
        auto value = number_of(&number);
        return value ? epoch(*value) : std::nullopt;
    }
    return month_name(Cursor(text));
}

std::optional<Instant> time_of(const json::value* in) {
    if (in == nullptr) return std::nullopt;
    if (in->is_string()) return parse_time(view(in->get_string()));
    if (in->is_int64()) return epoch(in->get_int64());
    if (in->is_double()) return epoch(in->get_double());
    return std::nullopt;
}

std::optional<Instant> first_time(std::initializer_list<const json::value*> values) {
    for (const json::value* in : values)
        if (auto at = time_of(in)) return at;
    return std::nullopt;
}

}  // namespace breachd::ingest
