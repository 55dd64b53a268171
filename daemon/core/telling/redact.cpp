#include "core/telling/redact.hpp"

#include <re2/re2.h>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

std::string redact(std::string_view words) {
    static const RE2 kAddress(R"([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)");
    static const RE2 kNumber(R"(\+?\d[\d .\-]{4,}\d)");
    auto out = without_controls(valid_utf8(words.substr(0, 4 * kRedactedBytesMax)));
    RE2::GlobalReplace(&out, kAddress, "[…]");
    RE2::GlobalReplace(&out, kNumber, "[…]");
    return std::string(cut_at_character(out, kRedactedBytesMax));
}

}  // namespace breachd
