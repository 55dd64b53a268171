// What a mail that came to our return path says of a letter of ours: a report of a mail server (RFC 3464) in any of its
// dialects, an automatic answer (RFC 3834), or nothing that can be read. Bytes in, values out; gmime reads the MIME.
//
//   multipart/report with message/delivery-status   by its Action: failed, delayed, delivered (relayed, expanded)
//   Auto-Submitted, a vacation, a read receipt      auto_reply: nothing
//   anything else                                   unreadable: for a human, when its token is ours
//
// A report is a report although it calls itself auto-replied. Only the first 256 KiB of a mail are read.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

#include "base/pii.hpp"
#include "core/telling/cause.hpp"

namespace breachd::bounces {

inline constexpr std::size_t kMailBytesMax = 256 * 1024;

enum class MailKind { failed, delayed, delivered, auto_reply, unreadable };
BOOST_DESCRIBE_ENUM(MailKind, failed, delayed, delivered, auto_reply, unreadable)

struct BounceReport {
    MailKind kind = MailKind::unreadable;
    std::string token;           // of a return path of ours, in the fields that say to whom the mail came
    std::string message_id;      // of our letter, without its brackets; "" when the report does not say
    std::string envelope_id;     // Original-Envelope-Id (RFC 3461)
    Pii<std::string> recipient;  // Original-Recipient, else Final-Recipient
    std::string code;            // "550 5.1.1", "5.1.1"; of a closed form
    Cause cause = Cause::none;
};

BounceReport read_bounce(std::string_view mail);

// The token in a recipient "<local>+<token>@<domain>" of the form that ours have, <number>-<16 hex>; "" when there is
// none.
std::string token_of(std::string_view recipient);

// Our key in a Message-ID "<key>@<domain>"; "" when it is no key.
std::string key_in(std::string_view message_id);

}  // namespace breachd::bounces
