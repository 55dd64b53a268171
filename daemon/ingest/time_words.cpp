#include "ingest/time_words.hpp"

#include <array>

#include "base/text.hpp"

namespace breachd::ingest {

namespace {

struct Zone {
    std::string_view name;
    int offset_minutes;
};

constexpr std::array kZones = {
    Zone{"z", 0},
    Zone{"utc", 0},
    Zone{"gmt", 0},
    Zone{"ict", 420},
    Zone{"est", -300},
    Zone{"edt", -240},
    Zone{"cst", -360},
    Zone{"cdt", -300},
    Zone{"mst", -420},
    Zone{"mdt", -360},
    Zone{"pst", -480},
    Zone{"pdt", -420},
    Zone{"cet", 60},
    Zone{"cest", 120},
    Zone{"wet", 0},
    Zone{"bst", 60},
    Zone{"eet", 120},
    Zone{"eest", 180},
    Zone{"msk", 180},
    Zone{"ist", 330},
    Zone{"sgt", 480},
    Zone{"jst", 540},
    Zone{"kst", 540},
    Zone{"hkt", 480},
    Zone{"aest", 600},
    Zone{"aedt", 660},
    // Names of places without a summer time, and Windows' names of the same.
    Zone{"asia/ho_chi_minh", 420},
    Zone{"asia/saigon", 420},
    Zone{"asia/bangkok", 420},
    Zone{"asia/jakarta", 420},
    Zone{"asia/hanoi", 420},
    Zone{"asia/vientiane", 420},
    Zone{"asia/phnom_penh", 420},
    Zone{"se asia standard time", 420},
    Zone{"asia/singapore", 480},
    Zone{"asia/kuala_lumpur", 480},
    Zone{"asia/hong_kong", 480},
    Zone{"asia/shanghai", 480},
    Zone{"asia/taipei", 480},
    Zone{"asia/manila", 480},
    Zone{"singapore standard time", 480},
    Zone{"china standard time", 480},
    Zone{"asia/tokyo", 540},
    Zone{"asia/seoul", 540},
    Zone{"tokyo standard time", 540},
    Zone{"asia/kolkata", 330},
    Zone{"asia/calcutta", 330},
    Zone{"india standard time", 330},
    Zone{"asia/dubai", 240},
    Zone{"etc/utc", 0},
    Zone{"etc/gmt", 0},
    Zone{"coordinated universal time", 0},
};

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

}  // namespace

std::optional<int> zone_minutes(Cursor in) {
    in.skip_blanks();
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

int month_of(std::string_view word) {
    for (const MonthName& name : kMonths)
        if (starts_with_word(word, name.start)) return name.month;
    return -1;
}

}  // namespace breachd::ingest
