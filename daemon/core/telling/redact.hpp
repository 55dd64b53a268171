// Takes what may be personal data out of words that come from outside (a provider's answer), so that they may be kept
// and shown: e-mail addresses, runs of six or more digits, control characters and bytes that are no UTF-8; cut to 200
// bytes at a letter's boundary.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

inline constexpr std::size_t kRedactedBytesMax = 200;

std::string redact(std::string_view words);

}  // namespace breachd
