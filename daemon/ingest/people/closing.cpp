#include "ingest/people/closing.hpp"

#include <algorithm>
#include <string>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kSumBytesMax = 60;
constexpr std::size_t kLineBytesMax = 200;

using Words = const std::string_view[];

bool is_sign(std::uint32_t c) {
    if (c < 0x80) return !is_digit(static_cast<char>(c)) && !(c >= 'a' && c <= 'z');
    return c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

// The words in small letters, with their marks and one blank between.
std::string words_of(std::string_view cell) {
    std::string out;
    auto text = in_small_letters(nfc(cell));
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        at += std::max<std::size_t>(bytes, 1);
        if (!is_sign(code) && code < 0x10000)
            add_character(out, code);
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }
std::string_view behind(std::string_view words, std::string_view first) {
    return words.substr(std::min(first.size() + 1, words.size()));
}

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// "ketoan", "tongson": as references have it, and as nobody writes a line.
bool is_plain_word(std::string_view cell) {
    return std::all_of(cell.begin(), cell.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
    });
}

bool begins_with_a_number_of(std::string_view plain, std::string_view& rest) {
    auto number = first_word(plain);
    rest = behind(plain, number);
    return is_number(number) && !rest.empty();
}

constexpr std::string_view kPeople[] = {"nguoi",     "khach hang", "khach",   "hoc sinh",  "sinh vien", "nhan vien",
                                        "benh nhan", "ban ghi",    "ho so",   "row",       "rows",      "record",
                                        "records",   "people",     "persons", "customers", "dong",      "truong hop"};

// "2 rows affected", "02 người": nothing else stands in it.
bool counts(std::string_view plain) {
    std::string_view rest;
    if (!begins_with_a_number_of(plain, rest)) return false;
    constexpr std::string_view kMore[] = {
        "rows affected", "row affected",  "rows selected",    "row selected", "row s",      "rows x",
        "rows fetched",  "rows exported", "records selected", "rows in set",  "row in set", "rows returned"};
    return is_one_of(rest, kPeople) || begins_with_one_of(rest, kMore);
}

// Behind "Tổng" or "Cộng".
bool is_summed(std::string_view plain) {
    constexpr std::string_view kWhat[] = {"cong", "so",    "ket",   "no",   "kh",    "khach", "tien",  "nguoi",
                                          "sl",   "luong", "trang", "don",  "lop",   "nhom",  "phong", "hoc",
                                          "nhan", "cac",   "toan",  "danh", "doanh", "du",    "mang",  "ban"};
    return is_one_of(first_word(plain), kWhat);
}

// "Tổng công ty Điện lực", "Cộng hòa": names.
bool is_no_sum(std::string_view plain) {
    constexpr std::string_view kNames[] = {"cong ty", "cuc",    "kho", "lanh su", "giam doc",
                                           "thu ky",  "bi thu", "hoa", "dong",    "dai ly"};
    return begins_with_one_of(plain, kNames);
}

// The other words of a sum.
bool is_another_sum(std::string_view plain, bool numbers) {
    constexpr std::string_view kAlone[] = {"total",
                                           "totals",
                                           "grand total",
                                           "sub total",
                                           "subtotal",
                                           "sum",
                                           "count",
                                           "luy ke",
                                           "trang truoc chuyen sang",
                                           "trang truoc mang sang",
                                           "chuyen sang trang sau",
                                           "mang sang trang sau",
                                           "mang sang",
                                           "chuyen sang",
                                           "so luong",
                                           "sl",
                                           "row count",
                                           "total count",
                                           "total rows",
                                           "total records"};
    constexpr std::string_view kFront[] = {
        "total",       "grand total", "sub total", "subtotal",  "sum",        "count",   "luy ke",   "mang sang",
        "chuyen sang", "so luong",    "sl",        "row count", "so ban ghi", "so dong", "so nguoi", "so khach hang"};
    return is_one_of(plain, kAlone) || (numbers && begins_with_one_of(plain, kFront));
}

// A line that is drawn: "-------+---", "=====". "####" is a cell that a spreadsheet could not show.
bool is_drawn(std::string_view cell) {
    constexpr std::size_t kLeast = 3;
    return cell.size() >= kLeast && cell.find_first_not_of("-=+*_|~. ") == cell.npos &&
           cell.find_first_of("-=+*_|~") != cell.npos;
}

// "KT. TRƯỞNG PHÒNG", "TM. UBND XÃ": in whose stead somebody signs. "KT.001" is none.
bool signs_in_stead(std::string_view cell) {
    for (std::string_view mark : {"KT.", "TM.", "TL.", "TUQ.", "T/M", "K/T", "T.M", "K.T"}) {
        if (!cell.starts_with(mark)) continue;
        auto rest = trim(cell.substr(mark.size()));
        return rest.size() >= mark.size() && !has_digit(rest) &&
               (cell[mark.size()] == ' ' || rest.find(' ') != rest.npos);
    }
    return false;
}

bool closes(std::string_view plain) {
    constexpr std::string_view kFront[] = {"danh sach",
                                           "het danh sach",
                                           "het du lieu",
                                           "het bao cao",
                                           "ghi chu",
                                           "noi nhan",
                                           "luu vt",
                                           "bang chu",
                                           "so tien bang chu",
                                           "ky ten",
                                           "ky ghi",
                                           "ky va ghi",
                                           "ky dong dau",
                                           "ghi ro ho ten",
                                           "ho ten chu ky",
                                           "ho va ten chu ky",
                                           "ho ten va chu ky",
                                           "nguoi lap bieu",
                                           "nguoi lap bang",
                                           "nguoi lap danh sach",
                                           "thu truong don vi",
                                           "xac nhan cua",
                                           "cong hoa xa hoi",
                                           "doc lap tu do",
                                           "end of",
                                           "end",
                                           "query ok",
                                           "generated by",
                                           "generated on",
                                           "generated at",
                                           "exported by",
                                           "exported on",
                                           "exported at",
                                           "printed by",
                                           "printed on",
                                           "printed at",
                                           "report generated",
                                           "xuat luc",
                                           "xuat ngay",
                                           "xuat boi",
                                           "ngay xuat",
                                           "ngay in",
                                           "gio in",
                                           "in luc",
                                           "in ngay",
                                           "in boi",
                                           "nguoi xuat",
                                           "nguoi in",
                                           "thoi gian xuat",
                                           "thoi diem xuat",
                                           "ngay lap",
                                           "trich xuat"};
    constexpr std::string_view kWhole[] = {"giam doc",       "pho giam doc",   "tong giam doc",
                                           "ke toan truong", "nguoi lap",      "nguoi duyet",
                                           "nguoi ky",       "nguoi kiem tra", "eof"};
    constexpr std::string_view kThere[] = {"co", "gom", "so", "la"};
    constexpr std::string_view kPage[] = {"trang", "page"};
    auto first = first_word(plain);
    bool page = is_one_of(first, kPage) && is_number(first_word(behind(plain, first)));
    return page || is_one_of(plain, kWhole) || begins_with_one_of(plain, kFront) || counts(plain) ||
           (is_one_of(first, kThere) && counts(behind(plain, first)));
}

bool is_a_post(std::string_view words) {
    constexpr std::string_view kWhole[] = {"kế toán",
                                           "kế toán trưởng",
                                           "hiệu trưởng",
                                           "phó hiệu trưởng",
                                           "hiệu phó",
                                           "chủ tịch",
                                           "phó chủ tịch",
                                           "thủ trưởng",
                                           "thủ quỹ",
                                           "thủ kho",
                                           "bí thư",
                                           "tổ trưởng",
                                           "nhóm trưởng",
                                           "lớp trưởng",
                                           "viện trưởng",
                                           "trạm trưởng",
                                           "cục trưởng",
                                           "vụ trưởng",
                                           "chữ ký",
                                           "đã ký",
                                           "giáo viên chủ nhiệm",
                                           "cán bộ",
                                           "đại diện",
                                           "hết",
                                           "duyệt",
                                           "phê duyệt",
                                           "lập biểu",
                                           "lập bảng",
                                           "ban giám hiệu",
                                           "ban giám đốc",
                                           "phụ trách kế toán",
                                           "quản lý",
                                           "văn thư",
                                           "chánh văn phòng",
                                           "gvcn"};
    constexpr std::string_view kFront[] = {
        "trưởng phòng",      "phó trưởng phòng", "phó phòng",   "trưởng khoa",     "trưởng ban",     "trưởng nhóm",
        "trưởng đơn vị",     "trưởng bộ phận",   "giám đốc",    "phó giám đốc",    "tổng giám đốc",  "hiệu trưởng",
        "chủ tịch ubnd",     "người lập",        "người duyệt", "người phê duyệt", "người kiểm tra", "cán bộ lập",
        "nhân viên lập",     "đại diện đơn vị",  "ấn định",     "báo cáo",         "kết thúc",       "xác nhận",
        "thủ trưởng đơn vị", "đóng dấu",         "chữ ký",      "người phụ trách", "người báo cáo",  "đơn vị báo cáo"};
    return is_one_of(words, kWhole) || begins_with_one_of(words, kFront);
}

}  // namespace

bool names_a_sum(std::string_view cell) {
    if (cell.size() > kSumBytesMax) return false;
    auto front = cell.find_first_not_of(" -*=+.\"'(");
    if (front == cell.npos || std::string_view("tclmsgr").find(lower(cell[front])) == std::string_view::npos)
        return false;
    auto words = words_of(cell);
    auto plain = folded_for_search(words);
    auto first = first_word(words), rest = behind(plain, first_word(plain));
    bool numbers = has_digit(rest) || cell.find(':') != cell.npos;
    if (first == "tổng" || first == "cộng") return !is_no_sum(rest) && (rest.empty() || numbers || is_summed(rest));
    if (first == "tong" || first == "cong")
        return rest.empty() || plain == "tong cong" || plain == "tong so" || (numbers && !is_no_sum(rest));
    return is_another_sum(plain, numbers);
}

bool names_only_a_sum(std::string_view cell) {
    if (!names_a_sum(cell)) return false;
    auto words = words_of(cell);
    return words != "tong" && words != "cong";
}

bool is_place_and_date(std::string_view cell) {
    if (cell.size() > kLineBytesMax) return false;
    auto plain = folded_for_search(words_of(cell));
    auto day = plain.find("ngay"), month = plain.find("thang"), year = plain.find("nam", month);
    if (day == plain.npos) return false;
    if (month != plain.npos && year != plain.npos && day < month) return true;
    // "ngày 30/11/2026"
    constexpr std::size_t kWord = 5, kNumbers = 3, kYear = 4;
    auto rest = std::string_view(plain).substr(std::min(day + kWord, plain.size()));
    std::string_view last;
    std::size_t numbers = 0;
    for (; is_number(first_word(rest)) && numbers < kNumbers; ++numbers) {
        last = first_word(rest);
        rest = behind(rest, last);
    }
    return numbers == kNumbers && last.size() == kYear;
}

bool is_under_a_list(std::string_view cell) {
    cell = trim(cell);
    constexpr std::size_t kEnd = 3;
    if (cell.empty() || cell.size() > kLineBytesMax) return false;
    if (is_drawn(cell) || cell == "\\.") return true;
    for (std::string_view link : {"https://", "http://", "www."})
        if (cell.starts_with(link)) return true;
    if (is_plain_word(cell)) return cell.size() == kEnd && lower(cell) == "eof";
    if (signs_in_stead(cell)) return true;
    auto words = words_of(cell);
    return is_a_post(words) || closes(folded_for_search(words)) || is_place_and_date(cell);
}

bool speaks_to_readers(std::string_view cell) {
    constexpr std::string_view kFront[] = {"moi thac mac",     "moi chi tiet", "moi thong tin", "thong tin lien he",
                                           "vui long lien he", "xin vui long", "xin lien he",   "lien he ho tro"};
    if (cell.size() > kLineBytesMax || is_plain_word(cell)) return false;
    return begins_with_one_of(folded_for_search(words_of(cell)), kFront);
}

bool counts_people(std::string_view cell) {
    if (cell.size() > kSumBytesMax) return false;
    auto plain = folded_for_search(words_of(cell));
    auto number = first_word(plain);
    return counts(plain) || (!number.empty() && is_one_of(behind(plain, number), kPeople));
}

bool names_a_group(std::string_view cell) {
    if (cell.size() > kLineBytesMax || trim(cell).find(' ') == std::string_view::npos) return false;
    constexpr std::string_view kGroups[] = {"lớp",       "khối",    "phòng",   "tổ",        "nhóm",      "bộ phận",
                                            "chi nhánh", "đơn vị",  "cơ sở",   "văn phòng", "trung tâm", "phân xưởng",
                                            "xưởng",     "khu phố", "khu vực", "tòa nhà",   "toà nhà"};
    auto words = words_of(cell);
    return begins_with_one_of(words, kGroups) && !is_one_of(words, kGroups);
}

bool is_label(std::string_view cell) {
    cell = trim(cell);
    return cell.ends_with(':') || cell.find(": ") != cell.npos;
}

}  // namespace breachd::ingest
