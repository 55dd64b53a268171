#include "ingest/people/names.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/search_text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/repair.hpp"

namespace breachd::ingest {

namespace {

using Letters = std::u32string;

constexpr std::string_view kContacts[] = {"dia chi", "mail", "dien thoai", "sdt", "zalo"};

Letters letters_of(std::string_view text) {
    Letters out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        out += bytes == 0 ? U'\ufffd' : static_cast<char32_t>(code);
        at += std::max<std::size_t>(bytes, 1);
    }
    return out;
}

bool is_small(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_great(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_letter(char32_t c) {
    return is_small(c) || is_great(c) || (c >= 0xc0 && c != U'\ufffd' && c != 0xd7 && c != 0xf7);
}
char32_t small(char32_t c) {
    bool great = is_great(c) || (c >= 0xc0 && c <= 0xde && c != 0xd7);
    return great ? c + 0x20 : c;
}

// A given name, not "n/a": "Na", "Nan".
bool is_a_word(std::string_view name) {
    return name.size() > 1 && is_great(static_cast<unsigned char>(name[0])) &&
           std::all_of(name.begin() + 1, name.end(), [](char c) { return is_small(static_cast<unsigned char>(c)); });
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
        within |= i > 0 && i + 1 < name.size() && is_letter(name[i - 1]) && is_letter(name[i + 1]);
    }
    return within || lost > 1;
}

bool is_sign_of_latin1(char32_t c) { return (c > 0xa0 && c < 0xc0) || c == 0xd7 || c == 0xf7; }

// TCVN3 writes small letters where Latin-1 has great ones and signs: "NguyÔn ThÞ H»ng", "V¨n".
bool is_tcvn3(const Letters& name) {
    constexpr std::u32string_view kAfter = U"¨ª«¬µ¶·¸¹»¼½¾\u00ad×÷";  // behind a letter
    constexpr std::u32string_view kBefore = U"®§©¡¢£¤¥¦";             // in front of one
    bool quotes = name.find(U'«') != name.npos && name.find(U'»') != name.npos;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto c = name[i], before = i > 0 ? name[i - 1] : U' ', after = i + 1 < name.size() ? name[i + 1] : U' ';
        bool great = c >= 0xc0 && c <= 0xde && c != 0xd7;
        if (great && is_small(before) && (is_small(after) || !is_letter(after))) return true;
        if (!is_sign_of_latin1(c)) continue;
        if (quotes && (c == U'«' || c == U'»')) continue;
        if (kAfter.find(c) != kAfter.npos && (is_small(before) || is_great(before))) return true;
        if (kBefore.find(c) != kBefore.npos && is_letter(after)) return true;
    }
    return false;
}

bool is_latin1(char32_t c) { return c >= 0xc0 && c <= 0xff; }

// A common family name whose mark is also in names of others ("Saïd").
bool is_of_phaim(const Letters& name, std::size_t at) {
    constexpr std::u32string_view kName = U"phaïm";
    if (name.size() - at < kName.size()) return false;
    return std::equal(kName.begin(), kName.end(), name.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char32_t want, char32_t is) { return want == small(is); });
}

// VNI writes a letter and its marks as two: "Nguyeãn Thò Haèng", "Döông", "Ñaëng".
bool is_vni(const Letters& name) {
    struct Pair {
        char32_t letter;
        std::u32string_view marks;
    };
    constexpr std::size_t kPha = 3;
    // What no name of Latin letters has: "Raúl", "Zoë" and "João" are none.
    constexpr Pair kPairs[] = {{U'a', U"øûõåäèêàáãâù"}, {U'e', U"øûõãâåäà"}, {U'o', U"øûõåäâ"}, {U'u', U"øûõ"},
                               {U'y', U"øùûõ"},         {U'ö', U"øùûõïô"},   {U'ô', U"øùûõï"}};
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_latin1(name[i])) continue;
        auto mark = small(name[i]), before = i > 0 ? small(name[i - 1]) : U' ';
        if (mark == U'ï' && i >= kPha && is_of_phaim(name, i - kPha)) return true;
        if (mark == U'ñ' && i + 1 < name.size() && !is_letter(before)) return true;
        for (const auto& pair : kPairs)
            if (pair.letter == before && pair.marks.find(mark) != pair.marks.npos) return true;
    }
    return false;
}

}  // namespace

std::string_view wrong_name(std::string_view name) {
    if (name.empty()) return "";
    auto letters = letters_of(name);
    if (is_unreadable(letters)) return "letters of the name cannot be read";
    bool none = says_there_is_none(name) && !is_a_word(name) && !is_about_a_contact(name);
    if (none || spreadsheet_damage(name) || name.find('@') != name.npos ||
        std::none_of(letters.begin(), letters.end(), is_letter))
        return "not the name of a person";
    if (name.find("**") != name.npos) return "the name is masked: its letters are covered";
    if (is_tcvn3(letters) || is_vni(letters)) return "the name is in an old font (TCVN3 or VNI): convert it to Unicode";
    return "";
}

}  // namespace breachd::ingest
