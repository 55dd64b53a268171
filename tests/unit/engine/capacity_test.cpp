// What a channel may be given, with the outcomes told by hand.
#include "engine/channels/capacity.hpp"

#include <cmath>

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using namespace breachd::engine;
using testkit::at;

namespace {

constexpr Verdict kWorked{Said::worked, {}, true};
constexpr Verdict kFailed{Said::channel_failed, {}, false};
constexpr Verdict kDestinationRefused{Said::destination_refused, {}, false};

struct Line {
    Capacity capacity;
    engine::Limits limits;
    Instant now = at("2026-11-20T10:00:00Z");

    int send(int most, const std::string& destination = "") {
        int sent = 0;
        for (int left = std::min(most, capacity.allowance("c", limits, now)); left > 0; --left)
            sent += capacity.admit("c", limits, destination, now);
        return sent;
    }
    void heard(const Verdict& verdict, int times = 1, const std::string& destination = "") {
        for (int i = 0; i < times; ++i) capacity.answered("c", destination, verdict, now);
    }
    // Its pace after so long of so many answers each tenth of a second.
    double pace_after(Duration how_long, int a_tenth) {
        for (auto end = now + how_long; now < end; now += Duration{100}) {
            heard(kWorked, a_tenth);
            send(8);
        }
        return capacity.pace("c", now).value();
    }
    std::optional<Instant> next() { return capacity.next_moment("c", limits, now); }
    // Sends and outcomes at once, over `how_long`, waking only when asked to: how many went, how many wakes it took.
    std::pair<int, int> run(Duration how_long) {
        int sent = 0, wakes = 0;
        for (auto end = now + how_long;;) {
            int out = send(1000);
            heard(kWorked, out);
            sent += out;
            auto then = std::max(next().value_or(end), now + Duration{1});
            if (then >= end) break;
            now = then;
            ++wakes;
        }
        return {sent, wakes};
    }
};

}  // namespace

TEST_CASE("a channel sends at its rate, and is woken a few times a second for it, not once a message") {
    Line line;
    line.limits = {200, 32, {}};
    auto [sent, wakes] = line.run(std::chrono::seconds{10});
    CHECK(sent >= 2000);
    CHECK(sent <= 2200);
    CHECK(wakes <= 80);
}

TEST_CASE("a slow rate is kept to the message") {
    Line line;
    line.limits.rate_per_second = 0.5;
    CHECK(line.send(5) == 1);
    line.heard(kWorked);
    REQUIRE(line.next());
    CHECK(*line.next() == line.now + std::chrono::seconds{2});
    line.now = *line.next();
    CHECK(line.send(5) == 1);
}

TEST_CASE("while all that may be out is out, only an outcome wakes the engine") {
    Line line;
    line.limits = {1000, 1, {}};
    CHECK(line.send(100) == kOutstandingPerConnection);
    CHECK_FALSE(line.next());
    line.heard(kWorked);
    REQUIRE(line.next());
    CHECK(*line.next() == line.now);
}

TEST_CASE("a used-up quota asks for nothing until midnight in Vietnam") {
    Line line;
    line.limits = {50, 4, 10};
    auto [sent, wakes] = line.run(std::chrono::hours{6});
    CHECK(sent == 10);
    CHECK(wakes <= 2);
    REQUIRE(line.next());
    CHECK(*line.next() == at("2026-11-21T00:00:00+07:00"));
    line.now = *line.next();
    CHECK(line.send(100) == 10);
}

TEST_CASE("what is out counts against the quota until it is known not to have been taken") {
    Line line;
    line.limits = {50, 4, 10};
    CHECK(line.send(100) == 10);
    CHECK_FALSE(line.next());
    line.heard({Said::nothing, {}, false}, 4);
    line.heard(kWorked, 6);
    CHECK(line.send(100) == 4);
}

TEST_CASE("the quota that was used before a start is still used after it") {
    Line line;
    line.limits = {50, 4, 10};
    line.capacity.set_used("c", line.now, 7);
    CHECK(line.send(100) == 3);
    CHECK(line.capacity.used("c", line.now) == 7);
    CHECK(line.capacity.used("c", line.now + std::chrono::hours{24}) == 0);
}

TEST_CASE("three failures in a row close a channel, one probe a minute finds out when it works again") {
    Line line;
    CHECK(line.send(3) == 3);
    line.heard(kFailed, 2);
    CHECK_FALSE(line.capacity.down("c"));
    CHECK(line.capacity.answered("c", "", kFailed, line.now) == Turn::went_down);
    CHECK(line.capacity.down_count() == 1);
    CHECK(line.send(100) == 0);
    REQUIRE(line.next());
    CHECK(*line.next() == line.now + std::chrono::minutes{1});
    line.now = *line.next();
    CHECK(line.send(100) == 1);
    CHECK_FALSE(line.next());
    line.heard(kFailed);
    line.now += std::chrono::minutes{1};
    CHECK(line.send(100) == 1);
    CHECK(line.capacity.answered("c", "", kWorked, line.now) == Turn::came_back);
    CHECK(line.capacity.down_count() == 0);
    CHECK(line.send(10) > 1);
}

TEST_CASE("a success between them takes failures back") {
    Line line;
    line.send(10);
    line.heard(kFailed, 2);
    line.heard(kWorked);
    line.heard(kFailed, 2);
    CHECK_FALSE(line.capacity.down("c"));
}

TEST_CASE("a channel whose provider says when to come back is left alone until then") {
    Line line;
    CHECK(line.send(1) == 1);
    line.heard({Said::channel_failed, std::chrono::minutes{10}, false});
    CHECK(line.send(100) == 0);
    REQUIRE(line.next());
    CHECK(*line.next() == line.now + std::chrono::minutes{10});
}

TEST_CASE("too many requests with Retry-After slows the destination that said so, and no other") {
    Line line;
    CHECK(line.send(2, "gmail.com") == 2);
    line.heard({Said::destination_refused, std::chrono::minutes{5}, false}, 1, "gmail.com");
    CHECK(line.send(1, "gmail.com") == 0);
    CHECK(line.send(1, "vidu.test") == 1);
    REQUIRE(line.capacity.destination_moment("c", line.now));
    CHECK(*line.capacity.destination_moment("c", line.now) == line.now + std::chrono::minutes{5});
    line.now += std::chrono::minutes{5};
    CHECK(line.send(1, "gmail.com") == 1);
    CHECK_FALSE(line.capacity.destination_moment("c", line.now));
}

TEST_CASE("a refused destination gets half as much at once, and one more after each success") {
    Line line;
    line.limits = {10000, 4, {}};
    CHECK(line.send(1000, "gmail.com") == 32);
    line.heard(kDestinationRefused, 32, "gmail.com");  // one burst counts once
    CHECK(line.send(1000, "gmail.com") == 16);
    line.heard(kWorked, 3, "gmail.com");
    line.heard({}, 13, "gmail.com");
    CHECK(line.send(1000, "gmail.com") == 19);
    CHECK(line.send(1000, "vidu.test") == 13);
}

TEST_CASE("a destination that refuses one at a time is left alone for a minute") {
    Line line;
    line.limits = {10000, 32, {}};
    for (int i = 0; i < 20 && line.send(1, "gmail.com") == 1; ++i) line.heard(kDestinationRefused, 1, "gmail.com");
    CHECK(line.send(1, "gmail.com") == 0);
    REQUIRE(line.capacity.destination_moment("c", line.now));
    CHECK(*line.capacity.destination_moment("c", line.now) == line.now + kDestinationPause);
}

TEST_CASE("a step that could not be written leaves no trace in what channels may be given") {
    Line line;
    line.limits = {50, 4, 10};
    line.send(3, "gmail.com");
    line.capacity.keep();
    line.heard(kFailed, 3, "gmail.com");
    CHECK(line.capacity.down("c"));
    line.capacity.undo();
    CHECK_FALSE(line.capacity.down("c"));
    CHECK(line.capacity.down_count() == 0);
    CHECK(line.send(100, "vidu.test") == 7);
}

TEST_CASE("a channel's pace is what it answers while all its connections have work, over the last minutes") {
    Line line;
    line.limits = {1000, 1, {}};
    CHECK_FALSE(line.capacity.pace("c", line.now));
    for (int second = 0; second < 60; ++second) {  // eight out, two answered a second
        line.send(8);
        line.now += std::chrono::seconds{1};
        if (second < 29) CHECK_FALSE(line.capacity.pace("c", line.now));
        line.heard(kWorked, 2);
    }
    auto pace = line.capacity.pace("c", line.now);
    REQUIRE(pace);
    CHECK(*pace > 1.9);
    CHECK(*pace < 2.1);
    line.heard(kWorked, 6);
    line.now += kPaceMemory + std::chrono::minutes{1};
    CHECK_FALSE(line.capacity.pace("c", line.now));
}

TEST_CASE("a fast channel's pace is known after a thousand answers") {
    Line line;
    line.limits = {100'000, 1, {}};
    int answers = 0;
    for (; answers < 1000; answers += 4) {  // eight out, four answered each hundredth of a second
        if (answers < 900) CHECK_FALSE(line.capacity.pace("c", line.now));
        line.send(8);
        line.now += Duration{10};
        line.heard(kWorked, 4);
    }
    auto pace = line.capacity.pace("c", line.now);
    REQUIRE(pace);
    CHECK(*pace > 390);
    CHECK(*pace < 410);
}

TEST_CASE("a fast channel's pace is that of its newest half minute: a slow beginning says nothing of the end") {
    Line line;
    line.limits = {100'000, 1, {}};
    CHECK(std::round(line.pace_after(std::chrono::seconds{120}, 4)) == 40);
    CHECK(std::round(line.pace_after(std::chrono::seconds{40}, 8)) == 80);
    CHECK(line.pace_after(std::chrono::seconds{120}, 1) < 15);
}

TEST_CASE("what a channel answers while people are planned is its pace only until it has another") {
    Line line;
    line.limits = {100'000, 1, {}};
    line.capacity.plans(true);
    CHECK(std::round(line.pace_after(std::chrono::seconds{40}, 3)) == 30);
    line.capacity.plans(false);
    CHECK(std::round(line.pace_after(std::chrono::seconds{10}, 8)) < 60);  // too little yet
    CHECK(std::round(line.pace_after(std::chrono::seconds{25}, 8)) == 80);
    line.capacity.plans(true);
    CHECK(std::round(line.pace_after(std::chrono::seconds{60}, 3)) == 80);
}

TEST_CASE("a channel that its rate holds up has no pace, and one that hangs becomes slow") {
    Line line;
    line.limits = {1, 4, {}};
    for (int second = 0; second < 120; ++second) {
        line.send(1);
        line.now += Duration{100};
        line.heard(kWorked);
        line.now += Duration{900};
    }
    CHECK_FALSE(line.capacity.pace("c", line.now));
    line.limits.rate_per_second = 100;
    line.send(100);
    line.now += std::chrono::minutes{2};
    REQUIRE(line.capacity.pace("c", line.now));
    CHECK(*line.capacity.pace("c", line.now) < 0.02);
}

TEST_CASE("a provider that says it takes no more today is left alone until its midnight") {
    Line line;
    line.limits.rate_per_second = 100;
    CHECK(line.send(1) == 1);
    line.heard(kWorked);
    line.capacity.emptied("c", line.now);
    line.now += std::chrono::minutes{1};
    CHECK(line.send(10) == 0);
    CHECK_FALSE(line.capacity.down("c"));
    auto midnight = at("2026-11-20T17:00:00Z");
    CHECK(line.next() == midnight);
    line.now = midnight;
    CHECK(line.send(10) == 10);
}
