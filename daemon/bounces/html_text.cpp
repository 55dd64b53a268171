#include "bounces/html_text.hpp"

#include <gmime/gmime.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/html_codes.hpp"

namespace breachd::bounces {

namespace {

// What stands outside of every blockquote; one that is never closed quotes the rest.
std::string without_quotes(std::string_view html) {
    static const RE2 kTag(R"((?is)<(/?)blockquote\b[^>]*>)");
    std::string out;
    re2::StringPiece rest(html.data(), html.size());
    int depth = 0;
    for (re2::StringPiece tag[2]; kTag.Match(rest, 0, rest.size(), RE2::UNANCHORED, tag, 2);) {
        auto before = static_cast<std::size_t>(tag[0].data() - rest.data());
        if (depth == 0) out.append(rest.data(), before).append("\n&gt; \n");  // as plain text marks what it quotes
        depth = std::max(0, depth + (tag[1].empty() ? 1 : -1));
        rest.remove_prefix(before + tag[0].size());
    }
    if (depth == 0) out.append(rest.data(), rest.size());
    return out;
}

std::string with_codes_read(std::string_view text) {
    constexpr std::uint32_t kHardBlank = 0xa0;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto [character, bytes] = html_code_at(text.substr(at));
        if (character == kHardBlank) character = ' ';
        bytes = std::max<std::size_t>(bytes, 1);
        char letter[6];
        if (character != 0)
            out.append(letter, static_cast<std::size_t>(g_unichar_to_utf8(character, letter)));
        else
            out.append(text.substr(at, bytes));
        at += bytes;
    }
    return out;
}

}  // namespace

std::string plain_of_html(std::string html) {
    static const RE2 kUnseen[] = {RE2(R"((?s)<!--.*?-->)"), RE2(R"((?is)<script\b[^>]*>.*?</script\s*>)"),
                                  RE2(R"((?is)<style\b[^>]*>.*?</style\s*>)"),
                                  RE2(R"((?is)<head\b[^>]*>.*?</head\s*>)")};
    static const RE2 kBreaks(R"((?i)<br\b[^>]*>|</(?:p|div|li|tr|h[1-6])\s*>)");
    static const RE2 kTags(R"((?s)<[^>]*>)");
    for (const auto& each : kUnseen) RE2::GlobalReplace(&html, each, "");
    html = without_quotes(html);
    RE2::GlobalReplace(&html, kBreaks, "\n");
    RE2::GlobalReplace(&html, kTags, "");
    return with_codes_read(html);
}

}  // namespace breachd::bounces
