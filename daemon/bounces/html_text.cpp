#include "bounces/html_text.hpp"

#include <gmime/gmime.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <string_view>

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

struct Entity {
    std::string_view name;
    std::string_view letter;
};
// Those of ASCII, of blanks, and of the letters of Vietnamese that Latin-1 has; mail programs write the others as
// numbers.
constexpr Entity kEntities[] = {{"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
                                {"nbsp", " "},   {"agrave", "à"}, {"aacute", "á"}, {"acirc", "â"},  {"atilde", "ã"},
                                {"egrave", "è"}, {"eacute", "é"}, {"ecirc", "ê"},  {"igrave", "ì"}, {"iacute", "í"},
                                {"ograve", "ò"}, {"oacute", "ó"}, {"ocirc", "ô"},  {"otilde", "õ"}, {"ugrave", "ù"},
                                {"uacute", "ú"}, {"yacute", "ý"}, {"Agrave", "À"}, {"Aacute", "Á"}, {"Acirc", "Â"},
                                {"Atilde", "Ã"}, {"Egrave", "È"}, {"Eacute", "É"}, {"Ecirc", "Ê"},  {"Igrave", "Ì"},
                                {"Iacute", "Í"}, {"Ograve", "Ò"}, {"Oacute", "Ó"}, {"Ocirc", "Ô"},  {"Otilde", "Õ"},
                                {"Ugrave", "Ù"}, {"Uacute", "Ú"}, {"Yacute", "Ý"}};

// "ocirc", "#7843", "#x1EA3" -> its letter; "" when it is none.
std::string letter_of(std::string_view name) {
    for (const auto& each : kEntities)
        if (each.name == name) return std::string(each.letter);
    if (!name.starts_with('#')) return "";
    name.remove_prefix(1);
    bool hexadecimal = name.starts_with('x') || name.starts_with('X');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t number = 0;
    auto read = std::from_chars(name.data(), name.data() + name.size(), number, hexadecimal ? 16 : 10);
    bool whole = read.ec == std::errc() && read.ptr == name.data() + name.size();
    char letter[6];
    if (!whole || number == 0 || !g_unichar_validate(number)) return "";
    return {letter, static_cast<std::size_t>(g_unichar_to_utf8(number, letter))};
}

std::string with_entities_read(std::string_view text) {
    constexpr std::size_t kNameMax = 10;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto end = text[i] == '&' ? text.substr(i, kNameMax).find(';') : text.npos;
        auto letter = end == text.npos ? std::string() : letter_of(text.substr(i + 1, end - 1));
        if (letter.empty()) {
            out += text[i];
        } else {
            out += letter;
            i += end;
        }
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
    return with_entities_read(html);
}

}  // namespace breachd::bounces
