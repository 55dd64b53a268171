// JSON Web Tokens that we sign for providers (RFC 7519; RS256 and ES256 of RFC 7518), with OpenSSL. Pure but for
// OpenSSL's own chance: an ES256 signature is another one each time.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace breachd {

enum class JwtKind { rs256, es256 };

// Whether the PEM text is a private key for tokens of this kind: RSA of 2,048 bits or more, or EC on P-256.
Result<void> check_jwt_key(JwtKind kind, std::string_view pem);

// `header`: members beside alg and typ. The error says what is wrong with the key, and shows nothing of it.
Result<std::string> sign_jwt(JwtKind kind, std::string_view pem, json::object header, const json::object& claims);

}  // namespace breachd
