// What an SMTP server's replies mean for the message: pure.
#pragma once

#include <string>

#include "core/telling/message.hpp"

namespace breachd {

// What we last asked, what the server last said and what libcurl made of it. Who is to blame depends on all of them: a
// 550 to MAIL FROM is our sender's fault and must not cost a million recipients their e-mail.
struct SmtpReply {
    enum class Stage { opening, mail, rcpt, data };  // greeting to AUTH; then the command that the reply answers
    Stage stage = Stage::opening;
    int code = 0;            // last numeric reply; 354: the message was on its way when the line was lost
    std::string text;        // last reply line without the code
    bool body_sent = false;  // all of the message was handed to the line, so that the server may have taken it
    bool finished = false;   // libcurl reports success: the final dot was answered 2xx
    bool early = false;      // the server said more than it was asked when the message was not out yet
    Cause failure{};         // why the line broke
};
Outcome classify_smtp(const SmtpReply& reply);

}  // namespace breachd
