// What a person says about the notice that they got: on the telephone, at the counter, or by mail. Pure.
//
// "Wants no more messages" is kept and shown, and stops nothing: the notice of a breach is a duty of the organisation
// (Điều 29, Điều 28), not a message that somebody subscribed to.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace breachd {

enum class ReplyKind { question, complaint, wrong_person, no_more, other };
BOOST_DESCRIBE_ENUM(ReplyKind, question, complaint, wrong_person, no_more, other)

enum class ReplyWay { telephone, email, sms, in_person, letter, other };
BOOST_DESCRIBE_ENUM(ReplyWay, telephone, email, sms, in_person, letter, other)

inline constexpr std::size_t kReplyBytesMax = 4000;

// What a mail or a text message wants, by the words that its own lines begin with: "STOP", "huỷ", "không phải tôi",
// with marks or without. In doubt `other`: a person reads it.
ReplyKind reply_kind_of(std::string_view text);

// Of a mail the sender's own lines: without those that quote our letter, at most kReplyBytesMax bytes.
std::string own_words(std::string_view mail_text);

}  // namespace breachd
