#include "core/telling/sms_size.hpp"

#include <string>

#include "base/search_text.hpp"
#include "testkit/catch.hpp"

using namespace breachd;

namespace {

std::string times(std::string_view what, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += what;
    return out;
}

}  // namespace

TEST_CASE("a text message of GSM letters has 160 units, in parts 153, of any other letter 70, in parts 67") {
    struct Case {
        std::string text;
        SmsAlphabet alphabet;
        std::size_t units, parts;
    };
    const Case cases[] = {
        {"", SmsAlphabet::gsm7, 0, 1},
        {times("a", 160), SmsAlphabet::gsm7, 160, 1},
        {times("a", 161), SmsAlphabet::gsm7, 161, 2},
        {times("a", 306), SmsAlphabet::gsm7, 306, 2},
        {times("a", 307), SmsAlphabet::gsm7, 307, 3},
        {times("ế", 70), SmsAlphabet::ucs2, 70, 1},
        {times("ế", 71), SmsAlphabet::ucs2, 71, 2},
        {times("ế", 134), SmsAlphabet::ucs2, 134, 2},
        {times("ế", 135), SmsAlphabet::ucs2, 135, 3},
        {times("a", 69) + "ế", SmsAlphabet::ucs2, 70, 1},
        {"à è é ì ò ù É", SmsAlphabet::gsm7, 13, 1},  // all that GSM has of ours
        {"á", SmsAlphabet::ucs2, 1, 1},
        {"đ", SmsAlphabet::ucs2, 1, 1},
        {"`", SmsAlphabet::ucs2, 1, 1},
        {"\t", SmsAlphabet::ucs2, 1, 1},
        {"€[]", SmsAlphabet::gsm7, 6, 1},
        {times("[", 80), SmsAlphabet::gsm7, 160, 1},
        {times("😀", 35), SmsAlphabet::ucs2, 70, 1},
        {times("😀", 36), SmsAlphabet::ucs2, 72, 2},
    };
    for (const auto& each : cases) {
        INFO(each.text);
        auto size = sms_size(each.text);
        CHECK(size.alphabet == each.alphabet);
        CHECK(size.units == each.units);
        CHECK(size.parts == each.parts);
    }
}

TEST_CASE("no part divides a character of two units") {
    // 153 is odd: the last unit of each part stays empty.
    CHECK(sms_size(times("[", 153)).parts == 3);
    CHECK(sms_size(times("[", 152)).parts == 2);
    CHECK(sms_size(times("😀", 66)).parts == 2);
    CHECK(sms_size(times("😀", 67)).parts == 3);
}

TEST_CASE("without its marks Vietnamese takes less than half the room, and keeps its capitals") {
    CHECK(without_marks("Đã phát hiện sự cố rò rỉ DỮ LIỆU; Quý khách") ==
          "Da phat hien su co ro ri DU LIEU; Quy khach");
    std::string text = times("Dữ liệu vị trí của Quý khách bị lộ. ", 7);
    CHECK(sms_size(text).parts == 4);
    CHECK(sms_size(without_marks(text)).parts == 2);
}
