// Words in ASCII without case: names of headers, severities, labels. Bytes above ASCII are left alone and compared as
// they are, so that UTF-8 stays whole.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace breachd {

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower(c);
    return out;
}

inline bool same_letter(char a, char b) { return lower(a) == lower(b); }

inline bool same_word(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same_letter);
}

inline bool starts_with_word(std::string_view text, std::string_view prefix) {
    return same_word(text.substr(0, prefix.size()), prefix);
}

inline bool contains_word(std::string_view text, std::string_view part) {
    return part.empty() || std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) != text.end();
}

}  // namespace breachd
