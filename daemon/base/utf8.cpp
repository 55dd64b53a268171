#include "base/utf8.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <memory>

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

constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::string_view kBullet = "\xe2\x80\xa2";

bool is_noncharacter(std::uint32_t code) { return (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef); }

bool is_private(std::uint32_t code) { return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000; }

// Word pastes the bullets of its fonts Symbol and Wingdings as private characters.
bool is_office_bullet(std::uint32_t code) { return code >= 0xf020 && code <= 0xf0ff; }

// Line breaks of other programs: vertical tab, form feed, next line, line and paragraph separator.
bool is_foreign_break(std::uint32_t code) {
    return code == 0x0b || code == 0x0c || code == 0x85 || code == 0x2028 || code == 0x2029;
}

// Prints nothing and means nothing on paper: zero-width space, word joiner, byte order mark, marks of direction.
bool prints_nothing(std::uint32_t code) {
    return code == 0x200b || code == 0x2060 || code == 0xfeff || code == 0x200e || code == 0x200f;
}

// What stands for the character on paper; itself when it can be printed.
std::string_view on_paper(std::uint32_t code, std::string_view itself) {
    if (code == '\n') return itself;
    if (code == '\t') return " ";
    if (is_foreign_break(code)) return "\n";
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || is_noncharacter(code)) return kReplacement;
    if (prints_nothing(code)) return "";
    if (is_direction_mark(code)) return kReplacement;  // it would show other words than the text holds
    if (is_office_bullet(code)) return kBullet;
    return is_private(code) ? kReplacement : itself;
}

bool is_harmless(std::uint32_t code) { return !is_line_break_or_control(code) && !is_direction_mark(code); }

// What is not harmless, and not in `kept`, spelled out.
std::string spelled_out(std::string_view text, std::string_view kept, bool json) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        auto piece = text.substr(at, std::max<std::size_t>(bytes, 1));
        at += piece.size();
        bool stays = bytes > 0 && (is_harmless(code) || (code < 0x80 && kept.find(piece[0]) != std::string_view::npos));
        if (stays)
            out += piece;
        else if (json)
            out += fmt::format("\\u{:04x}", code);
        else if (bytes == 0 || code < 0x100)
            out += fmt::format("\\x{:02x}", bytes == 0 ? static_cast<std::uint8_t>(piece[0]) : code);
        else
            out += fmt::format("\\u{:04x}", code);
    }
    return out;
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

std::string nfc(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(text);
    auto valid = valid_utf8(text);
    std::string out;
    // GLib ends at a NUL: the parts between them are composed one by one.
    for (std::size_t at = 0; at <= valid.size();) {
        auto end = std::min(valid.find('\0', at), valid.size());
        std::unique_ptr<char, decltype(&g_free)> part(
            g_utf8_normalize(valid.data() + at, static_cast<gssize>(end - at), G_NORMALIZE_NFC), g_free);
        if (part) out += part.get();
        if (end < valid.size()) out += '\0';
        at = end + 1;
    }
    return out;
}

Printable printable(std::string_view text) {
    Printable out;
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        auto itself = text.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        if (code == '\r') {  // of \r\n, or the old end of a line
            if (at == text.size() || text[at] != '\n') kept += '\n';
            continue;
        }
        auto shown = bytes == 0 ? kReplacement : on_paper(code, itself);
        out.replaced += shown != itself && (shown == kReplacement || shown == kBullet);
        kept += shown;
    }
    out.text = nfc(kept);
    return out;
}

std::string_view cut_at_character(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

std::string for_terminal(std::string_view text) { return spelled_out(text, "\n\t", false); }
std::string for_log(std::string_view text) { return spelled_out(text, "", false); }
std::string json_for_terminal(std::string_view json) { return spelled_out(json, "\n", true); }

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
