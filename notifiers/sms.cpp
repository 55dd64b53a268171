#include "notifiers/sms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/search_text.hpp"
#include "core/telling/short_text.hpp"
#include "notifiers/plain_text.hpp"

namespace breachd {

namespace {

constexpr std::size_t kBrandnameBytesMax = 11;

}  // namespace

Result<void> check_vietnamese_phone(const Message& message) {
    const auto& to = message.to.reveal();
    if (!is_phone(to) || !national(to))
        return Error{ErrorCode::unprocessable, "not a telephone number in Vietnam, in the form +84…", ""};
    return {};
}

std::string sms_number(const Message& message) { return without_plus(message.to.reveal()); }

std::string sms_text_of(const Channel& channel, const Message& message, bool drill, const std::string& letters) {
    auto text = safe_for_sms(plain_text_of(channel, message, drill));
    return letters == "unmarked" ? without_marks(text) : text;
}

std::string short_key(const std::string& key, std::size_t bytes_max) {
    return key.size() <= bytes_max ? key : hex(sha256(key)).substr(0, std::min<std::size_t>(bytes_max, 40));
}

void read_brandname(Keys& keys, std::string_view key, std::string& out) {
    keys.need(key);
    keys.text(key, out);
    bool good = std::all_of(out.begin(), out.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
               c == '-' || c == ' ';
    });
    if (!good || out.size() > kBrandnameBytesMax)
        keys.error(fmt::format("{}: at most {} letters and digits, as it is registered", key, kBrandnameBytesMax));
}

void read_sms_keys(Keys& keys, std::string& letters, std::int64_t& parts_max) {
    keys.choice("letters", letters, {"marked", "unmarked"});
    keys.integer("parts_max", parts_max, 1, 10);
}

}  // namespace breachd
