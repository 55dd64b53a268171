// What a provider wants of us before it takes messages: a token that it gave, or that we signed, and that runs out.
// Secret as a whole; it is kept sealed (store/channels/tokens.hpp), and never used before it is kept.
#pragma once

#include <string>

#include "base/instant.hpp"

namespace breachd {

struct AccessToken {
    std::string access;
    std::string refresh;  // what the next one is got by; "" where that is a secret of the configuration
    std::string origin;   // known by its hash: the secret of the configuration that the chain of tokens began with
    Duration lives{0};    // from when it was got
    Duration keep{0};     // a younger one is not asked for again: the provider counts that as abuse
    bool operator==(const AccessToken&) const = default;
};

}  // namespace breachd
