// Random tokens that open something once or for a while: cookies of sessions, links of invitations. 256 bits of
// libsodium's, in letters that travel in an address and a header. Only their SHA-256 is kept.
#pragma once

#include <string>

namespace breachd::credentials {

std::string new_token();

}  // namespace breachd::credentials
