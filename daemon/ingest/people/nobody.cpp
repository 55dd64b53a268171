#include "ingest/people/nobody.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/columns.hpp"
#include "ingest/people/csv.hpp"  // kFilling
#include "ingest/people/repair.hpp"
#include "ingest/time_words.hpp"  // is_digit

namespace breachd::ingest {

namespace {

constexpr std::size_t kNothingBytesMax = 40;

// The number or letter of a column, without its brackets; "" for another cell.
std::string_view column_mark(std::string_view cell, bool& brackets) {
    cell = trim(cell);
    brackets = cell.size() > 2 && cell.front() == '(' && cell.back() == ')';
    if (brackets) cell = cell.substr(1, cell.size() - 2);
    if (auto formula = cell.find('='); formula != cell.npos && formula > 0) {  // "5=3+4"
        if (cell.find_first_not_of("0123456789+-x*:/=() ", formula) != cell.npos) return {};
        cell = trim(cell.substr(0, formula));
        if (cell.starts_with('(')) cell.remove_prefix(1);  // "(3)=(1)+(2)"
        if (cell.ends_with(')')) cell.remove_suffix(1);
    }
    bool letter = cell.size() == 1 && cell[0] >= 'A' && cell[0] <= 'Z';
    bool number = !cell.empty() && cell.size() <= 2 && std::all_of(cell.begin(), cell.end(), is_digit);
    return letter || number ? cell : std::string_view();
}

// By the first letters, without a look at all of them: nearly every cell is somebody's.
bool may_say_nothing(std::string_view cell) {
    constexpr std::string_view kD = "\xc4\x90", kSmallD = "\xc4\x91";
    if (cell.starts_with(kD) || cell.starts_with(kSmallD)) cell.remove_prefix(1);
    auto first = static_cast<unsigned char>(lower(cell[0]));
    char second = cell.size() > 1 ? lower(cell[1]) : ' ';
    switch (first) {
        case 'n':
            return second != 'g' && second != 'h';
        case 'k':
            return second == 'o' || (second == 'h' && cell.size() > 2 && !is_digit(cell[2]) && cell[2] != '-');
        case 'c':
            return second == 'h' || second == 'a';
        case 'd':
        case 0x90:
        case 0x91:
            return second == 'a';
        case 'u':
            return second == 'n';
        default:
            return (first < 'a' && (first < '1' || first > '9')) || first == 0xe2;
    }
}

}  // namespace

bool is_empty_cell(const std::string& cell) {
    if (cell.empty()) return true;
    Repairs none;
    auto first = static_cast<unsigned char>(cell.front());
    if (first < 0x20 && cell.find_first_not_of(kFilling) == cell.npos) return true;
    return (first < '0' || first >= 0x80) && cleaned(cell, none).empty();
}

bool numbers_columns(std::span<const std::string> cells) {
    std::size_t marks = 0;
    bool all_in_brackets = true;
    char letter = 'A';
    int number = 1;
    for (const auto& cell : cells) {
        if (trim(cell).empty()) continue;
        bool brackets = false;
        auto mark = column_mark(cell, brackets);
        if (mark.empty()) return false;
        bool next = is_digit(mark[0]) ? mark == std::to_string(number++) : mark[0] == letter++;
        if (!next) return false;
        ++marks;
        all_in_brackets = all_in_brackets && brackets;
    }
    return marks >= (all_in_brackets ? 2 : 3);
}

bool says_there_is_none(std::string_view cell) {
    cell = trim(cell);
    if (cell.empty() || cell.size() > kNothingBytesMax || !may_say_nothing(cell)) return false;
    if (is_placeholder(cell) || cell.find_first_not_of('0') == cell.npos) return true;
    if (cell.find_first_of("123456789@") != cell.npos) return false;
    // Behind a # or before brackets too, where is_placeholder() takes a text for somebody's: "#unknown".
    constexpr std::string_view kWords[] = {"chuacap", "notapplicable"};
    auto letters = title_letters(cell);
    return says_not_known(letters) || is_one_of(letters, kWords) || (cell.front() == '#' && letters == "na");
}

bool says_no_reference(std::string_view cell) {
    cell = trim(cell);
    if (cell == "\\N" || cell == "\\n") return true;
    if (cell.empty() || cell.size() > kNothingBytesMax || std::any_of(cell.begin(), cell.end(), is_digit)) return false;
    // "X" follows W and "XX" XIX, "XXX" XXIX.
    constexpr std::size_t kMarks = 3;
    if ((cell.size() >= kMarks && cell.find_first_not_of('x') == cell.npos) ||
        (cell.size() > kMarks && cell.find_first_not_of('X') == cell.npos) ||
        cell.find_first_not_of("-._/?*+=~ ") == cell.npos || cell == "…")
        return true;
    // In brackets, as pivot tables and programs write it. Without them "pending" is somebody's name of a user.
    bool brackets = cell.size() > 2 && std::string_view("([<").find(cell.front()) != std::string_view::npos &&
                    std::string_view(")]>").find(cell.back()) != std::string_view::npos;
    if (brackets) cell = cell.substr(1, cell.size() - 2);
    // With its marks: "trong" is also Trọng's.
    constexpr std::string_view kMarked[] = {"trống", "Trống", "TRỐNG", "chưa", "Chưa", "CHƯA"};
    if (is_one_of(cell, kMarked)) return true;
    constexpr std::string_view kBracketed[] = {"blank", "empty", "missing", "pending"};
    constexpr std::string_view kWhole[] = {
        "na",         "nan",         "nil",         "unknown",        "undefined", "null",     "none",
        "no id",      "no code",     "khach moi",   "no reference",   "kh moi",    "khach le", "vang lai",
        "chua co ma", "khong co ma", "chua cap ma", "khach vang lai", "khong ma",  "quen ma",  "khong nho ma"};
    auto text = in_small_letters(nfc(cell));
    if (is_one_of(text, kWhole) || (brackets && is_one_of(text, kBracketed))) return true;
    // With their marks: "Chợ Cấp", "Đăng Chơ" and "Khổng Có" are people.
    constexpr std::string_view kFront[] = {
        "chưa có",    "chưa cấp",    "chưa được cấp",  "chưa tạo",      "chưa đăng ký", "chưa cập nhật",
        "chưa rõ",    "chưa biết",   "chưa nhập",      "chưa xác định", "chưa bổ sung", "không có",
        "không nhớ",  "không rõ",    "không biết",     "quên mã",       "không mã",     "không xác định",
        "chờ cấp",    "chờ bổ sung", "chờ cập nhật",   "đang cập nhật", "đang chờ",     "sẽ cấp",
        "sẽ bổ sung", "sẽ cập nhật", "khách mới",      "kh mới",        "để trống",     "bỏ trống",
        "khách lẻ",   "vãng lai",    "khách vãng lai", "not available", "not assigned", "to be assigned"};
    return begins_with_one_of(text, kFront);
}

bool numbers_a_group(std::string_view cell) {
    cell = trim(cell);
    if (cell.size() > 2 && cell.front() == '(') cell.remove_prefix(1);
    if (cell.size() > 1 && (cell.back() == '.' || cell.back() == ')' || cell.back() == '/')) cell.remove_suffix(1);
    constexpr std::size_t kRomanMax = 6;
    if (cell.empty() || cell.size() > kRomanMax) return false;
    bool letter = cell.size() == 1 && cell[0] >= 'A' && cell[0] <= 'Z';
    return letter || cell.find_first_not_of("IVXL") == cell.npos;
}

bool has_other_separators(std::string_view cell) { return cell.find_first_of(",;\t|") != cell.npos; }

}  // namespace breachd::ingest
