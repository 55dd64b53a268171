// A mail that a person wrote in answer to a letter of ours. Bytes in, values out; gmime reads the MIME.
//
// No person's mail: a report of a mail server, an automatic answer, a mail of a mail server itself (MAILER-DAEMON,
// postmaster, no sender), a mail without words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/pii.hpp"
#include "bounces/report.hpp"

namespace breachd::bounces {

struct PersonsMail {
    Pii<std::string> sender;
    std::string message_id;  // of the mail, without its brackets
    std::string answers;     // our key, of the letter that it answers; "" when it names none
    Pii<std::string> words;  // the sender's own, without what they quote
};

// `report`: what read_bounce() made of the same mail.
std::optional<PersonsMail> read_persons_mail(std::string_view mail, const BounceReport& report);

}  // namespace breachd::bounces
