// Whose rows go next, and when a run that shares a channel will end.
#include "engine/channels/scheduler.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using namespace breachd::engine;
using testkit::at;

namespace {

const Instant kNow = at("2026-11-20T10:00:00Z");
const auto kSoon = kNow + std::chrono::hours{7};
const auto kLate = kNow + std::chrono::hours{71};

int share_of(const std::vector<std::pair<std::string, int>>& shares, const std::string& run) {
    for (const auto& [name, sends] : shares)
        if (name == run) return sends;
    return 0;
}

}  // namespace

TEST_CASE("a run due in 7 hours is sent before one due in 71, and that one is not starved") {
    Scheduler scheduler;
    scheduler.waits("email", "INC-1", kLate);
    scheduler.waits("email", "INC-2", kSoon);
    auto shares = scheduler.share("email", 100);
    CHECK(shares.front().first == "INC-2");
    CHECK(share_of(shares, "INC-2") == 75);
    CHECK(share_of(shares, "INC-1") == 25);
}

TEST_CASE("sends that come one at a time are shared as in a batch") {
    Scheduler scheduler;
    scheduler.waits("email", "INC-1", kLate);
    scheduler.waits("email", "INC-2", kSoon);
    int late = 0;
    for (int i = 0; i < 100; ++i) late += share_of(scheduler.share("email", 1), "INC-1");
    CHECK(late == 25);
}

TEST_CASE("the runs after the nearest deadline take turns") {
    Scheduler scheduler;
    for (int i = 0; i < 5; ++i) scheduler.waits("email", "INC-" + std::to_string(i), kLate + std::chrono::hours{i});
    std::map<std::string, int> got;
    for (int i = 0; i < 80; ++i)
        for (const auto& [run, sends] : scheduler.share("email", 2)) got[run] += sends;
    CHECK(got["INC-0"] == 120);
    for (int i = 1; i < 5; ++i) CHECK(got["INC-" + std::to_string(i)] == 10);
}

TEST_CASE("a run alone gets everything, and so does the last one that waits") {
    Scheduler scheduler;
    scheduler.waits("email", "INC-1", kLate);
    CHECK(share_of(scheduler.share("email", 10), "INC-1") == 10);
    scheduler.waits("email", "INC-2", kSoon);
    scheduler.rests("email", "INC-2");
    CHECK(share_of(scheduler.share("email", 10), "INC-1") == 10);
    scheduler.rests("email", "INC-1");
    CHECK(scheduler.share("email", 10).empty());
    CHECK_FALSE(scheduler.anyone("email"));
}

TEST_CASE("a run whose deadline moves is sent by its new deadline, one without a deadline comes last") {
    Scheduler scheduler;
    scheduler.waits("email", "INC-1", std::nullopt);
    scheduler.waits("email", "INC-2", kLate);
    CHECK(scheduler.waiting("email") == std::vector<std::string>{"INC-2", "INC-1"});
    scheduler.waits("email", "INC-1", kSoon);
    CHECK(scheduler.waiting("email") == std::vector<std::string>{"INC-1", "INC-2"});
}

TEST_CASE("channels have queues of their own") {
    Scheduler scheduler;
    scheduler.waits("email", "INC-1", kLate);
    CHECK_FALSE(scheduler.anyone("sms"));
    scheduler.rests("sms", "INC-1");
    CHECK(scheduler.anyone("email"));
}

TEST_CASE("a run ends after all rows of earlier deadlines and its own, and what later runs get meanwhile") {
    std::vector<Demand> demands{{"INC-1", kLate, 300}, {"INC-2", kSoon, 900}};
    CHECK(sends_until_done(demands, "INC-2") == 1200);  // 900 of its own, 300 of the other meanwhile
    CHECK(sends_until_done(demands, "INC-1") == 1200);
    demands[0].rows = 100'000;
    CHECK(sends_until_done(demands, "INC-2") == 1200);
    CHECK(sends_until_done(demands, "INC-1") == 100'900);
    CHECK(sends_until_done({{"INC-1", kLate, 300}}, "INC-1") == 300);
    CHECK(sends_until_done(demands, "INC-9") == 0);
}

TEST_CASE("a small run after a large one ends by its fair share") {
    std::vector<Demand> demands{{"INC-1", kLate, 100}, {"INC-2", kSoon, 1'000'000}};
    CHECK(sends_until_done(demands, "INC-1") == 400);
    demands.push_back({"INC-3", kLate + std::chrono::hours{1}, 5'000});
    CHECK(sends_until_done(demands, "INC-1") == 800);  // two take turns for the fourth send
}
