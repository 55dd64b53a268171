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

// The telephone number that `text` begins with, groups of digits included: "+842400000001", "024 0000 0001". "" : none.
std::string_view phone_at(std::string_view text) {
    if (!text.starts_with('+') && !text.starts_with('0') && !text.starts_with('1')) return "";
    std::size_t end = text.starts_with('+') ? 1 : 0, digits = 0, last = 0;
    for (; end < text.size(); ++end) {
        bool between = (text[end] == ' ' || text[end] == '.' || text[end] == '-') && end == last;
        if (is_digit(text[end]))
            ++digits, last = end + 1;
        else if (!between)
            break;
    }
    return digits >= 8 && digits <= 15 ? text.substr(0, last) : std::string_view();
}

std::string dialled(std::string_view phone) {
    std::string out;
    for (char c : phone)
        if (is_digit(c) || c == '+') out += c;
    return out;
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
        if (auto phone = phone_at(text.substr(at)); !phone.empty()) {
            out += fmt::format("<a href=\"tel:{}\">{}</a>", dialled(phone), phone);
            at += phone.size();
            continue;
        }
        auto shown = escape_markup(word);
        out += is_email(word) ? fmt::format("<a href=\"mailto:{0}\">{0}</a>", shown) : shown;
        if (end < text.size()) out += escape_markup(text.substr(end, 1));
        at = end + 1;
    }
    return out;
}

}  // namespace breachd
