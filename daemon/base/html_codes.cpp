#include "base/html_codes.hpp"

#include <charconv>

namespace breachd {

namespace {

struct Named {
    std::string_view name;
    std::uint32_t character;
};
// The signs that every program writes so, and the letters of Latin-1.
constexpr Named kNamed[] = {
    {"amp", 0x26},      {"quot", 0x22},    {"apos", 0x27},    {"lt", 0x3c},      {"gt", 0x3e},      {"nbsp", 0xa0},
    {"copy", 0xa9},     {"reg", 0xae},     {"trade", 0x2122}, {"deg", 0xb0},     {"middot", 0xb7},  {"bull", 0x2022},
    {"hellip", 0x2026}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201a},
    {"ldquo", 0x201c},  {"rdquo", 0x201d}, {"bdquo", 0x201e}, {"laquo", 0xab},   {"raquo", 0xbb},   {"ordf", 0xaa},
    {"ordm", 0xba},     {"Agrave", 0xc0},  {"Aacute", 0xc1},  {"Acirc", 0xc2},   {"Atilde", 0xc3},  {"Auml", 0xc4},
    {"Aring", 0xc5},    {"AElig", 0xc6},   {"Ccedil", 0xc7},  {"Egrave", 0xc8},  {"Eacute", 0xc9},  {"Ecirc", 0xca},
    {"Euml", 0xcb},     {"Igrave", 0xcc},  {"Iacute", 0xcd},  {"Icirc", 0xce},   {"Iuml", 0xcf},    {"ETH", 0xd0},
    {"Ntilde", 0xd1},   {"Ograve", 0xd2},  {"Oacute", 0xd3},  {"Ocirc", 0xd4},   {"Otilde", 0xd5},  {"Ouml", 0xd6},
    {"Oslash", 0xd8},   {"Ugrave", 0xd9},  {"Uacute", 0xda},  {"Ucirc", 0xdb},   {"Uuml", 0xdc},    {"Yacute", 0xdd},
    {"THORN", 0xde},    {"szlig", 0xdf},   {"agrave", 0xe0},  {"aacute", 0xe1},  {"acirc", 0xe2},   {"atilde", 0xe3},
    {"auml", 0xe4},     {"aring", 0xe5},   {"aelig", 0xe6},   {"ccedil", 0xe7},  {"egrave", 0xe8},  {"eacute", 0xe9},
    {"ecirc", 0xea},    {"euml", 0xeb},    {"igrave", 0xec},  {"iacute", 0xed},  {"icirc", 0xee},   {"iuml", 0xef},
    {"eth", 0xf0},      {"ntilde", 0xf1},  {"ograve", 0xf2},  {"oacute", 0xf3},  {"ocirc", 0xf4},   {"otilde", 0xf5},
    {"ouml", 0xf6},     {"oslash", 0xf8},  {"ugrave", 0xf9},  {"uacute", 0xfa},  {"ucirc", 0xfb},   {"uuml", 0xfc},
    {"yacute", 0xfd},   {"thorn", 0xfe},   {"yuml", 0xff},
};

std::uint32_t number_of(std::string_view digits, int base) {
    std::uint32_t out = 0;
    auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
    bool is_character = out <= 0x10ffff && (out < 0xd800 || out > 0xdfff);
    return wrong == std::errc() && end == digits.data() + digits.size() && is_character ? out : 0;
}

}  // namespace

HtmlCode html_code_at(std::string_view text) {
    constexpr std::size_t kLongest = 10;
    auto end = text.substr(0, kLongest).find(';');
    if (text.empty() || text[0] != '&' || end == text.npos || end < 3) return {};
    auto name = text.substr(1, end - 1);
    bool hexadecimal = name.starts_with("#x") || name.starts_with("#X");
    if (hexadecimal) return {number_of(name.substr(2), 16), end + 1};
    if (name[0] == '#') return {number_of(name.substr(1), 10), end + 1};
    for (const auto& known : kNamed)
        if (known.name == name) return {known.character, end + 1};
    return {};
}

}  // namespace breachd
