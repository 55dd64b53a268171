// Finds the source of a syslog message by the address of its peer and, over TLS, its certificate. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/transport.hpp"
#include "settings/access.hpp"

namespace breachd::syslog {

// The first source of `names` that the peer's address and certificate fit; nullptr when none fits. A name that a reload
// took away fits no peer. `certificate`: the peer's own, nullptr when it has none.
const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const net::PeerCertificate* certificate);

// True when one of them may take messages from that address, whatever certificate it asks for.
bool may_come_from(const Access& access, const std::vector<std::string>& names, std::string_view peer);

}  // namespace breachd::syslog
