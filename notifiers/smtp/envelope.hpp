// What goes over the wire for one message: its envelope's commands, with the parameters that the server offers, and its
// bytes. Pure. No address gets in here that could be a command (mail_address in message.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "notifiers/smtp/relay.hpp"

namespace breachd {

// What a server said after EHLO that it can do.
struct Extensions {
    bool pipelining = false;  // RFC 2920
    bool starttls = false;    // RFC 3207
    bool eight_bit = false;   // RFC 6152
    bool smtputf8 = false;    // RFC 6531
    bool dsn = false;         // RFC 3461
    bool auth_plain = false, auth_login = false;
    std::optional<std::uint64_t> size_max;  // RFC 1870; none: it does not say, 0 there: no limit
    bool size = false;
};
// `lines` of the reply to EHLO, the greeting first.
Extensions read_extensions(const std::vector<std::string>& lines);

struct Mail {
    std::string from, to;
    bool utf8 = false;       // an address outside ASCII
    std::string key;         // ENVID; a bounce gives it back
    std::string wire;        // after 354: dots doubled, the final dot at its end
    std::uint64_t size = 0;  // of the message itself
};
// The mail of a message, or why there is none: the outcome.
std::variant<Mail, Outcome> write_mail(const MailRelay& relay, const Message& message);

// Why this server cannot be given this mail; none when it can.
std::optional<Outcome> cannot_take(const Mail& mail, const Extensions& server);
std::string mail_command(const Mail& mail, const Extensions& server);
std::string rcpt_command(const Mail& mail, const Extensions& server);

// RFC 5321, 4.5.2, and the final dot.
std::string wire_form(std::string_view mail);

}  // namespace breachd
