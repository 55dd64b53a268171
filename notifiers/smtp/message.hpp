// The bytes of one e-mail (RFC 5322, MIME): a pure function of the message. One recipient, stable Message-ID, UTF-8 in
// base64, text and HTML alternatives, marked as sent by a machine.
#pragma once

#include <string>

#include "notifiers/notifier.hpp"

namespace breachd {

// RFC 2047 encoded words of at most 75 characters, cut between letters; plain ASCII stays as it is.
std::string encode_header(std::string_view text);
// What a reader sees beside the address that it came from, and where an answer goes.
struct MailHead {
    std::string from_name;  // "": the address alone
    std::string reply_to;   // as envelope_address() gave it; "": answers go to the sender
};
// `from` and `to` as envelope_address() gave them.
std::string build_mail(const Message& message, const std::string& from, const std::string& to, bool drill,
                       const MailHead& head = {});
// Address for the envelope: refuses CR, LF, NUL, < > and blanks, which would be commands on the wire; an
// internationalised domain becomes its A-label.
struct MailAddress {
    std::string text;
    bool utf8 = false;  // its local part is outside ASCII: it needs SMTPUTF8 all the way
};
Result<MailAddress> mail_address(std::string_view address);
// The same where SMTPUTF8 cannot be asked for: such a local part is refused.
Result<std::string> envelope_address(std::string_view address);
// The address that comes back to us and names the letter (VERP): `bounce_address` with the token in it; without a token
// as it is, and without such an address `from`.
std::string return_path(const std::string& bounce_address, const std::string& from, std::string_view token);

}  // namespace breachd
