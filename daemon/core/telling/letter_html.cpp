#include "core/telling/letter_html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/telling/template.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1. Title", on a line that is short enough to be one.
bool is_title(std::string_view line) {
    constexpr std::size_t kTitleBytesMax = 250;
    std::size_t digits = 0;
    while (digits < line.size() && is_digit(line[digits])) ++digits;
    return digits > 0 && digits <= 2 && line.substr(digits).starts_with(". ") && line.size() <= kTitleBytesMax;
}

std::string paragraph_html(std::string_view text) {
    if (text.empty()) return "";
    std::string out = "<p>";
    for (char c : escape_markup(text)) out += c == '\n' ? std::string("<br/>\n") : std::string(1, c);
    return out + "</p>\n";
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == ',' || c == ';' || c == '(' || c == ')'; }

bool is_email(std::string_view word) {
    auto at = word.find('@');
    return at != word.npos && at > 0 && word.find('.', at) != word.npos && word.find('@', at + 1) == word.npos;
}

// "+842400000001": at least eight digits behind "+" or "0", nothing else.
bool is_phone(std::string_view word) {
    auto digits = word.starts_with('+') ? word.substr(1) : word;
    if (digits.size() < 8 || (digits == word && !word.starts_with('0') && !word.starts_with('1'))) return false;
    return std::all_of(digits.begin(), digits.end(), is_digit);
}

}  // namespace

std::string letter_html(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find("\n\n", at), text.size());
        auto paragraph = trimmed(std::string(text.substr(at, end - at)));
        at = std::min(text.find_first_not_of('\n', end), text.size());
        std::string_view rest = paragraph;
        auto first = rest.substr(0, rest.find('\n'));
        if (is_title(first)) {
            out += fmt::format("<h2>{}</h2>\n", escape_markup(first));
            rest.remove_prefix(std::min(rest.size(), first.size() + 1));
        }
        out += paragraph_html(rest);
    }
    return out;
}

std::string contact_html(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && !is_blank(text[end])) ++end;
        auto word = text.substr(at, end - at);
        auto shown = escape_markup(word);
        if (is_email(word))
            out += fmt::format("<a href=\"mailto:{0}\">{0}</a>", shown);
        else if (is_phone(word))
            out += fmt::format("<a href=\"tel:{0}\">{0}</a>", shown);
        else
            out += shown;
        if (end < text.size()) out += escape_markup(text.substr(end, 1));
        at = end + 1;
    }
    return out;
}

}  // namespace breachd
