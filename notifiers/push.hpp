// What the push services of telephones share: what is shown, how large it may be, what a message is known by. Push
// wakes an app and proves an attempt; the whole letter is in the app or on the page that the short text names. Pure.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

inline constexpr std::size_t kPushBytesMax = 4096;    // FCM and APNs alike
inline constexpr std::chrono::hours kPushLife{48};    // then an unreachable telephone gets nothing
inline constexpr std::size_t kCollapseBytesMax = 64;  // a second copy replaces the first

struct PushText {
    std::string title, body;
};

PushText push_text_of(const Channel& channel, const Message& message, bool drill);
// The registration token as the services give them: letters, digits and - _ : of at most so many bytes.
Result<void> check_push_token(const Message& message, std::string_view letters, std::size_t bytes_max);

}  // namespace breachd
