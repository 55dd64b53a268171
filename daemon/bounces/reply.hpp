// A mail that a person wrote in answer to a letter of ours. Bytes in, values out; gmime reads the MIME.
//
// No person's mail: a report of a mail server, an automatic answer, any other mail of a mail server.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "bounces/report.hpp"

namespace breachd::bounces {

struct PersonsMail {
    Pii<std::string> sender;
    std::string message_id;            // of the mail, without its brackets
    std::vector<std::string> answers;  // what may be keys of ours, of the thread that it belongs to, the newest first
    Pii<std::string> words;  // the sender's own, without what they quote, else a subject of their own; may be empty
};

// `report`: what read_bounce() made of the same mail.
std::optional<PersonsMail> read_persons_mail(std::string_view mail, const BounceReport& report);

}  // namespace breachd::bounces
