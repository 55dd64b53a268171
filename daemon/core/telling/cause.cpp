#include "core/telling/cause.hpp"

#include <re2/re2.h>

#include <boost/describe/enum_to_string.hpp>

#include "base/enum_words.hpp"

namespace breachd {

std::string_view cause_word(Cause cause) {
    return cause == Cause::none ? "" : boost::describe::enum_to_string(cause, "");
}

Cause cause_from(const std::string& word) {
    auto out = Cause::none;
    enum_from_word(word, out);
    return out;
}

std::string provider_code(std::string_view text) {
    // Five digits at most: no telephone number is so short. Enhanced codes: RFC 3463.
    static const RE2 kCode(R"(-?[0-9]{1,5}|[245][0-9]{2} [245]\.[0-9]\.[0-9]{1,2}|[245]\.[0-9]\.[0-9]{1,2})");
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kCode) ? std::string(text) : "";
}

}  // namespace breachd
