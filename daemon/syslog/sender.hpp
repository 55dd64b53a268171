// Who sent a syslog message: the configured source that a peer's address, and over TLS its certificate, fit. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/transport.hpp"
#include "settings/access.hpp"

namespace breachd::syslog {

// The first source of `names` that the peer's address and certificate fit; nullptr when none fits. A name that a reload
// took away fits nobody. `certificate`: what the peer showed, nullptr for nothing.
const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const net::PeerCertificate* certificate);

// Whether any of them takes messages from that address, with the right certificate if it asks for one.
bool may_come_from(const Access& access, const std::vector<std::string>& names, std::string_view peer);

}  // namespace breachd::syslog
