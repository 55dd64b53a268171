#include "base/utf8.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace breachd {

namespace {

// Of the first wrong byte; npos when there is none.
std::size_t first_wrong(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto bytes = character_at(text, at).bytes;
        if (bytes == 0) return at;
        at += bytes;
    }
    return std::string_view::npos;
}

bool is_line_break_or_control(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

// Marks that turn the reading direction around: they let a title show other words than it holds.
bool is_direction_mark(std::uint32_t code) {
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
           code == 0x200f || code == 0xfeff;
}

bool is_plain(std::string_view text) {
    bool odd = false;  // without an early end: the compiler takes many bytes at once
    for (char c : text) odd |= c < 0x20 || c == 0x7f;
    return !odd;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
    auto lead = static_cast<std::uint8_t>(text[at]);
    if (lead < 0x80) return {lead, 1};
    std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + bytes > text.size()) return {0xfffd, 0};
    std::uint32_t code = lead & (0x7fu >> bytes);
    for (std::size_t k = 1; k < bytes; ++k) {
        auto byte = static_cast<std::uint8_t>(text[at + k]);
        if ((byte & 0xc0) != 0x80) return {0xfffd, 0};
        code = code << 6 | (byte & 0x3fu);
    }
    bool too_long = (bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10ffff));
    if (too_long || (code >= 0xd800 && code <= 0xdfff)) return {0xfffd, 0};
    return {code, bytes};
}

bool is_utf8(std::string_view text) { return first_wrong(text) == std::string_view::npos; }

std::string valid_utf8(std::string_view text) {
    std::string out;
    for (auto wrong = first_wrong(text); wrong != std::string_view::npos; wrong = first_wrong(text)) {
        out.append(text, 0, wrong).append("\xef\xbf\xbd");
        text.remove_prefix(wrong + 1);
    }
    return out.append(text);
}

std::string_view cut_at_character(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

std::string clean_line(std::string_view text, std::size_t bytes_max) {
    text = trim(text);
    if (text.size() <= bytes_max && is_plain(text)) return std::string(text);
    std::string out;
    out.reserve(std::min(text.size(), bytes_max));
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        std::string_view piece = bytes == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(at, bytes);
        at += std::max<std::size_t>(bytes, 1);
        if (is_direction_mark(code)) continue;
        if (is_line_break_or_control(code)) {
            if (out.empty() || out.back() == ' ') continue;
            piece = " ";
        }
        if (out.size() + piece.size() > bytes_max) break;
        out += piece;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace breachd
