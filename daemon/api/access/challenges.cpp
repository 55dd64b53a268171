#include "api/access/challenges.hpp"

#include <charconv>

#include "base/digest.hpp"

namespace breachd::api {

namespace {

constexpr Duration kLasts = std::chrono::minutes{5};
constexpr std::size_t kSealBytes = 16;

// The moment in front of "ms|random".
std::int64_t end_in(const std::string& body) {
    std::int64_t end = 0;
    std::from_chars(body.data(), body.data() + body.size(), end);
    return end;
}

}  // namespace

std::string Challenges::seal(const std::string& body, const std::string& purpose) const {
    return std::string(as_bytes(hmac_sha256(key_, purpose + "|" + body)).substr(0, kSealBytes));
}

std::string Challenges::ask(const std::string& random, const std::string& purpose, Instant now) const {
    auto body = std::to_string(to_ms(now + kLasts)) + "|" + random;
    return base64url(body + seal(body, purpose));
}

bool Challenges::open(const std::string& challenge, const std::string& purpose, Instant now) const {
    auto bytes = from_base64_exact(challenge);
    if (!bytes || bytes->size() <= kSealBytes || answered_.count(challenge) != 0) return false;
    auto body = bytes->substr(0, bytes->size() - kSealBytes);
    return equal_constant_time(bytes->substr(body.size()), seal(body, purpose)) && to_ms(now) < end_in(body);
}

void Challenges::answered(const std::string& challenge, Instant now) {
    std::erase_if(answered_, [&](const auto& row) { return row.second <= now; });
    answered_[challenge] = now + kLasts;
}

}  // namespace breachd::api
