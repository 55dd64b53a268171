#include "core/telling/sms_size.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace breachd {

namespace {

// Beside ASCII without its own exceptions. 3GPP TS 23.038, 6.2.1.
constexpr std::uint32_t kBasic[] = {0xa3,  0xa5,  0xe8,  0xe9,  0xf9,  0xec,  0xf2,  0xc7,  0xd8,  0xf8,
                                    0xc5,  0xe5,  0x394, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3,
                                    0x398, 0x39e, 0xc6,  0xe6,  0xdf,  0xc9,  0xa4,  0xa1,  0xc4,  0xd6,
                                    0xd1,  0xdc,  0xa7,  0xbf,  0xe4,  0xf6,  0xf1,  0xfc,  0xe0};
constexpr std::uint32_t kEuro = 0x20ac;
constexpr std::string_view kEscaped = "^{}\\[~]|";

// 0: the alphabet does not have it.
std::size_t gsm7_units(std::uint32_t code) {
    if (code == kEuro) return 2;
    if (code < 0x80) {
        char c = static_cast<char>(code);
        if (kEscaped.find(c) != std::string_view::npos) return 2;
        return c == '\n' || c == '\r' || (code >= 0x20 && c != '`' && code != 0x7f) ? 1 : 0;
    }
    return std::find(std::begin(kBasic), std::end(kBasic), code) != std::end(kBasic) ? 1 : 0;
}

// How many parts of `part` units the characters fill, none of them divided.
std::size_t parts_of(const std::vector<std::size_t>& characters, std::size_t part) {
    std::size_t parts = 1, room = part;
    for (auto units : characters) {
        if (units > room) {
            ++parts;
            room = part;
        }
        room -= units;
    }
    return parts;
}

SmsSize size_of(SmsAlphabet alphabet, const std::vector<std::size_t>& characters, std::size_t alone, std::size_t part) {
    SmsSize out{alphabet, 0, 1};
    for (auto units : characters) out.units += units;
    if (out.units > alone) out.parts = parts_of(characters, part);
    return out;
}

}  // namespace

SmsSize sms_size(std::string_view text) {
    std::vector<std::size_t> gsm7, ucs2;
    bool fits = true;
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        at += std::max<std::size_t>(1, bytes);
        gsm7.push_back(gsm7_units(code));
        ucs2.push_back(code > 0xffff ? 2 : 1);
        fits &= gsm7.back() != 0;
    }
    return fits ? size_of(SmsAlphabet::gsm7, gsm7, 160, 153) : size_of(SmsAlphabet::ucs2, ucs2, 70, 67);
}

}  // namespace breachd
