// Where a channel of type smtp sends, and how: what its keys mean for whoever talks to the relay, be it libcurl or
// delivery's own client.
#pragma once

#include <memory>
#include <string>

#include "base/instant.hpp"
#include "notifiers/provider.hpp"

namespace breachd {

struct SmtpConfig;

// How a line to the relay is guarded.
enum class LineGuard {
    none,     // tls: none
    offered,  // encrypted when the relay offers it, as mail servers do among themselves, its name not proven
    proven,   // encrypted, and the certificate proves the relay's name; a password travels over nothing less
};
LineGuard guard_of(const SmtpConfig& own);

struct MailRelay {
    std::string host, port;
    bool tls_at_once = false;  // smtps://
    LineGuard guard = LineGuard::offered;
    std::string username, password, ca_file;
    std::string hello;  // what we call ourselves; "": the machine's name
    std::string from;
    std::string bounce_address, from_name, reply_to;  // as in SmtpConfig
    Duration timeout{};
    int connections = 1;
    bool drill = false;
};

// The relay of a channel of type smtp, for its notices; none when only libcurl finds the way: through a proxy.
std::shared_ptr<const MailRelay> mail_relay(const Channel& channel, bool drill);

}  // namespace breachd
