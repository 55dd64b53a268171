#include "base/search_text.hpp"

#include <glib.h>

#include <memory>

#include "base/utf8.hpp"

namespace breachd {

namespace {

using Owned = std::unique_ptr<char, decltype(&g_free)>;

void add(std::string& out, gunichar letter) {
    constexpr gunichar kDStroke = 0x111;
    if (letter == kDStroke) letter = 'd';
    if (g_unichar_isspace(letter)) {
        if (!out.empty() && out.back() != ' ') out += ' ';
        return;
    }
    char bytes[6];
    out.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(letter, bytes)));
}

}  // namespace

std::string folded_for_search(std::string_view text) {
    auto valid = valid_utf8(text);
    Owned lower(g_utf8_casefold(valid.data(), static_cast<gssize>(valid.size())), &g_free);
    Owned apart(g_utf8_normalize(lower.get(), -1, G_NORMALIZE_NFD), &g_free);
    std::string out;
    for (const char* at = apart.get(); at != nullptr && *at != '\0'; at = g_utf8_next_char(at))
        if (auto letter = g_utf8_get_char(at); g_unichar_combining_class(letter) == 0) add(out, letter);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace breachd
