// What the answer desk shows and the journal says of it, in words: what became of a message, what a person replied.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"
#include "core/telling/receipt.hpp"
#include "core/telling/reply.hpp"

namespace breachd {

namespace words {

std::string reply_kind(ReplyKind kind, std::string_view language);
std::string reply_way(ReplyWay way, std::string_view language);
// "đã nhận để chuyển đi": how far one message is, for one who never saw the word "accepted".
std::string message_state(SendState state, std::string_view language);
// What follows from it: shown beside a reply that wants no more messages.
std::string no_more_note(std::string_view language);

}  // namespace words

std::string desk_summary(const SentAgain& e, std::string_view language);
std::string desk_summary(const SentAgainDone& e, std::string_view language);
std::string desk_summary(const ReplyNoted& e, std::string_view language);

}  // namespace breachd
