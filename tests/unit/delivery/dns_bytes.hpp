// Answers of the DNS as bytes on the wire (RFC 1035).
#pragma once

#include <string>
#include <vector>

namespace breachd::delivery {

inline std::string dns_head(int code, std::size_t answers) {
    std::string out("\x12\x34\x81", 3);
    out += static_cast<char>(0x80 | code);
    out += std::string("\0\0\0", 3) + static_cast<char>(answers) + std::string(4, '\0');
    return out;
}

// With that code and no record: 3 says that the name does not exist.
inline std::string no_answer(int code) { return dns_head(code, 0); }

inline std::string record(char type, const std::string& data) {
    std::string out("\x01x\0\0", 4);
    out += type;
    out += std::string("\0\1\0\0\0\x3c", 6);
    out += static_cast<char>(data.size() >> 8);
    out += static_cast<char>(data.size() & 0xff);
    return out + data;
}

// A text longer than 255 bytes is cut into strings, as servers do.
inline std::string txt_answer(const std::vector<std::string>& texts) {
    auto out = dns_head(0, texts.size());
    for (const auto& text : texts) {
        std::string data;
        for (std::size_t at = 0; at < text.size() || at == 0; at += 255) {
            auto piece = text.substr(at, 255);
            data += static_cast<char>(piece.size());
            data += piece;
        }
        out += record(16, data);
    }
    return out;
}

inline std::string ptr_answer() { return dns_head(0, 1) + record(12, std::string("\4mail\4vidu\4test\0", 16)); }

}  // namespace breachd::delivery
