#include "ingest/people/codes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/html_codes.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

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

// Of JSON: "\u1ec5".
HtmlCode escape_at(std::string_view text) {
    constexpr std::size_t kBytes = 6;
    if (!text.starts_with("\\u") || text.size() < kBytes) return {};
    std::uint32_t number = 0;
    auto [end, wrong] = std::from_chars(text.data() + 2, text.data() + kBytes, number, 16);
    return wrong == std::errc() && end == text.data() + kBytes ? HtmlCode{number, kBytes} : HtmlCode{};
}

// The code at the front of the text; without a character where none is wanted.
HtmlCode code_at(std::string_view text, Codes codes = Codes::of_names) {
    auto code = text.starts_with('&') ? html_code_at(text) : escape_at(text);
    code.character = allowed(code.character, codes);
    return code;
}

bool write_out_once(std::string& text, Codes codes) {
    std::string out;
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        auto [character, bytes] = code_at(std::string_view(text).substr(at), codes);
        any = any || character != 0;
        bytes = std::max<std::size_t>(bytes, 1);
        if (character != 0)
            add_character(out, character);
        else
            out += text.substr(at, bytes);
        at += bytes;
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
