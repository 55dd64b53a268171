// Letters on paper: what a window shows, what a page says, and that the same letter is the same bytes.
#include "report/letter.hpp"

#include <fmt/format.h>

#include "unit/report/report_sample.hpp"

using namespace breachd;
using namespace breachd::report;

namespace {

PaperLetter letter() {
    PaperLetter out;
    out.sender = "Công ty Cổ phần Ví Dụ · 1 Tràng Tiền, Hoàn Kiếm, Hà Nội";
    out.address = {"Nguyễn Thị Mỹ Duyên", "Số 12 ngõ 34 đường Nguyễn Trãi", "Phường Thượng Đình, Quận Thanh Xuân",
                   "Thành phố Hà Nội"};
    out.date = letter_date(*parse_rfc3339("2026-11-29T20:00:00Z"), "vi");
    out.code = "AB2C3DEF";
    out.subject = "Thông báo vi phạm dữ liệu cá nhân";
    out.text = "Kính gửi Quý khách,\n\n1. Sự việc\n- Dữ liệu vị trí bị lộ.\n\nTrân trọng";
    out.at = *parse_rfc3339("2026-11-29T20:00:00Z");
    return out;
}

// `name`: of this case alone, because cases run beside each other.
std::string words_of(const PaperLetter& from, const char* name) {
    auto printed = print_letter(from);
    REQUIRE(printed.has_value());
    return text_of_pdf(printed->pdf, name);
}

}  // namespace

TEST_CASE("a letter has the sender, the address, the code and the whole text, with every mark") {
    auto words = words_of(letter(), "letter.pdf");
    for (const char* part : {"Công ty Cổ phần Ví Dụ · 1 Tràng Tiền, Hoàn Kiếm, Hà Nội", "Nguyễn Thị Mỹ Duyên",
                             "Phường Thượng Đình, Quận Thanh Xuân", "ngày 30 tháng 11 năm 2026", "Mã tra cứu: AB2C3DEF",
                             "Thông báo vi phạm dữ liệu cá nhân", "- Dữ liệu vị trí bị lộ.", "Trang 1/1"}) {
        INFO(part);
        CHECK(words.find(part) != std::string::npos);
    }
    CHECK(words.find("DIỄN TẬP") == std::string::npos);
}

TEST_CASE("a letter in English has English words around its text") {
    auto english = letter();
    english.language = "en";
    english.date = letter_date(english.at, "en");
    auto words = words_of(english, "letter-en.pdf");
    CHECK(words.find("30 November 2026") != std::string::npos);
    CHECK(words.find("Reference code: AB2C3DEF") != std::string::npos);
    CHECK(words.find("Page 1/1") != std::string::npos);
}

TEST_CASE("the same letter is the same bytes, and another person's is not") {
    auto other = letter();
    other.address[0] = "Lê Ba";
    CHECK(print_letter(letter())->pdf == print_letter(letter())->pdf);
    CHECK(print_letter(letter())->pdf != print_letter(other)->pdf);
}

TEST_CASE("a long text goes on over pages that count themselves, and no line of it is lost") {
    auto is_long = letter();
    for (int i = 1; i <= 120; ++i) is_long.text += fmt::format("\nDòng thứ {} của thư này.", i);
    auto printed = print_letter(is_long);
    REQUIRE(printed.has_value());
    CHECK(printed->pages == 4);
    auto words = text_of_pdf(printed->pdf, "long-letter.pdf");
    for (int i = 1; i <= 120; ++i) CHECK(words.find(fmt::format("Dòng thứ {} của thư này.", i)) != std::string::npos);
    CHECK(words.find("Trang 1/4") != std::string::npos);
    CHECK(words.find("Trang 4/4") != std::string::npos);
}

TEST_CASE("every page of a drill is marked") {
    auto drill = letter();
    drill.drill = true;
    for (int i = 1; i <= 70; ++i) drill.text += "\nDòng.";
    auto words = words_of(drill, "letter-drill.pdf");
    std::size_t marks = 0;
    for (auto at = words.find("DIỄN TẬP / DRILL"); at != words.npos; at = words.find("DIỄN TẬP / DRILL", at + 1))
        ++marks;
    CHECK(marks == 3);
    CHECK(words.find("Trang 3/3") != std::string::npos);
}

TEST_CASE("an address that the window would cut off is refused, and nothing of it is said") {
    auto wordy = letter();
    CHECK(fits_window(wordy).has_value());
    for (int i = 0; i < 3; ++i) wordy.address.push_back("thêm một dòng");
    CHECK(fits_window(wordy).has_value());  // in smaller type
    for (int i = 0; i < 12; ++i) wordy.address.push_back("thêm một dòng");
    auto fits = fits_window(wordy);
    REQUIRE_FALSE(fits.has_value());
    CHECK(fits.error().text().find("Mỹ Duyên") == std::string::npos);
    CHECK_FALSE(print_letter(wordy).has_value());
}
