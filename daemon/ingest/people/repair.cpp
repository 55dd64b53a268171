#include "ingest/people/repair.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kNumberDigitsMax = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// Seen by nobody: soft hyphen, zero-width blank and joiners, word joiner and its kin, marks of direction, byte order
// mark, fillers.
bool is_unseen(std::uint32_t code) {
    return code == 0xad || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || code == 0x180e || code == 0x34f;
}

bool is_wide_blank(std::uint32_t code) {
    return code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
           code == 0x3000 || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool is_hyphen(std::uint32_t code) { return (code >= 0x2010 && code <= 0x2015) || code == 0x2212; }

std::string seen(std::string_view cell, bool& unseen) {
    std::string out;
    out.reserve(cell.size());
    for (std::size_t at = 0; at < cell.size();) {
        auto [code, bytes] = character_at(cell, at);
        auto itself = cell.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        if (bytes > 0 && is_unseen(code))
            unseen = true;
        else if (bytes > 0 && is_wide_blank(code))
            out += ' ';
        else if (code > 0xff00 && code < 0xff5f)  // of full width
            out += static_cast<char>(code - 0xff00 + 0x20);
        else
            out += itself;
    }
    return nfc(out);
}

std::string with_ascii_hyphens(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        auto itself = text.substr(at, std::max<std::size_t>(bytes, 1));
        out += is_hyphen(code) ? std::string_view("-") : itself;
        at += itself.size();
    }
    return out;
}

// ="0912000001": a formula that keeps the zero.
bool unwrap_formula(std::string& text) {
    if (text.size() < 3 || !text.starts_with("=\"") || text.back() != '"') return false;
    text = std::string(trim(std::string_view(text).substr(2, text.size() - 3)));
    return true;
}

bool drop_apostrophe(std::string& text) {
    for (std::string_view mark : {"'", "\u2019", "\u2018", "`"}) {
        if (!text.starts_with(mark)) continue;
        text.erase(0, mark.size());
        if (text.ends_with(mark)) text.erase(text.size() - mark.size());
        return true;
    }
    return false;
}

// "9.12E+08" or "8,4912E+10".
std::optional<Damaged> written_out(std::string_view cell) {
    auto e = cell.find_first_of("eE");
    if (e == cell.npos || e == 0) return std::nullopt;
    auto mantissa = cell.substr(0, e), exponent = cell.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    auto point = mantissa.find_first_of(".,");
    auto whole = mantissa.substr(0, point), part = point == mantissa.npos ? "" : mantissa.substr(point + 1);
    if (whole.size() != 1 || !all_digits(whole) || (point != mantissa.npos && !all_digits(part))) return std::nullopt;
    if (!all_digits(exponent) || exponent.size() > 2) return std::nullopt;
    auto places = static_cast<std::size_t>(exponent.size() == 1 ? exponent[0] - '0'
                                                                : (exponent[0] - '0') * 10 + exponent[1] - '0');
    if (places != part.size() || places > kNumberDigitsMax) return Damaged{"", "a spreadsheet lost digits of it"};
    return Damaged{std::string(whole) + std::string(part), "the exponent of a spreadsheet was written out"};
}

// "912000002.0"
std::optional<Damaged> without_decimals(std::string_view cell) {
    auto point = cell.find_first_of(".,");
    if (point == cell.npos || point < 8 || point > kNumberDigitsMax) return std::nullopt;
    auto part = cell.substr(point + 1);
    bool zeros = !part.empty() && part.size() <= 2 && part.find_first_not_of('0') == part.npos;
    auto whole = cell.substr(0, point);
    if (whole.starts_with('+')) whole.remove_prefix(1);
    if (!zeros || !all_digits(whole)) return std::nullopt;
    return Damaged{std::string(cell.substr(0, point)), "the decimals of a spreadsheet were dropped"};
}

// The next part of a cell before one of the separators; `rest` is what follows.
std::string_view next_part(std::string_view& rest, std::string_view separators) {
    auto end = std::min(rest.find_first_of(separators), rest.size());
    auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

// --- telephones ---

std::string_view how_repaired(std::string_view bare) {
    if (!all_digits(bare)) return "";
    if (bare.size() == 9) return "the lost leading zero was put back";
    if (bare.size() == 10 && bare[0] == '1') return "an old prefix of 11 digits became today's, and its zero was lost";
    if (bare.size() == 11 && bare.starts_with("01")) return "an old prefix of 11 digits became today's";
    return "";
}

// One number; "" when it is none.
std::string one_phone(std::string_view text, Repairs& repairs) {
    std::string bare;
    std::copy_if(text.begin(), text.end(), std::back_inserter(bare),
                 [](char c) { return std::string_view(" .-()/'").find(c) == std::string_view::npos; });
    if (auto number = normalise_phone(text); number && !number->empty()) {
        if (auto how = how_repaired(bare); !how.empty()) repairs.push_back(how);
        return *number;
    }
    // A zero before the country code: 084912000001, +084912000001.
    auto digits = std::string_view(bare).substr(bare.starts_with('+') ? 1 : 0);
    if (!digits.starts_with("084") || digits.size() < 12) return "";
    auto number = normalise_phone("+" + std::string(digits.substr(1)));
    if (!number) return "";
    repairs.push_back("a zero before the country code was dropped");
    return *number;
}

// 912,000,002
bool is_grouped(std::string_view text) {
    auto first = text.find(',');
    if (first == text.npos || first == 0 || first > 3) return false;
    for (auto rest = text.substr(first); !rest.empty(); rest.remove_prefix(4))
        if (rest.size() < 4 || rest[0] != ',' || !all_digits(rest.substr(1, 3))) return false;
    return all_digits(text.substr(0, first));
}

struct Found {
    std::string address;
    Repairs repairs;
};

// The first of several and the others, and what is said of them.
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

bool take_phone(std::string_view text, std::vector<Found>& found) {
    Repairs repairs;
    for (std::string_view scheme : {"tel:", "sms:"}) {
        if (!starts_with_word(text, scheme)) continue;
        text = trim(text.substr(scheme.size(), text.find_first_of(";?") - scheme.size()));
        repairs.push_back("tel: was dropped");
    }
    std::string digits(text);
    if (auto damage = spreadsheet_damage(text)) {
        digits = damage->digits;
        repairs.push_back(damage->what);
    }
    auto phone = one_phone(digits, repairs);
    if (phone.empty()) return false;
    found.push_back({std::move(phone), std::move(repairs)});
    return true;
}

// Numbers that stand beside each other with nothing but blanks, dashes and words between. Digits that are left over
// beside a number may belong to it: then none is certain.
void take_phones(std::string_view part, std::vector<Found>& all) {
    std::string joined;
    std::vector<Found> found;
    bool beside = false;
    for (std::size_t at = 0; at < part.size();) {
        auto end = std::min(part.find_first_of(" -\t", at), part.size());
        auto token = part.substr(at, end - at);
        at = end + 1;
        if (token.empty()) continue;
        bool word = std::any_of(token.begin(), token.end(), is_letter);
        if (word || token[0] == '+') {
            if (beside && !joined.empty()) return;
            joined.clear();
            beside = false;
        }
        if (word) continue;
        joined += token;
        if (!take_phone(joined, found)) continue;
        joined.clear();
        beside = true;
    }
    if (beside && !joined.empty()) return;
    std::move(found.begin(), found.end(), std::back_inserter(all));
}

ReadAddress read_phone(std::string_view cell, Repairs& repairs) {
    std::string text(cell);
    if (is_grouped(text)) std::erase(text, ',');
    if (auto damage = spreadsheet_damage(text)) {
        if (damage->digits.empty()) return {"", damage->what};
        repairs.push_back(damage->what);
        text = damage->digits;
    }
    if (auto phone = one_phone(text, repairs); !phone.empty()) return {std::move(phone), ""};
    std::vector<Found> found;
    for (std::string_view rest = text; !rest.empty();) {
        auto part = trim(next_part(rest, ";,|/\n\r&"));
        if (!take_phone(part, found)) take_phones(part, found);
    }
    if (found.empty()) return {"", "not a telephone number that a message can be sent to"};
    return all_of(found, "the cell has several numbers: each is tried when the one before it fails",
                  "what stood beside the number was dropped", repairs);
}

// --- e-mail ---

void take_email(std::string_view text, std::vector<Found>& found) {
    constexpr std::string_view kAround = " \t\r\n<>()[]\"'.,;:";
    auto begin = text.find_first_not_of(kAround);
    if (begin == text.npos) return;
    text = text.substr(begin, text.find_last_not_of(kAround) + 1 - begin);
    Repairs repairs;
    if (starts_with_word(text, "mailto:")) {
        text.remove_prefix(7);
        text = text.substr(0, text.find('?'));
        repairs.push_back("mailto: was dropped");
    }
    if (auto address = normalise_email(text); address && !address->empty())
        found.push_back({std::move(*address), std::move(repairs)});
}

// Blanks beside the @ go.
std::string without_blanks_at(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto next = text.find_first_not_of(' ', at);
        bool beside = (next != text.npos && text[next] == '@') || (!out.empty() && out.back() == '@');
        if (text[at] != ' ' || !beside) out += text[at];
    }
    return out;
}

ReadAddress read_email(std::string_view cell, Repairs& repairs) {
    if (auto address = normalise_email(cell); address && !address->empty()) return {std::move(*address), ""};
    auto text = without_blanks_at(cell);
    std::vector<Found> found;
    for (auto open = text.find('<'); open != text.npos; open = text.find('<', open + 1))
        take_email(std::string_view(text).substr(open, text.find('>', open) - open), found);
    if (found.empty())
        for (std::string_view rest = text; !rest.empty();) take_email(next_part(rest, ";,|/<> \t\r\n"), found);
    if (found.empty()) {
        if (auto damage = spreadsheet_damage(cell)) return {"", damage->what};
        bool at = cell.find('@') != cell.npos;
        return {"", at ? "not an e-mail address that can be sent to" : "an e-mail address has no @"};
    }
    return all_of(found, "the cell has several addresses: each is tried when the one before it fails",
                  "what stood beside the address was dropped", repairs);
}

ReadAddress read_postal(std::string_view cell) {
    if (cell.find('@') != cell.npos) return {"", "an e-mail address stands where a postal address should"};
    auto address = normalise_postal(cell);
    if (!address) return {"", "not a postal address that a letter can be sent to"};
    return {std::move(*address), ""};
}

ReadAddress read_id(ContactKind kind, std::string_view cell, Repairs& repairs) {
    if (auto damage = spreadsheet_damage(cell)) {
        if (damage->digits.empty()) return {"", damage->what};
        repairs.push_back(damage->what);
        return {damage->digits, ""};
    }
    auto address = row_of(kind).normalise(cell);
    if (!address) return {"", "an id has blanks or letters other than ASCII in it"};
    return {std::move(*address), ""};
}

}  // namespace

bool is_clean(std::string_view cell) {
    if (cell.empty()) return true;
    bool odd = false, high = false;  // without an early end: the compiler takes many bytes at once
    for (char c : cell) {
        auto byte = static_cast<unsigned char>(c);
        odd |= byte < 0x20 || byte == 0x7f;
        high |= byte >= 0x80;
    }
    auto ends = [](char c) { return is_letter(c) || is_digit(c) || c == '#'; };
    if (odd || !ends(cell.front()) || !ends(cell.back())) return false;
    if (!high) return true;
    for (std::size_t at = 0; at < cell.size();) {
        auto [code, bytes] = character_at(cell, at);
        bool latin = code > 0xa0 && code < 0x250 && code != 0xad;
        if (bytes == 0 || (code >= 0x80 && !latin && (code < 0x1ea0 || code >= 0x1f00))) return false;
        at += bytes;
    }
    return true;
}

std::string cleaned(std::string_view cell, Repairs& repairs) {
    if (is_clean(cell)) return std::string(cell);
    bool unseen = false;
    auto text = std::string(trim(seen(cell, unseen)));
    if (unseen) repairs.push_back("invisible characters were removed");
    if (unwrap_formula(text)) repairs.push_back("the formula around the value was dropped");
    if (drop_apostrophe(text)) repairs.push_back("the leading apostrophe was dropped");
    return text;
}

bool is_placeholder(std::string_view text) {
    constexpr std::size_t kLongest = 16;
    constexpr std::string_view kNothing[] = {"na",      "nan",     "null",   "none", "khong",
                                             "khongco", "khongro", "chuaco", "koco"};
    if (text.size() > kLongest || text.find_first_of("0123456789@#") != text.npos) return false;
    if (text.find_first_not_of("-._/? ") == text.npos || text == "–" || text == "—") return true;
    auto letters = folded_for_search(text);
    std::erase_if(letters, [](char c) { return !is_letter(c); });
    return std::find(std::begin(kNothing), std::end(kNothing), letters) != std::end(kNothing);
}

std::size_t first_wrong_byte(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto bytes = character_at(text, at).bytes;
        if (bytes == 0) return at;
        at += bytes;
    }
    return text.size();
}

std::optional<Damaged> spreadsheet_damage(std::string_view cell) {
    if (cell.empty()) return std::nullopt;
    if (cell.size() > 1 && cell.find_first_not_of('#') == cell.npos)
        return Damaged{"", "the spreadsheet's column was too narrow: only # is left of it"};
    if (cell.front() == '#')
        for (std::string_view error : {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!"})
            if (cell == error) return Damaged{"", "the spreadsheet shows an error instead of it"};
    if (!is_digit(cell.front()) && cell.front() != '+') return std::nullopt;
    if (auto damage = written_out(cell.front() == '+' ? cell.substr(1) : cell)) return damage;
    return without_decimals(cell);
}

ReadAddress read_address(ContactKind kind, std::string_view cell, Repairs& repairs) {
    if (cell.empty() || is_placeholder(cell)) return {};
    switch (kind) {
        case ContactKind::phone:
            return read_phone(is_clean(cell) ? std::string(cell) : with_ascii_hyphens(cell), repairs);
        case ContactKind::email:
            return read_email(cell, repairs);
        case ContactKind::postal_address:
            return read_postal(cell);
        default:
            return read_id(kind, cell, repairs);
    }
}

}  // namespace breachd::ingest
