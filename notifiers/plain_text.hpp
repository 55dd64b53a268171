// What a channel that carries plain text (a text message, an app) sends of a message, and telephone numbers as
// gateways write them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/telling/message.hpp"
#include "settings/channels.hpp"

namespace breachd {

// Of a notice its short text, of a page its first line and the link that acknowledges; the whole text when the channel
// passes that on. Marked in a drill.
std::string plain_text_of(const Channel& channel, const Message& message, bool drill);

// Of a number in E.164 (+84901000003).
bool is_phone(std::string_view number);
std::string without_plus(std::string_view number);             // 84901000003
std::optional<std::string> national(std::string_view number);  // 0901000003; none outside of Vietnam

}  // namespace breachd
