#include "ingest/people/codes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

struct Named {
    std::string_view name;
    std::uint32_t code;
};
// HTML 4's, of the letters that Vietnamese has, and the signs that every program writes so.
constexpr Named kNamed[] = {
    {"amp", '&'},     {"quot", '"'},    {"apos", '\''},   {"nbsp", ' '},    {"Agrave", 0xc0}, {"Aacute", 0xc1},
    {"Acirc", 0xc2},  {"Atilde", 0xc3}, {"Egrave", 0xc8}, {"Eacute", 0xc9}, {"Ecirc", 0xca},  {"Igrave", 0xcc},
    {"Iacute", 0xcd}, {"Ograve", 0xd2}, {"Oacute", 0xd3}, {"Ocirc", 0xd4},  {"Otilde", 0xd5}, {"Ugrave", 0xd9},
    {"Uacute", 0xda}, {"Yacute", 0xdd}, {"agrave", 0xe0}, {"aacute", 0xe1}, {"acirc", 0xe2},  {"atilde", 0xe3},
    {"egrave", 0xe8}, {"eacute", 0xe9}, {"ecirc", 0xea},  {"igrave", 0xec}, {"iacute", 0xed}, {"ograve", 0xf2},
    {"oacute", 0xf3}, {"ocirc", 0xf4},  {"otilde", 0xf5}, {"ugrave", 0xf9}, {"uacute", 0xfa}, {"yacute", 0xfd},
};

// Those of other letters and of signs that programs write.
constexpr std::string_view kOthers =
    " lt gt copy reg trade deg middot bull hellip ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo laquo raquo ordf "
    "ordm "
    "auml ouml uuml euml iuml yuml aring aelig ccedil ntilde oslash szlig eth thorn icirc ucirc Auml Ouml Uuml Euml "
    "Iuml Aring AElig Ccedil Ntilde Oslash ETH THORN Icirc Ucirc ";

struct Code {
    std::uint32_t letter = 0;  // 0: none of a letter
    std::size_t bytes = 0;     // 0: no code
};

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Of what: a letter, or a sign of ASCII that a name may have, nothing that lays out a letter or is not seen; or any
// sign of ASCII.
enum class Codes { of_names, of_addresses };
std::uint32_t allowed(std::uint32_t code, Codes codes) {
    if (codes == Codes::of_addresses && code > ' ' && code < 0x7f) return code;
    bool ascii =
        code == ' ' || code == '\'' || code == '&' || (code < 0x80 && is_ascii_letter(static_cast<char>(code)));
    bool latin = (code >= 0xc0 && code < 0x250 && code != 0xd7 && code != 0xf7) || (code >= 0x300 && code < 0x330) ||
                 (code >= 0x1e00 && code < 0x1f00);
    return ascii || latin ? code : code == 0xa0 ? ' ' : 0;
}

std::uint32_t number_of(std::string_view digits, int base) {
    std::uint32_t out = 0;
    auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
    return wrong == std::errc() && end == digits.data() + digits.size() ? out : 0;
}

// The code at the front of the text.
Code code_at(std::string_view text, Codes codes = Codes::of_names) {
    constexpr std::size_t kLongest = 10, kEscape = 6;
    if (text.starts_with("\\u") && text.size() >= kEscape) {
        auto digits = text.substr(2, 4);
        for (char c : digits)
            if (!is_hex(c)) return {};
        return {allowed(number_of(digits, 16), codes), kEscape};
    }
    auto end = text.substr(0, kLongest).find(';');
    if (text.empty() || text[0] != '&' || end == text.npos || end < 3) return {};
    auto name = text.substr(1, end - 1);
    bool hex = name.starts_with("#x") || name.starts_with("#X");
    if (hex) return {allowed(number_of(name.substr(2), 16), codes), end + 1};
    if (name[0] == '#') return {allowed(number_of(name.substr(1), 10), codes), end + 1};
    if (codes == Codes::of_addresses && (name == "lt" || name == "gt")) return {name == "lt" ? 0x3cU : 0x3eU, end + 1};
    for (const auto& known : kNamed)
        if (known.name == name) return {known.code, end + 1};
    if (kOthers.find(" " + std::string(name) + " ") == kOthers.npos) return {};  // "Lan&Hoa; Mai"
    return {0, end + 1};
}

bool write_out_once(std::string& text, Codes codes) {
    std::string out;
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        auto [letter, bytes] = code_at(std::string_view(text).substr(at), codes);
        any = any || letter != 0;
        if (letter != 0)
            add_character(out, letter);
        else
            out += text.substr(at, std::max<std::size_t>(bytes, 1));
        at += std::max<std::size_t>(bytes, 1);
    }
    if (any) text = std::move(out);
    return any;
}

// Two searches of one letter each, which take many bytes at once: nearly no name has either.
bool may_have_codes(std::string_view text) { return text.find('&') != text.npos || text.find('\\') != text.npos; }

bool write_out(std::string& text, Codes codes) {
    if (!may_have_codes(text) || !write_out_once(text, codes)) return false;
    write_out_once(text, codes);  // "&amp;#7877;"
    return true;
}

}  // namespace

bool write_out_codes(std::string& text) { return write_out(text, Codes::of_names); }

bool write_out_address(std::string& text) { return write_out(text, Codes::of_addresses); }

bool has_codes(std::string_view text) {
    if (!may_have_codes(text)) return false;
    for (auto at = text.find_first_of("&\\"); at != text.npos; at = text.find_first_of("&\\", at + 1))
        if (code_at(text.substr(at)).bytes > 0) return true;
    return false;
}

}  // namespace breachd::ingest
