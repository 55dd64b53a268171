#include "ingest/people/cell.hpp"

#include <algorithm>
#include <iterator>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd::ingest {

namespace {

struct Sign {
    std::uint32_t code;
    std::string_view plain;
};
constexpr Sign kSigns[] = {
    {0xab, "\""},     {0xbb, "\""},     {0xb4, "'"},      {0xb7, "\x01"},   {0x2010, "-"},    {0x2011, "-"},
    {0x2012, "-"},    {0x2013, "-"},    {0x2014, "-"},    {0x2015, "-"},    {0x2018, "'"},    {0x2019, "'"},
    {0x201a, "'"},    {0x201b, "'"},    {0x201c, "\""},   {0x201d, "\""},   {0x201e, "\""},   {0x201f, "\""},
    {0x2022, "\x01"}, {0x2023, "\x01"}, {0x2026, ".."},   {0x2032, "'"},    {0x2033, "\""},   {0x2039, "'"},
    {0x203a, "'"},    {0x2043, "-"},    {0x2212, "-"},    {0x2219, "\x01"}, {0x25a0, "\x01"}, {0x25aa, "\x01"},
    {0x25cb, "\x01"}, {0x25cf, "\x01"}, {0x25e6, "\x01"}, {0x2714, "\x01"}, {0x3001, ","},    {0x3002, "."},
    {0x300c, "\""},   {0x300d, "\""},   {0xff61, "."},    {0xff64, ","},    {0xf0b7, "\x01"},
};

}  // namespace

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

std::string digits_of(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
    return out;
}

std::string folded_letters(std::string_view text) {
    auto letters = folded_for_search(text);
    std::erase_if(letters, [](char c) { return !is_letter(c); });
    return letters;
}

void add_character(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

std::string in_small_letters(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        auto itself = text.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        bool latin1 = code >= 0xc0 && code <= 0xde && code != 0xd7;
        bool horn = code == 0x1a0 || code == 0x1af;  // Ơ, Ư
        bool other = (code >= 0x100 && code < 0x138) || (code >= 0x1e00 && code < 0x1f00);
        std::uint32_t small = latin1 ? code + 0x20 : horn ? code + 1 : other ? code | 1 : code;
        if (bytes < 2 || small == code) {
            out += bytes == 1 ? std::string(1, lower(itself[0])) : std::string(itself);
        } else {
            add_character(out, small);
        }
    }
    return out;
}

std::string_view next_part(std::string_view& rest, std::string_view separators) {
    auto end = std::min(rest.find_first_of(separators), rest.size());
    auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

std::string with_plain_signs(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        auto itself = text.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        if (code < 0x80 || bytes == 0) {
            out += itself;
            continue;
        }
        auto sign =
            std::find_if(std::begin(kSigns), std::end(kSigns), [c = code](const Sign& s) { return s.code == c; });
        out += sign == std::end(kSigns) ? itself : sign->plain;
    }
    return out;
}

void tell(ReadAddress& read, std::string_view cause, std::vector<LeftOut> left_out) {
    auto said = std::find_if(left_out.begin(), left_out.end(), [&](const auto& one) { return one.cause == cause; });
    if (said == left_out.end()) said = left_out.begin();
    if (said != left_out.end()) left_out.erase(said);
    read.cause = cause;
    read.left_out = std::move(left_out);
}

ReadAddress all_of(std::vector<Found>& found, std::string_view several, std::string_view beside, Repairs& repairs) {
    ReadAddress out;
    for (auto& each : found) {
        bool known = each.address == out.address ||
                     std::find(out.further.begin(), out.further.end(), each.address) != out.further.end();
        if (known) continue;
        repairs.insert(repairs.end(), each.repairs.begin(), each.repairs.end());
        if (out.address.empty())
            out.address = std::move(each.address);
        else
            out.further.push_back(std::move(each.address));
    }
    if (!out.further.empty())
        repairs.push_back(several);
    else if (found.front().repairs.empty())
        repairs.push_back(beside);
    return out;
}

}  // namespace breachd::ingest
