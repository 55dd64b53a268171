#include "notifiers/push.hpp"

#include <algorithm>

#include "notifiers/drill_mark.hpp"
#include "notifiers/plain_text.hpp"

namespace breachd {

PushText push_text_of(const Channel& channel, const Message& message, bool drill) {
    return {drill ? with_drill_mark(message.subject) : message.subject, plain_text_of(channel, message, drill)};
}

Result<void> check_push_token(const Message& message, std::string_view letters, std::size_t bytes_max) {
    const auto& token = message.to.reveal();
    auto is_letter = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               letters.find(c) != std::string_view::npos;
    };
    if (token.empty() || token.size() > bytes_max || !std::all_of(token.begin(), token.end(), is_letter))
        return Error{ErrorCode::unprocessable, "not a registration token of the service", ""};
    return {};
}

}  // namespace breachd
