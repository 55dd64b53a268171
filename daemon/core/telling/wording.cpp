#include "core/telling/wording.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/short_text.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// The capitals of Vietnamese beyond ASCII, in UTF-8 and in NFC: À to Ý, Ă, Đ, Ĩ, Ũ, Ơ, Ư, and Ạ to Ỹ.
void lower_vietnamese(std::string& text) {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        auto first = static_cast<unsigned char>(text[at]), second = static_cast<unsigned char>(text[at + 1]);
        auto raise = [&](std::size_t place, int by) { text[place] = static_cast<char>(text[place] + by); };
        if (first == 0xc3 && second >= 0x80 && second <= 0x9d) raise(at + 1, 0x20);
        bool pair = (first == 0xc4 && (second == 0x82 || second == 0x90 || second == 0xa8)) ||
                    (first == 0xc5 && second == 0xa8) || (first == 0xc6 && (second == 0xa0 || second == 0xaf));
        if (pair) raise(at + 1, 1);
        if (first != 0xe1 || at + 2 >= text.size()) continue;
        auto third = static_cast<unsigned char>(text[at + 2]);
        if ((second == 0xba && third >= 0xa0) || second == 0xbb) text[at + 2] = static_cast<char>(third | 1);
    }
}

std::string essence(std::string_view text) {
    std::string out;
    for (char c : text)
        if (is_letter_or_digit(c)) out += lower(c);
    lower_vietnamese(out);
    return out;
}

}  // namespace

// Removes what a reader's program would turn into a link (Circular 50/2024/TT-NHNN Điều 17.3 forbids them to banks).
std::string without_links(std::string_view text, std::string_view language) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        auto rest = text.substr(at);
        bool link = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("HTTP://") ||
                    rest.starts_with("HTTPS://") || rest.starts_with("www.");
        if (!link) {
            out += text[at++];
            continue;
        }
        while (at < text.size() && static_cast<unsigned char>(text[at]) > 0x20 && text[at] != ')' && text[at] != '>')
            ++at;
        out += pick(language, "trang thông tin điện tử chính thức của chúng tôi", "our official website");
    }
    return out;
}

std::string without_scheme(std::string_view url) {
    auto at = url.find("://");
    url = at == std::string_view::npos ? url : url.substr(at + 3);
    while (url.ends_with('/')) url.remove_suffix(1);
    return std::string(url);
}

// Sections that are left out leave their blank lines behind: never more than one of them in a row.
std::string without_gaps(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c != '\n' || !out.ends_with("\n\n")) out += c;
    return out;
}

bool says(std::string_view text, std::string_view words) {
    return essence(text).find(essence(words)) != std::string::npos;
}

std::string with_kinds(std::string_view text, std::string_view kinds) {
    constexpr std::string_view kKinds = "{{kinds}}";
    std::string out(text);
    for (auto at = out.find(kKinds); at != out.npos; at = out.find(kKinds, at + kinds.size()))
        out.replace(at, kKinds.size(), kinds);
    return out;
}

std::string unknown_placeholder(std::string_view text) {
    constexpr std::array<std::string_view, 4> kKnown = {"{{name}}", "{{code}}", "{{kinds}}", kContentUrl};
    constexpr std::size_t kShownMax = 40;
    for (auto at = text.find("{{"); at != text.npos; at = text.find("{{", at)) {
        auto rest = text.substr(at);
        auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](auto each) { return rest.starts_with(each); });
        if (known == kKnown.end()) {
            auto end = rest.find("}}");
            auto cut = std::min(end == rest.npos ? rest.find_first_of(" \n") : end + 2, kShownMax);
            return std::string(rest.substr(0, cut));
        }
        at += known->size();
    }
    return "";
}

}  // namespace breachd
