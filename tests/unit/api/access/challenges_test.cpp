#include "api/access/challenges.hpp"

#include "base/digest.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using namespace breachd::api;
using std::chrono::minutes;

namespace {

const Instant kNow = testkit::at("2026-11-20T10:00:00Z");

}  // namespace

TEST_CASE("a question counts for its purpose, for five minutes, and for one answer") {
    Challenges house("key");
    auto asked = house.ask("random", "sign in", kNow);
    CHECK(house.open(asked, "sign in", kNow + minutes{5} - Duration{1}));
    CHECK_FALSE(house.open(asked, "sign in", kNow + minutes{5}));
    CHECK_FALSE(house.open(asked, "step up|id", kNow));
    house.answered(asked, kNow);
    CHECK_FALSE(house.open(asked, "sign in", kNow));
    CHECK(house.open(house.ask("another", "sign in", kNow), "sign in", kNow));
}

TEST_CASE("nobody else makes a question of ours, nor a longer one") {
    Challenges house("key"), other("other");
    auto asked = house.ask("random", "sign in", kNow);
    CHECK_FALSE(other.open(asked, "sign in", kNow));
    CHECK_FALSE(house.open("", "sign in", kNow));
    CHECK_FALSE(house.open("nonsense!", "sign in", kNow));
    auto bytes = *from_base64(asked);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK_FALSE(house.open(base64url(changed), "sign in", kNow));
    }
}
