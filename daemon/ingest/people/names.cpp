#include "ingest/people/names.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/search_text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"
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

}  // namespace

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
    auto letters = letters_of(name);
    if (is_unreadable(letters)) return "letters of the name cannot be read";
    if (name.find("**") != name.npos) return "the name is masked: its letters are covered";
    bool none = says_there_is_none(name) && !spells_a_name(name) && !is_about_a_contact(name);
    if (none || spreadsheet_damage(name) || name.find('@') != name.npos ||
        std::none_of(letters.begin(), letters.end(), is_any_letter))
        return kNoName;
    if (is_in_old_font(letters)) return "the name is in an old font (TCVN3 or VNI): convert it to Unicode";
    return "";
}

}  // namespace breachd::ingest
