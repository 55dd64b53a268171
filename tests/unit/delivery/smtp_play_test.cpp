// The SMTP client's invariants under relays made of chance.
#include "testkit/smtp_play.hpp"

#include <random>

#include "testkit/catch.hpp"

namespace breachd::delivery {

TEST_CASE("whatever a relay says and whenever the line ends, each mail ends once, and is sent only with its dot out") {
    std::mt19937 chance(20261129);
    for (int round = 0; round < 20'000; ++round) {
        MailRelay relay;
        relay.timeout = std::chrono::seconds{1};
        relay.guard = round % 3 == 0 ? LineGuard::none : round % 3 == 1 ? LineGuard::offered : LineGuard::proven;
        // A good opening, so that mails are what most rounds are about: greeting, EHLO, and what was said goes out.
        std::string moves("\x03\xb0\x08\xb0", 4);
        for (auto n = chance() % 60; n > 0; --n) {
            // Half of the moves are what a good relay does now: the rest is chance.
            static constexpr unsigned char kGood[] = {0, 0, 1, 176, 0, 0, 1, 176, 11, 11, 12, 195};
            moves += static_cast<char>(chance() % 2 ? kGood[chance() % sizeof kGood] : chance() % 256);
        }
        testkit::SmtpPlay::run(round % 10 == 0 ? std::string_view(moves).substr(4) : moves, relay);
    }
}

}  // namespace breachd::delivery
