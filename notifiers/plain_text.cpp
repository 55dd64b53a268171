#include "notifiers/plain_text.hpp"

#include <algorithm>

#include "core/telling/ways.hpp"
#include "notifiers/drill_mark.hpp"

namespace breachd {

namespace {

constexpr std::string_view kVietnam = "+84";

std::string short_form(const Message& message) {
    auto out = message.short_text.reveal().empty() ? message.subject : message.short_text.reveal();
    auto link = message.kind == "page" ? text_member(message.data, "ack_url") : "";
    return link.empty() ? out : out + " " + link;
}

}  // namespace

std::string plain_text_of(const Channel& channel, const Message& message, bool drill) {
    bool whole = channel.whole_text || (message.kind == "notice" && !tells_in_short(channel));
    auto out = whole ? message.text.reveal() : short_form(message);
    return drill && !out.empty() ? with_drill_mark(out) : out;
}

bool is_phone(std::string_view number) {
    auto digits = number.substr(std::min<std::size_t>(1, number.size()));
    return number.starts_with('+') && digits.size() >= 8 && digits.size() <= 15 &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_plus(std::string_view number) {
    return std::string(number.starts_with('+') ? number.substr(1) : number);
}

std::optional<std::string> national(std::string_view number) {
    if (!number.starts_with(kVietnam)) return {};
    return "0" + std::string(number.substr(kVietnam.size()));
}

}  // namespace breachd
