// Slows down who guesses: after five failures in a row a key (of a person as typed, of a sender's address) waits,
// twice as long after each further one. A success forgets its key's failures. Bounded: of too many keys the one that
// failed longest ago is forgotten. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/instant.hpp"

namespace breachd {

class Brake {
  public:
    struct Rules {
        int free = 5;  // failures that cost nothing
        Duration first_wait{std::chrono::seconds{30}};
        Duration wait_max{std::chrono::minutes{15}};
        Duration forget_after{std::chrono::hours{1}};  // without a failure
        std::size_t keys_max = 10'000;
    };

    explicit Brake(Rules rules) : rules_(rules) {}

    // How long this key still has to wait; 0: it may try.
    Duration wait(const std::string& key, Instant now) const;
    void failed(const std::string& key, Instant now);
    void succeeded(const std::string& key);

  private:
    struct Failures {
        int count = 0;
        Instant last{};
    };

    void forget(const std::string& key);

    Rules rules_;
    std::map<std::string, Failures> failures_;
    std::set<std::pair<Instant, std::string>> oldest_;
};

}  // namespace breachd
