// Takes what may be personal data out of words that come from outside (a provider's answer), so that they may be kept
// and shown: e-mail addresses, runs of six or more digits, control characters and bytes that are no UTF-8; cut to 200
// bytes at a letter's boundary.
#pragma once

#include <string>
#include <string_view>

#include "core/telling/message.hpp"

namespace breachd {

inline constexpr std::size_t kRedactedBytesMax = 200;

std::string redact(std::string_view words);

// A provider's own name for a message is kept for those who ask it about the message. Redacted like words when it looks
// like a contact: it has an address in it, or a number as long as a telephone's that stands alone.
std::string redact_id(std::string_view id);

// The recipient's own address and name, taken out of whatever the provider answered; and its id as above. The address
// without its domain counts, and a telephone number however it begins.
void black_out(Outcome& outcome, const Message& message);

}  // namespace breachd
