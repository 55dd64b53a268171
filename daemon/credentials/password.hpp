// Hashes of passwords: Argon2id (libsodium), 64 MiB and two passes. One costs about a tenth of a second of a core, so
// it is made on a thread of the read pool and one at a time (api/sign_in), never on the net or the engine's thread.
#pragma once

#include <string>
#include <string_view>

namespace breachd::credentials {

// "$argon2id$…", with its own salt.
std::string hash_password(std::string_view password);

// False, after the same work, for a hash that is empty: nobody learns whose account there is.
bool verify_password(std::string_view password, const std::string& hash);

}  // namespace breachd::credentials
