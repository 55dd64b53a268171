// Words in ASCII without case: names of headers, severities, labels. Bytes above ASCII are left alone and compared as
// they are, so that UTF-8 stays whole. And blanks around a text, and control characters in it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

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

inline bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Without the blanks of ASCII at both ends.
inline std::string_view trim(std::string_view text) {
    auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Control characters of ASCII as blanks: a value on a line of its own cannot begin another line.
inline std::string without_controls(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return out;
}

}  // namespace breachd
