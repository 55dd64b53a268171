#include "core/redact.hpp"

#include <re2/re2.h>

#include "base/utf8.hpp"

namespace breachd {

std::string redact(std::string_view words) {
    static const RE2 kAddress(R"([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)");
    static const RE2 kNumber(R"(\+?\d[\d .\-]{4,}\d)");
    std::string out = valid_utf8(words.substr(0, 4 * kRedactedBytesMax));
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    RE2::GlobalReplace(&out, kAddress, "[…]");
    RE2::GlobalReplace(&out, kNumber, "[…]");
    if (out.size() > kRedactedBytesMax) {
        std::size_t end = kRedactedBytesMax;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
        out.resize(end);
    }
    return out;
}

}  // namespace breachd
