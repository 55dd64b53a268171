// Standard Webhooks 1.0: how our webhooks are signed, and how those of others are checked: base/signature.hpp with the
// values of that standard. Pure functions over the raw body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/signature.hpp"

namespace breachd {

// "v1,<base64>" of HMAC-SHA256 over "id.timestamp.body". A secret that begins with whsec_ is base64 after it; any other
// is taken as it is.
std::string sign_webhook(std::string_view secret, std::string_view id, Instant at, std::string_view body);

// Headers as received. True for one matching signature (space separated list, so that secrets can rotate) under one of
// the secrets, within the window around `now`. The error says which of the three headers is wrong, never why the
// signature differs.
Result<void> verify_webhook(const std::vector<std::string>& secrets, std::string_view id, std::string_view timestamp,
                            std::string_view signatures, std::string_view body, Instant now,
                            SignatureFault* fault = nullptr);

}  // namespace breachd
