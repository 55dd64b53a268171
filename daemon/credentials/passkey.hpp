// Passkeys (WebAuthn level 2; libfido2 reads and verifies). A browser makes a key pair for this host and proves to have
// it by signing a challenge of ours, after its user showed a face, a finger or a PIN. No maker's certificate is asked
// for: who may have an account was decided by the invitation. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd::credentials {

// What an answer must be about.
struct Expected {
    std::string challenge;  // as base64url, as it was given out
    std::string origin;     // "https://breach.vidu.test"
    std::string rp_id;      // "breach.vidu.test"
};

// COSE's numbers.
enum class KeyKind : int { es256 = -7, eddsa = -8, rs256 = -257 };

struct NewPasskey {
    std::string id;          // the browser names the key by it
    std::string public_key;  // raw
    KeyKind kind = KeyKind::es256;
    std::uint32_t count = 0;
};

// The challenge that an answer says it is about; "" when it cannot be read. Only then one knows what to expect.
std::string challenge_in(std::string_view client_data);

// The key that a browser made.
Result<NewPasskey> read_registration(const Expected& expected, std::string_view client_data,
                                     std::string_view authenticator_data);

// The signature's counter; an error when it is not by this key, about this challenge, for this host, by a user who was
// there and showed to be the one.
Result<std::uint32_t> verify_assertion(const Expected& expected, std::string_view public_key, KeyKind kind,
                                       std::string_view client_data, std::string_view authenticator_data,
                                       std::string_view signature);

}  // namespace breachd::credentials
