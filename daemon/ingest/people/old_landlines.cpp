#include "ingest/people/old_landlines.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "ingest/time_words.hpp"  // is_digit

namespace breachd::ingest {

namespace {

// Codes of two and three digits without their zero, of those that mobile numbers begin with today.
constexpr std::string_view kCodes = " 30 31 33 34 36 37 38 39 52 53 54 55 56 57 58 59 70 72 73 74 75 76 77 79 ";
constexpr std::string_view kLongCodes = " 320 321 350 351 500 501 510 511 710 711 780 781 ";

struct Group {
    std::string_view digits;
    bool bracketed = false;
};

bool is_one_of(std::string_view codes, std::string_view code) {
    return codes.find(" " + std::string(code) + " ") != codes.npos;
}

std::vector<Group> groups_of(std::string_view text) {
    std::vector<Group> out;
    bool bracketed = false;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        if (end > at) out.push_back({text.substr(at, end - at), bracketed});
        if (end < text.size() && text[end] == '(') bracketed = true;
        if (end < text.size() && text[end] == ')') bracketed = false;
        at = end + 1;
    }
    return out;
}

// Takes the country code away; false when there is none.
bool take_country(std::vector<Group>& groups, bool plus) {
    auto& first = groups.front().digits;
    if (first == "84" || first == "0084") {
        groups.erase(groups.begin());
        if (!groups.empty() && groups.front().digits == "0") groups.erase(groups.begin());  // +84 (0) 8
        return true;
    }
    if (!plus || !first.starts_with("84")) return false;
    first.remove_prefix(2);  // +848 38251234
    return true;
}

}  // namespace

bool is_old_landline(std::string_view text) {
    constexpr std::size_t kShortest = 9, kLongest = 24;
    if (text.size() < kShortest || text.size() > kLongest) return false;
    if (text.find_first_of(" (.-/") == text.npos || text.find_first_not_of("0123456789+ .-()/'") != text.npos)
        return false;
    auto groups = groups_of(text);
    if (groups.empty()) return false;
    bool abroad = take_country(groups, text.find('+') != text.npos);
    if (groups.size() < 2) return false;
    auto [code, bracketed] = groups.front();
    if (code.starts_with('0'))
        code.remove_prefix(1);
    else if (!abroad && !bracketed)
        return false;
    std::string rest;
    std::for_each(groups.begin() + 1, groups.end(), [&](const Group& group) { rest += group.digits; });
    // Without brackets around the code it is a way to write a mobile number: 08 3825 1234, +84 38 2123456.
    if (!bracketed || groups.back().bracketed) return false;
    if (code == "4" || code == "8") return rest.size() == 8;  // Hà Nội and Hồ Chí Minh City
    return (is_one_of(kLongCodes, code) && rest.size() == 6) || (is_one_of(kCodes, code) && rest.size() == 7);
}

}  // namespace breachd::ingest
