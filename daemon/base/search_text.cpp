#include "base/search_text.hpp"

#include <glib.h>

#include <memory>

#include "base/utf8.hpp"

namespace breachd {

namespace {

using Owned = std::unique_ptr<char, decltype(&g_free)>;

void add_letter(std::string& out, gunichar letter) {
    constexpr gunichar kDStroke = 0x111, kCapitalDStroke = 0x110;
    if (letter == kDStroke) letter = 'd';
    if (letter == kCapitalDStroke) letter = 'D';
    char bytes[6];
    out.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(letter, bytes)));
}

void add_folded(std::string& out, gunichar letter) {
    if (!g_unichar_isspace(letter)) return add_letter(out, letter);
    if (!out.empty() && out.back() != ' ') out += ' ';
}

// Each letter of the text, taken apart from its marks.
template <class Add>
std::string apart(const char* text, Add add) {
    Owned letters(g_utf8_normalize(text, -1, G_NORMALIZE_NFD), &g_free);
    std::string out;
    for (const char* at = letters.get(); at != nullptr && *at != '\0'; at = g_utf8_next_char(at))
        if (auto letter = g_utf8_get_char(at); g_unichar_combining_class(letter) == 0) add(out, letter);
    return out;
}

}  // namespace

std::string folded_for_search(std::string_view text) {
    auto valid = valid_utf8(text);
    Owned lower(g_utf8_casefold(valid.data(), static_cast<gssize>(valid.size())), &g_free);
    auto out = apart(lower.get(), add_folded);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string without_marks(std::string_view text) { return apart(valid_utf8(text).c_str(), add_letter); }

}  // namespace breachd
