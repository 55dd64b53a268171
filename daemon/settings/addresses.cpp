#include "settings/contacts.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

constexpr std::size_t kEmailBytesMax = 254;  // RFC 5321 4.5.3.1.3 less the brackets
constexpr std::size_t kLocalPartBytesMax = 64;
constexpr std::size_t kLabelBytesMax = 63;
constexpr std::size_t kIdBytesMax = 4096;
constexpr std::size_t kPostalBytesMax = 400;  // what a window shows
constexpr std::size_t kPostalBytesMin = 8;

Error bad(const char* what) { return Error{ErrorCode::unprocessable, what, ""}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Blanks that spreadsheets and address books leave around values: ASCII blanks, no-break space, zero-width and
// direction marks, byte order mark. The length of the blank at the front of `text`, 0 when there is none.
std::size_t blank_at(std::string_view text) {
    if (text.empty()) return 0;
    if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
    if (text.substr(0, 2) == "\xc2\xa0") return 2;
    if (text.substr(0, 3) == "\xef\xbb\xbf") return 3;
    if (text.size() >= 3 && text[0] == '\xe2' && text[1] == '\x80') {
        auto last = static_cast<unsigned char>(text[2]);
        if ((last >= 0x80 && last <= 0x8f) || (last >= 0xaa && last <= 0xaf)) return 3;
    }
    return 0;
}

std::string_view trim_blanks(std::string_view text) {
    auto visible = [](char c) { return c > ' ' && c < 0x7f; };
    if (!text.empty() && visible(text.front()) && visible(text.back())) return text;
    while (std::size_t n = blank_at(text)) text.remove_prefix(n);
    for (bool again = true; again && !text.empty();) {
        again = false;
        for (std::size_t n : {1U, 2U, 3U})
            if (text.size() >= n && blank_at(text.substr(text.size() - n)) == n) {
                text.remove_suffix(n);
                again = true;
                break;
            }
    }
    return text;
}

// No character of a name above ASCII: punctuation, quotes, bullets, arrows, pictures, private use.
bool is_sign(std::uint32_t code) {
    return (code >= 0x80 && code <= 0xbf && code != 0xaa && code != 0xb5 && code != 0xba) || code == 0xd7 ||
           code == 0xf7 || (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x3004) ||
           (code >= 0x3008 && code <= 0x3020) || (code >= 0xd800 && code <= 0xf8ff) ||
           (code >= 0xfe00 && code <= 0xfe6f) || (code >= 0xfeff && code <= 0xff20) || code == 0xff61 || code >= 0xfff0;
}

bool has_signs(std::string_view text) {
    bool high = false;  // without an early end: the compiler takes many bytes at once
    for (char c : text) high |= static_cast<unsigned char>(c) >= 0x80;
    for (std::size_t at = 0; high && at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        if (bytes == 0 || (code >= 0x80 && is_sign(code))) return true;
        at += bytes;
    }
    return false;
}

// Quoted local parts exist in the grammar and nowhere else; their characters would only help an injection. So do stars,
// but where somebody covered letters.
bool is_of_no_local_part(char c) {
    switch (c) {
        case ' ':
        case '<':
        case '>':
        case '(':
        case ')':
        case '[':
        case ']':
        case ',':
        case ';':
        case ':':
        case '\\':
        case '"':
        case '@':
        case '*':
            return true;
        default:
            return is_control(c);
    }
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > kLocalPartBytesMax) return false;
    if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) return false;
    return !has_signs(local) && std::none_of(local.begin(), local.end(), is_of_no_local_part);
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > kLabelBytesMax || label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
}

bool is_domain(std::string_view domain) {
    if (has_signs(domain)) return false;
    std::size_t labels = 0;
    for (;;) {
        std::size_t dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        ++labels;
        if (dot == domain.npos) break;
        domain.remove_prefix(dot + 1);
    }
    // The last label is never a number: that is an IP address. A hyphen it has only where it is encoded.
    return labels >= 2 && !is_digit(domain.back()) && (domain.find('-') == domain.npos || domain.starts_with("xn--"));
}

// Today's prefix of an 11-digit mobile number from before 15 September 2018 (plan of the Ministry of Information and
// Communications for moving 11-digit numbers to 10 digits); "" when the old prefix never existed.
std::string_view todays_prefix(std::string_view old) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 21> kMoved{{
        {"162", "32"}, {"163", "33"}, {"164", "34"}, {"165", "35"}, {"166", "36"},
        {"167", "37"}, {"168", "38"}, {"169", "39"},                                // Viettel
        {"120", "70"}, {"121", "79"}, {"122", "77"}, {"126", "76"}, {"128", "78"},  // MobiFone
        {"123", "83"}, {"124", "84"}, {"125", "85"}, {"127", "81"}, {"129", "82"},  // VinaPhone
        {"186", "56"}, {"188", "58"},                                               // Vietnamobile
        {"199", "59"},                                                              // Gmobile
    }};
    for (const auto& [from, to] : kMoved)
        if (from == old) return to;
    return "";
}

// A number of another country. Nine digits that begin like ours are no number of India's or Iran's, which have twelve:
// 84 is missing, or a zero or + is too much. America's have ten behind the 1, and none begins with 0 or 1.
Result<std::string> foreign(std::string_view number) {
    if (number.size() < 8 || number.size() > 15 || number[0] == '0') return bad("not a number in E.164");
    if (number.size() == 9 && std::string_view("35789").find(number[0]) != std::string_view::npos)
        return bad("nine digits behind + or 00: 84 is missing there, or the sign is too much");
    if (number[0] == '1' && (number.size() != 11 || number[1] < '2')) return bad("not a number of America");
    return "+" + std::string(number);
}

// The national number without its leading 0 -> E.164. Only mobile numbers: a message to a fixed line reaches nobody,
// and some gateways accept it all the same.
Result<std::string> vietnamese_mobile(std::string_view national) {
    if (national.size() == 10 && national[0] == '1') {
        std::string_view prefix = todays_prefix(national.substr(0, 3));
        if (prefix.empty()) return bad("an old prefix that no operator had");
        return "+84" + std::string(prefix) + std::string(national.substr(3));
    }
    if (national.size() == 9 && std::string_view("35789").find(national[0]) != std::string_view::npos)
        return "+84" + std::string(national);
    return bad("not a Vietnamese mobile number");
}

// Digits without punctuation, "+" kept in front; an error when anything else is in the text.
Result<std::string> bare_number(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (std::size_t n = blank_at(text)) {
            text.remove_prefix(n);
            continue;
        }
        char c = text[0];
        text.remove_prefix(1);
        if (is_digit(c) || (c == '+' && out.empty()))
            out += c;
        else if (std::string_view(".-()/'").find(c) ==
                 std::string_view::npos)  // ' is how spreadsheets keep a leading 0
            return bad("a telephone number has other characters in it");
    }
    return out;
}

}  // namespace

Result<std::string> normalise_email(std::string_view text) {
    text = trim_blanks(text);
    if (text.empty()) return std::string();
    if (text.size() > kEmailBytesMax) return bad("an e-mail address is longer than 254 bytes");
    std::size_t at = text.rfind('@');
    if (at == text.npos) return bad("an e-mail address has no @");
    if (text.ends_with('.')) text.remove_suffix(1);
    if (!is_local_part(text.substr(0, at))) return bad("the part before the @ is not an e-mail address's");
    std::string out(text);
    for (auto i = at; i < out.size(); ++i) out[i] = lower(out[i]);
    if (!is_domain(std::string_view(out).substr(at + 1))) return bad("the part behind the @ is not a domain");
    return out;
}

Result<std::string> normalise_postal(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {  // parts, as lines and commas part them
        auto end = std::min(text.find_first_of(",;\r\n", at), text.size());
        auto part = clean_line(nfc(text.substr(at, end - at)), 2 * kPostalBytesMax);
        at = end + 1;
        if (part.empty()) continue;
        out += out.empty() ? part : ", " + part;
    }
    if (out.empty()) return out;
    if (out.size() > kPostalBytesMax) return bad("a postal address is longer than 400 bytes");
    if (out.size() < kPostalBytesMin || out.find(' ') == out.npos) return bad("not a whole postal address");
    return out;
}

Result<std::string> normalise_phone(std::string_view text) {
    auto bare = bare_number(text);
    if (!bare) return bare.error();
    std::string_view number = *bare;
    if (number.empty()) return std::string();
    bool international = number[0] == '+';
    if (international) number.remove_prefix(1);
    if (!international && number.substr(0, 2) == "00") {
        international = true;
        number.remove_prefix(2);
    }
    // "84912345678" without a plus is as common as with one; a national number of nine digits may begin with 84 too.
    bool ours = number.substr(0, 2) == "84" && (international || number.size() >= 11);
    if (international && !ours) return foreign(number);
    if (ours) number.remove_prefix(2);
    if (!number.empty() && number[0] == '0') number.remove_prefix(1);  // also in "+84 (0)912 345 678"
    return vietnamese_mobile(number);
}

Result<std::string> normalise_id(std::string_view text) {
    text = trim_blanks(text);
    if (text.size() > kIdBytesMax) return bad("an id is too long");
    if (std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f;
        }))
        return bad("an id has blanks or letters other than ASCII in it");
    return std::string(text);
}

}  // namespace breachd
