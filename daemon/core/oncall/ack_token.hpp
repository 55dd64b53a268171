// The signed acknowledge link of a page: says which incident and which person, for how long, and proves that we wrote
// it. base64url("a2|incident|call|person|expiry ms") "." base64url(HMAC-SHA256). No state: the link answers the call
// that it was made for; when people are called anew for what is worse, it answers no more.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd {

struct AckToken {
    std::string incident;
    int call = 0;  // Incident::call as the reader of the page knows it
    std::string person;
    Instant expires{};
};

std::string make_ack_token(std::string_view key, const AckToken& token);
// unauthorized when it is not ours (or the key is empty), not_found when it was ours and has expired.
Result<AckToken> read_ack_token(std::string_view key, std::string_view token, Instant now);

}  // namespace breachd
