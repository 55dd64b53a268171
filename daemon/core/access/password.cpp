#include "core/access/password.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

// Words that lists of broken passwords begin with, here and elsewhere. With digits and signs around one of them, or one
// after the other, a password is as well known.
constexpr std::array<std::string_view, 44> kCommon = {
    "123456789012", "1234567890123", "12345678910",  "qwertyuiop", "qwerty",  "qwertyui",      "asdfghjkl", "zxcvbnm",
    "password",     "passw0rd",      "p@ssw0rd",     "p@ssword",   "matkhau", "mat khau",      "mật khẩu",  "iloveyou",
    "anhyeuem",     "emyeuanh",      "yeuemnhieu",   "khongbiet",  "khongco", "vietnam",       "việt nam",  "hanoi",
    "saigon",       "hochiminh",     "welcome",      "letmein",    "admin",   "administrator", "changeme",  "default",
    "secret",       "abcdef",        "abcdefghijkl", "abc",        "breachd", "breach",        "company",   "congty",
    "dragon",       "football",      "monkey",       "superman"};

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) at += std::max<std::size_t>(1, character_at(text, at).bytes);
    return count;
}

// Without what people add to make a known word pass: digits, signs and blanks.
std::string letters_of(std::string_view text) {
    std::string out;
    for (char c : lower(text))
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) out += c;
    return out;
}

// "passwordpassword" is "password" twice.
bool is_repeated(std::string_view text, std::string_view word) {
    if (word.empty() || text.empty() || text.size() % word.size() != 0) return false;
    for (std::size_t at = 0; at < text.size(); at += word.size())
        if (text.substr(at, word.size()) != word) return false;
    return true;
}

bool few_characters(std::string_view text) {
    std::string different(text);
    std::sort(different.begin(), different.end());
    return std::unique(different.begin(), different.end()) - different.begin() < 5;
}

// Up and down the digits: 123456789012, 987654321098.
bool is_counting(std::string_view text) {
    for (int by : {1, 9}) {
        bool all = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        for (std::size_t i = 1; all && i < text.size(); ++i) all = (text[i - 1] - '0' + by) % 10 == text[i] - '0';
        if (all) return true;
    }
    return false;
}

bool is_common(std::string_view password) {
    auto small = lower(password);
    auto letters = letters_of(password);
    if (few_characters(small) || is_counting(small)) return true;
    return std::any_of(kCommon.begin(), kCommon.end(), [&](std::string_view word) {
        return small == word || is_repeated(small, word) || is_repeated(letters, letters_of(word));
    });
}

bool is_name(std::string_view password, const Person& person) {
    auto letters = letters_of(nfc(password));
    for (const auto& name : {person.id, person.name}) {
        auto own = letters_of(nfc(name));
        if (own.size() >= 2 && is_repeated(letters, own)) return true;
        if (lower(nfc(password)) == lower(nfc(name))) return true;
    }
    return false;
}

}  // namespace

Result<void> check_new_password(std::string_view password, const Person& person) {
    Error fault{ErrorCode::unprocessable, "", "/password"};
    if (!is_utf8(password))
        fault.message = "must be a string";
    else if (characters(password) < kPasswordCharactersMin)
        fault.message = "a password has at least 12 characters";
    else if (password.size() > kPasswordBytesMax)
        fault.message = "is longer than 512 bytes";
    else if (is_name(password, person))
        fault.message = "a password may not be made of the person's own name";
    else if (is_common(password))
        fault.message = "this is one of the passwords that are tried first; choose another";
    else
        return {};
    return fault;
}

}  // namespace breachd
