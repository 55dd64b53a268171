#include "core/access/brake.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Instant kNow = testkit::at("2026-11-20T10:00:00Z");

}  // namespace

TEST_CASE("five failures cost nothing, then the wait doubles up to its limit") {
    Brake brake({});
    for (int i = 0; i < 4; ++i) brake.failed("an", kNow);
    CHECK(brake.wait("an", kNow) == Duration{0});
    brake.failed("an", kNow);
    CHECK(brake.wait("an", kNow) == seconds{30});
    CHECK(brake.wait("an", kNow + seconds{30}) == Duration{0});
    brake.failed("an", kNow);
    CHECK(brake.wait("an", kNow) == minutes{1});
    for (int i = 0; i < 100; ++i) brake.failed("an", kNow);
    CHECK(brake.wait("an", kNow) == minutes{15});
}

TEST_CASE("one key's failures hold up no other, a success forgets them, and so does an hour of quiet") {
    Brake brake({});
    for (int i = 0; i < 6; ++i) brake.failed("an", kNow);
    CHECK(brake.wait("binh", kNow) == Duration{0});
    brake.succeeded("an");
    CHECK(brake.wait("an", kNow) == Duration{0});
    for (int i = 0; i < 6; ++i) brake.failed("an", kNow);
    brake.failed("an", kNow + hours{1});
    CHECK(brake.wait("an", kNow + hours{1}) == Duration{0});
}

TEST_CASE("a clock that was put back makes nobody wait for longer than the limit") {
    Brake brake({});
    for (int i = 0; i < 6; ++i) brake.failed("an", kNow);
    CHECK(brake.wait("an", kNow - hours{5}) == minutes{15});
}

TEST_CASE("a flood of keys costs bounded memory: the one that failed longest ago is forgotten") {
    Brake::Rules rules;
    rules.keys_max = 3;
    Brake brake(rules);
    for (int i = 0; i < 6; ++i) brake.failed("first", kNow);
    for (int i = 0; i < 3; ++i) brake.failed("other " + std::to_string(i), kNow + seconds{1});
    CHECK(brake.wait("first", kNow + seconds{1}) == Duration{0});
}
