// The signed acknowledge link of a page: says which incident and which person, for how long, and proves that we wrote
// it. base64url("a1|incident|person|expiry ms") "." base64url(HMAC-SHA256). No state: an incident is acknowledged once
// anyway.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd {

struct AckToken {
    std::string incident;
    std::string person;
    Instant expires{};
};

std::string make_ack_token(std::string_view key, const std::string& incident, const std::string& person,
                           Instant expires);
// unauthorized when it is not ours (or the key is empty), not_found when it was ours and has expired.
Result<AckToken> read_ack_token(std::string_view key, std::string_view token, Instant now);

}  // namespace breachd
