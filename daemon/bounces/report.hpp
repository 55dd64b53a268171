// What a mail that came to our return path says of a letter of ours: a report of a mail server (RFC 3464) in any of its
// dialects, an automatic answer (RFC 3834), or nothing that can be read. Bytes in, values out; gmime reads the MIME.
//
//   multipart/report with message/delivery-status   by its Action: failed, delayed, delivered (relayed, expanded)
//   X-Failed-Recipients (Exim, Gmail)               failed
//   message/feedback-report (RFC 5965)              complaint: the person called the letter spam
//   a vacation, a read receipt                      auto_reply: nothing
//   anything else                                   unreadable: for a human, when its token is ours
//
// A mail server's mail is no automatic answer although it calls itself auto-replied. Only the first 256 KiB of a mail
// are read.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "core/telling/cause.hpp"

namespace breachd::bounces {

inline constexpr std::size_t kMailBytesMax = 256 * 1024;

enum class MailKind { failed, delayed, delivered, complaint, auto_reply, unreadable };
BOOST_DESCRIBE_ENUM(MailKind, failed, delayed, delivered, complaint, auto_reply, unreadable)

struct BounceReport {
    MailKind kind = MailKind::unreadable;
    std::string token;        // of a return path of ours, in the fields that say to whom the mail, or the letter, came
    std::string message_id;   // of our letter, without its brackets; "" when the report does not say
    std::string envelope_id;  // Original-Envelope-Id (RFC 3461)
    std::vector<Pii<std::string>> recipients;  // to whom it failed: Original-Recipient, Final-Recipient
    std::vector<Pii<std::string>> spared;      // to whom the same report says that it did not
    std::string code;                          // "550 5.1.1", "5.1.1"; of a closed form
    Cause cause = Cause::none;
    // Of the mail itself.
    std::string own_id;  // without its brackets
    Pii<std::string> sender;
};

BounceReport read_bounce(std::string_view mail);

// The token in a recipient "<local>+<token>@<domain>" of the form that ours have, <number>-<16 hex>; "" when there is
// none.
std::string token_of(std::string_view recipient);

// Our key in a Message-ID "<key>@<domain>"; "" when it is no key.
std::string key_in(std::string_view message_id);

}  // namespace breachd::bounces
