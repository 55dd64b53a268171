#include "api/access/front_door.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using namespace breachd::api;
using std::chrono::minutes;

namespace {

const Instant kNow = testkit::at("2026-11-20T10:00:00Z");

}  // namespace

TEST_CASE("who guesses links holds up nobody at another address") {
    FrontDoor door;
    for (int i = 0; i < 6; ++i) door.tried("", "192.0.2.1", kNow);
    CHECK(door.wait("", "192.0.2.1", kNow) > Duration{0});
    CHECK(door.wait("", "192.0.2.2", kNow) == Duration{0});
    CHECK(door.wait("an", "192.0.2.2", kNow) == Duration{0});
}

TEST_CASE("a person is guarded from guesses of many addresses, and let in by the right proofs") {
    FrontDoor door;
    for (int i = 0; i < 6; ++i) door.tried("an", "192.0.2." + std::to_string(i), kNow);
    CHECK(door.wait("an", "192.0.2.99", kNow) > Duration{0});
    door.succeeded("an", "192.0.2.99");
    CHECK(door.wait("an", "192.0.2.99", kNow) == Duration{0});
}

TEST_CASE("nobody elsewhere keeps a person out of the place where the person signed in before") {
    FrontDoor door;
    door.succeeded("an", "192.0.2.50");
    for (int i = 0; i < 9; ++i) door.tried("an", "198.51.100.7", kNow);
    CHECK(door.wait("an", "198.51.100.7", kNow) > Duration{0});
    CHECK(door.wait("an", "192.0.2.99", kNow) > Duration{0});
    CHECK(door.wait("an", "192.0.2.50", kNow) == Duration{0});
    for (int i = 0; i < 9; ++i) door.tried("an", "192.0.2.50", kNow);
    CHECK(door.wait("an", "192.0.2.50", kNow) > Duration{0});
}

TEST_CASE("the last use of a session is known before the store has it, and given to the store once a minute") {
    FrontDoor door;
    SignIn rules;
    auto cookie = sha256("cookie");
    Session session{"id", "an", kNow, kNow, kNow};
    CHECK_FALSE(door.used(cookie, session, rules, kNow + minutes{1} - Duration{1}));
    CHECK(door.used(cookie, session, rules, kNow + minutes{1}));
    CHECK_FALSE(door.used(cookie, session, rules, kNow + minutes{1} + Duration{1}));
    CHECK(door.known(cookie, session).seen_at == kNow + minutes{1} + Duration{1});
    CHECK(door.known(sha256("other"), session).seen_at == kNow);
}
