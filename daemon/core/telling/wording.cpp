#include "core/telling/wording.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "core/telling/notice.hpp"

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

bool says(std::string_view text, std::string_view words) { return essence(text).find(essence(words)) != std::string::npos; }

std::string with_kinds(std::string_view text, std::string_view kinds) {
    constexpr std::string_view kKinds = "{{kinds}}";
    std::string out(text);
    for (auto at = out.find(kKinds); at != out.npos; at = out.find(kKinds, at + kinds.size()))
        out.replace(at, kKinds.size(), kinds);
    return out;
}

std::string unknown_placeholder(std::string_view text) {
    constexpr std::array<std::string_view, 3> kKnown = {"{{name}}", "{{code}}", "{{kinds}}"};
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
