#include "base/utf8.hpp"

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

}  // namespace breachd
