#include "ingest/people/names.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/codes.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/old_fonts.hpp"

namespace breachd::ingest {

namespace {

using Letters = std::u32string;

constexpr std::string_view kContacts[] = {"dia chi", "mail", "dien thoai", "sdt", "zalo"};

Letters letters_of(std::string_view text) {
    Letters out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
            out += byte;
            ++at;
            continue;
        }
        auto [code, bytes] = character_at(text, at);
        out += bytes == 0 ? U'\ufffd' : static_cast<char32_t>(code);
        at += std::max<std::size_t>(bytes, 1);
    }
    return out;
}

bool is_small(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_great(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_any_letter(char32_t c) {
    return is_small(c) || is_great(c) || (c >= 0xc0 && c != U'\ufffd' && c != 0xd7 && c != 0xf7);
}
// "Không Địa Chỉ" says something of an address and nothing of a name.
bool is_about_a_contact(std::string_view name) {
    auto words = folded_for_search(name);
    return std::any_of(std::begin(kContacts), std::end(kContacts), [&](auto word) { return words.ends_with(word); });
}

// "Nguy?n Th? H?ng": letters that a program could not write.
bool is_unreadable(const Letters& name) {
    int lost = 0;
    bool within = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == U'\ufffd') return true;
        if (name[i] != U'?') continue;
        ++lost;
        within |= i > 0 && i + 1 < name.size() && is_any_letter(name[i - 1]) && is_any_letter(name[i + 1]);
    }
    return within || lost > 1;
}

// UTF-8 that was read as Windows-1252: "Nguyá»…n Thá»‹ Lan", "LÃª".
bool is_misread(const Letters& name) {
    for (std::size_t i = 0; i + 1 < name.size(); ++i) {
        auto next = name[i + 1];
        bool sign = next >= 0xa0 && next <= 0xbf;
        if ((name[i] == U'á' && (next == U'»' || next == U'º')) || (name[i] == U'Ã' && sign)) return true;
        if (name[i] == U'Ä' && (next == U'‘' || next == U'ƒ' || next == U'\u0090')) return true;
        if (name[i] == U'Æ' && (next == U'°' || next == U'¡')) return true;
    }
    return false;
}

bool may_cover(char32_t c) { return c == U'x' || c == U'X' || c == U'*' || c == U'_' || (c >= 0x2000 && c < 0x2600); }

bool is_covered(const Letters& name) {
    if (std::none_of(name.begin(), name.end(), may_cover)) return false;  // as nearly all
    constexpr std::u32string_view kCovers = U"•●○∙■▪█*_";
    auto covers = [&](std::size_t at) { return kCovers.find(name[at]) != kCovers.npos; };
    std::size_t xs = 0;  // of a word that is nothing else
    for (std::size_t i = 0; i <= name.size(); ++i) {
        bool x = i < name.size() && (name[i] == U'x' || name[i] == U'X');
        bool word_begins = i == 0 || name[i - 1] == U' ' || xs > 0;
        if (x) xs = word_begins ? xs + 1 : 0;
        bool ends = i == name.size() || name[i] == U' ';
        if (ends && xs > 2) return true;
        if (!x) xs = 0;
        if (i == 0 || i == name.size() || !covers(i)) continue;
        if (covers(i - 1) || (name[i] != U'*' && name[i] != U'_' && is_any_letter(name[i - 1]))) return true;
    }
    return false;
}

// What shops and forms write for one whose name they do not know. "Khách Lê" and "An Danh" are somebody.
bool is_of_a_stranger(std::string_view name) {
    constexpr std::string_view kWords[] = {
        "khách lẻ",    "khach le",    "khách vãng lai", "khach vang lai", "khách hàng lẻ", "khách hàng",
        "không tên",   "khong ten",   "không có tên",   "khong co ten",   "chưa rõ tên",   "chua ro ten",
        "chưa có tên", "chua co ten", "chưa biết tên",  "không rõ tên",   "khong ro ten",  "no name",
        "noname",      "ẩn danh",     "vô danh",        "anonymous"};
    // By the first letters and the length: most names are not looked at any more.
    constexpr std::size_t kShortest = 6, kLongest = 24;
    constexpr std::string_view kBegins[] = {"kh", "ch", "no", "an", "v\xc3", "V\xc3", "\xe1\xba"};
    if (name.size() < kShortest || name.size() > kLongest) return false;
    if (std::none_of(std::begin(kBegins), std::end(kBegins), [&](auto begin) { return starts_with_word(name, begin); }))
        return false;
    return is_one_of(in_small_letters(name), kWords);
}

// "=HYPERLINK(…)", "+SUM(…)", "@A1(…)", "-cmd|' /C calc'!A0": what a spreadsheet would run. "- Lan" is nobody's
// formula.
bool is_formula(std::string_view name) {
    if (name.starts_with('=')) return true;
    if (name.empty() || std::string_view("+-@").find(name.front()) == std::string_view::npos) return false;
    if (name.find('|') != name.npos && name.find('!') != name.npos) return true;  // asks another program
    auto opens = name.find('(');
    auto before = name.substr(0, opens);
    return opens != name.npos && opens > 1 && before.find(' ') == before.npos &&
           (is_small(static_cast<unsigned char>(name[1])) || is_great(static_cast<unsigned char>(name[1])));
}

}  // namespace

bool cannot_be_read(std::string_view text) {
    auto letters = letters_of(text);
    return is_unreadable(letters) || is_misread(letters);
}

bool is_in_old_font(std::string_view text) { return is_in_old_font(letters_of(text)); }

bool is_covered(std::string_view text) { return is_covered(letters_of(text)); }

bool spells_a_name(std::string_view name) {
    auto letters = folded_letters(name);
    if (says_not_known(letters) || letters == "none" || letters == "null") return false;
    auto word = [](std::string_view text) {
        return text.size() > 1 && is_great(static_cast<unsigned char>(text[0])) &&
               std::all_of(text.begin() + 1, text.end(),
                           [](char c) { return is_small(static_cast<unsigned char>(c)); });
    };
    constexpr std::string_view kFamily = "Ko ";
    return word(name) || (name.starts_with(kFamily) && word(name.substr(kFamily.size())));
}

std::string_view wrong_name(std::string_view name) {
    if (name.empty()) return "";
    if (is_formula(name)) return kNameIsFormula;
    auto letters = letters_of(name);
    if (is_unreadable(letters) || is_misread(letters) || has_codes(name)) return "letters of the name cannot be read";
    if (is_covered(letters)) return "the name is masked: its letters are covered";
    bool none = says_there_is_none(name) && !spells_a_name(name) && !is_about_a_contact(name);
    if (none || is_of_a_stranger(name) || spreadsheet_damage(name) || name.find('@') != name.npos ||
        name.find("://") != name.npos || std::none_of(letters.begin(), letters.end(), is_any_letter))
        return kNoName;
    if (is_in_old_font(letters)) return kNameInOldFont;
    return "";
}

}  // namespace breachd::ingest
