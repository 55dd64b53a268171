#include "ingest/people/repair.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kNumberDigitsMax = 20;

// Seen by nobody: soft hyphen, zero-width blank and joiners, word joiner and its kin, marks of direction, byte order
// mark, fillers.
bool is_unseen(std::uint32_t code) {
    return code == 0xad || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || code == 0x180e || code == 0x34f;
}

bool is_wide_blank(std::uint32_t code) {
    return code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
           code == 0x3000 || code == 0x85 || code == 0x2028 || code == 0x2029;
}

std::string seen(std::string_view cell, bool& unseen) {
    std::string out;
    out.reserve(cell.size());
    for (std::size_t at = 0; at < cell.size();) {
        auto [code, bytes] = character_at(cell, at);
        auto itself = cell.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        if (bytes > 0 && is_unseen(code))
            unseen = true;
        else if (bytes > 0 && is_wide_blank(code))
            out += ' ';
        else if (code > 0xff00 && code < 0xff5f)  // of full width
            out += static_cast<char>(code - 0xff00 + 0x20);
        else
            out += itself;
    }
    return nfc(out);
}

// ="0912000001": a formula that keeps the zero.
bool unwrap_formula(std::string& text) {
    if (text.size() < 3 || !text.starts_with("=\"") || text.back() != '"') return false;
    text = std::string(trim(std::string_view(text).substr(2, text.size() - 3)));
    return true;
}

bool drop_apostrophe(std::string& text) {
    for (std::string_view mark : {"'", "\u2019", "\u2018", "`"}) {
        if (!text.starts_with(mark)) continue;
        text.erase(0, mark.size());
        if (text.ends_with(mark)) text.erase(text.size() - mark.size());
        return true;
    }
    return false;
}

// "9.12E+08" or "8,4912E+10".
std::optional<Damaged> written_out(std::string_view cell) {
    auto e = cell.find_first_of("eE");
    if (e == cell.npos || e == 0) return std::nullopt;
    auto mantissa = cell.substr(0, e), exponent = cell.substr(e + 1);
    auto point = mantissa.find_first_of(".,");
    // Spreadsheets write the sign: 6E01 is somebody's class or flat.
    if (!exponent.starts_with('+') && point == mantissa.npos) return std::nullopt;
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    auto whole = mantissa.substr(0, point), part = point == mantissa.npos ? "" : mantissa.substr(point + 1);
    if (whole.size() != 1 || !all_digits(whole) || (point != mantissa.npos && !all_digits(part))) return std::nullopt;
    if (!all_digits(exponent) || exponent.size() > 2) return std::nullopt;
    auto places = static_cast<std::size_t>(exponent.size() == 1 ? exponent[0] - '0'
                                                                : (exponent[0] - '0') * 10 + exponent[1] - '0');
    if (places != part.size() || places > kNumberDigitsMax) return Damaged{"", "a spreadsheet lost digits of it"};
    return Damaged{std::string(whole) + std::string(part), "the exponent of a spreadsheet was written out"};
}

// "912000002.0"
std::optional<Damaged> without_decimals(std::string_view cell) {
    auto point = cell.find_first_of(".,");
    if (point == cell.npos || point < 8 || point > kNumberDigitsMax) return std::nullopt;
    auto part = cell.substr(point + 1);
    bool zeros = !part.empty() && part.size() <= 2 && part.find_first_not_of('0') == part.npos;
    auto whole = cell.substr(0, point);
    if (whole.starts_with('+')) whole.remove_prefix(1);
    if (!zeros || !all_digits(whole)) return std::nullopt;
    return Damaged{std::string(cell.substr(0, point)), "the decimals of a spreadsheet were dropped"};
}

// 0 and x where an address should stand. In a column of Zalo ids an x says that the person has Zalo: it is reported.
bool fills_a_cell(ContactKind kind, std::string_view cell) {
    constexpr std::size_t kLongest = 24;
    if (cell.size() > kLongest) return false;
    // As long as a number: somebody filled in a form that wanted one.
    constexpr std::size_t kNumber = 8;
    if (kind == ContactKind::phone && cell.size() >= kNumber) return false;
    return cell.find_first_not_of("0 ") == cell.npos ||
           (kind != ContactKind::zalo_id && cell.find_first_not_of("xX ") == cell.npos);
}

// Whether a word has other marks than those that say that there is nothing: "Khổng Dũng" is a person, "Không dùng"
// none. Words without marks say nothing of that, and small ones are not a name.
bool is_marked_as_a_name(std::string_view text) {
    constexpr std::string_view kWords =
        " không có chưa cập nhật đang rõ biết để trống bổ sung sau sẽ cung cấp khai báo sử dụng dùng như trên thường "
        "trú đã chuyển đi bỏ chia sẻ sẽ xác định địa chỉ thông tin số điện thoại điạ đúng sđt đt ";
    auto first = character_at(text, 0);
    if (first.code >= 'a' && first.code <= 'z') return false;
    auto small = in_small_letters(text);
    if (first.bytes > 1 && small.starts_with(text.substr(0, first.bytes))) return false;  // it is small itself
    constexpr std::string_view kBetween = " .,;:()-_/?!*\"'";
    for (std::size_t at = 0; at < small.size();) {
        auto end = std::min(small.find_first_of(kBetween, at), small.size());
        auto word = small.substr(at, end - at);
        bool marked =
            std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        if (marked && kWords.find(" " + word + " ") == kWords.npos) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace

bool is_clean(std::string_view cell) {
    if (cell.empty()) return true;
    bool odd = false, high = false;  // without an early end: the compiler takes many bytes at once
    for (char c : cell) {
        auto byte = static_cast<unsigned char>(c);
        odd |= byte < 0x20 || byte == 0x7f;
        high |= byte >= 0x80;
    }
    auto ends = [](char c) { return is_letter(c) || is_digit(c) || c == '#'; };
    if (odd || !ends(cell.front()) || !ends(cell.back())) return false;
    if (!high) return true;
    for (std::size_t at = 0; at < cell.size();) {
        if (static_cast<unsigned char>(cell[at]) < 0x80) {
            ++at;
            continue;
        }
        auto [code, bytes] = character_at(cell, at);
        bool latin = code > 0xa0 && code < 0x250 && code != 0xad;
        if (bytes == 0 || (!latin && (code < 0x1ea0 || code >= 0x1f00))) return false;
        at += bytes;
    }
    return true;
}

std::string cleaned(std::string_view cell, Repairs& repairs) {
    if (is_clean(cell)) return std::string(cell);
    bool unseen = false;
    auto text = std::string(trim(seen(cell, unseen)));
    if (unseen) repairs.push_back("invisible characters were removed");
    if (unwrap_formula(text)) repairs.push_back("the formula around the value was dropped");
    if (drop_apostrophe(text)) repairs.push_back("the leading apostrophe was dropped");
    return text;
}

bool says_not_known(std::string_view letters) {
    constexpr std::string_view kWords[] = {"undefined", "unknown",      "chuacapnhat", "dangcapnhat", "capnhatsau",
                                           "chuaro",    "khongxacdinh", "chuaxacdinh", "notavailable"};
    return std::find(std::begin(kWords), std::end(kWords), letters) != std::end(kWords);
}

bool is_placeholder(std::string_view text) {
    constexpr std::size_t kLongest = 48;
    constexpr std::string_view kNothing[] = {
        "na",  "tbd",   "chuaco",  "detrong",   "bosungsau",  "khongsudung", "nhuthuongtru",
        "ko",  "null",  "khongco", "chuabiet",  "secungcap",  "chuacungcap", "khongcungcap",
        "nan", "none",  "khongro", "secapnhat", "dachuyendi", "chuakhaibao", "khongkhaibao",
        "nil", "koco",  "nhutren", "khongbiet", "chuabosung", "notprovided", "nhudiachitren",
        "kco", "khong", "botrong", "khongdung", "dangbosung", "khongchiase", "nhudiachithuongtru"};
    // "Chưa có địa chỉ", "không có email"
    constexpr std::string_view kOfWhat[] = {"diachi", "thongtin", "email",       "mail", "sodienthoai", "dienthoai",
                                            "sdt",    "zalo",     "diachiemail", "so",   "sozalo"};
    if (text.size() > kLongest || text.find('@') != text.npos || text.find('#') != text.npos || has_digit(text))
        return false;
    if (text.find_first_not_of("-._/? ") == text.npos || text == "–" || text == "—" || text == "\\N") return true;
    auto letters = folded_letters(text);
    auto nothing = [&](std::string_view what) {
        if (!letters.ends_with(what)) return false;
        auto word = std::string_view(letters).substr(0, letters.size() - what.size());
        return says_not_known(word) || std::find(std::begin(kNothing), std::end(kNothing), word) != std::end(kNothing);
    };
    bool none = nothing("") || std::any_of(std::begin(kOfWhat), std::end(kOfWhat), nothing);
    return none && !is_marked_as_a_name(text);
}

std::size_t first_wrong_byte(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto bytes = character_at(text, at).bytes;
        if (bytes == 0) return at;
        at += bytes;
    }
    return text.size();
}

std::optional<Damaged> spreadsheet_damage(std::string_view cell) {
    if (cell.empty()) return std::nullopt;
    if (cell.size() > 1 && cell.find_first_not_of('#') == cell.npos)
        return Damaged{"", "the spreadsheet's column was too narrow: only # is left of it"};
    if (cell.front() == '#')
        for (std::string_view error : {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!"})
            if (cell == error) return Damaged{"", "the spreadsheet shows an error instead of it"};
    if (!is_digit(cell.front()) && cell.front() != '+') return std::nullopt;
    if (auto damage = written_out(cell.front() == '+' ? cell.substr(1) : cell)) return damage;
    return without_decimals(cell);
}

ReadAddress read_address(ContactKind kind, std::string_view cell, Repairs& repairs, WrittenTo to) {
    if (cell.empty() || is_placeholder(cell) || fills_a_cell(kind, cell)) return {};
    switch (kind) {
        case ContactKind::phone:
            return read_phone(cell, repairs, to);
        case ContactKind::email:
            return read_email(cell, repairs, to);
        case ContactKind::postal_address:
            return read_postal(cell, repairs);
        case ContactKind::zalo_id:
            return read_zalo(cell, repairs, to);
        default:
            return read_id(kind, cell, repairs);
    }
}

}  // namespace breachd::ingest
