// Codes of the moment (RFC 6238, liboath): six digits, new every 30 seconds, SHA-1 as every authenticator app reads it.
// A code counts one step early and late. Which step it was is given back: the accounts desk takes each step once. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace breachd::credentials {

inline constexpr std::size_t kTotpSecretBytes = 20;

// The step whose code this is. None: it is no code of these moments, or the secret is empty (after the same work).
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant now);
std::string totp_code(std::string_view secret, Instant at);

// As people type it into an app: base32; and as an app reads it from a QR code.
std::string totp_text(std::string_view secret);
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view person);

}  // namespace breachd::credentials
