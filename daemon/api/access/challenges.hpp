// Questions that a passkey answers by its signature. A question carries its own end and a seal over what it is for, so
// that asking for many costs no memory; only answered ones are remembered, until they end. Net thread only.
#pragma once

#include <map>
#include <string>

#include "base/instant.hpp"

namespace breachd::api {

class Challenges {
  public:
    explicit Challenges(std::string key) : key_(std::move(key)) {}

    // base64url, as a browser takes it. `purpose`: only for that does it count.
    std::string ask(const std::string& random, const std::string& purpose, Instant now) const;
    // Whether this question of ours may be answered now, for this purpose.
    bool open(const std::string& challenge, const std::string& purpose, Instant now) const;
    // Answered: not a second time.
    void answered(const std::string& challenge, Instant now);

  private:
    std::string seal(const std::string& body, const std::string& purpose) const;

    std::string key_;  // of this process
    std::map<std::string, Instant> answered_;
};

}  // namespace breachd::api
