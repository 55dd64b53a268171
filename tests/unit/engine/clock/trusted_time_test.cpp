// A step of the machine's clock moves no deadline: above five minutes it is not believed until somebody vouches for it.
#include "engine/clock/trusted_time.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// A machine with a clock that can be set and a counter that cannot.
struct Machine {
    Instant wall = testkit::at("2026-11-20T10:30:00Z");
    Duration boot = hours{1};
    TrustedTime time;

    Instant pass(Duration by) {
        wall += by;
        boot += by;
        return time.read(wall, boot);
    }
    Instant set_clock(Duration by) {
        wall += by;
        return time.read(wall, boot);
    }
    // Another process on the same machine, or (`rebooted`) after a restart of the machine.
    void start_again(const std::string& mark, bool rebooted = false) {
        if (rebooted) boot = seconds{40};
        time = TrustedTime(mark, rebooted ? "boot-2" : "boot-1", wall);
    }
};

using Heard = std::vector<ClockChange>;
Heard heard(TrustedTime& time) {
    Heard out;
    for (const auto& each : time.take_news()) out.push_back(each.what);
    return out;
}

}  // namespace

TEST_CASE("while both clocks agree the machine's is believed, also when it is slewed") {
    Machine m;
    m.pass({});
    for (int i = 0; i < 1000; ++i) {
        m.pass(seconds{10});
        CHECK(m.set_clock(Duration{5}) == m.wall);
    }
    CHECK(heard(m.time).empty());
}

TEST_CASE("a step of up to five minutes is told and believed") {
    Machine m;
    m.pass({});
    CHECK(m.set_clock(minutes{5}) == m.wall);
    CHECK(m.set_clock(-minutes{4}) == m.wall);
    CHECK(heard(m.time) == Heard{ClockChange::stepped, ClockChange::stepped});
}

TEST_CASE("a longer step is told and not believed: time is counted on from the last moment of agreement") {
    for (Duration by : {Duration(hours{68}), -Duration(hours{68}), Duration(minutes{5}) + Duration{1}}) {
        Machine m;
        auto began = m.pass({});
        CHECK(m.set_clock(by) == began);
        CHECK(m.pass(minutes{30}) == began + minutes{30});
        CHECK(m.time.in_doubt());
        CHECK(m.time.off() == by);
        CHECK(heard(m.time) == Heard{ClockChange::doubted});
    }
}

TEST_CASE("doubt ends when the clock is put back, when the time service vouches for it, or by a person's word") {
    Machine m;
    auto began = m.pass({});
    m.set_clock(hours{68});
    CHECK(m.set_clock(-hours{68}) == began);
    CHECK(heard(m.time) == Heard{ClockChange::doubted, ClockChange::put_back});
    m.set_clock(hours{68});
    m.time.agree(ClockChange::synchronised);
    CHECK(m.pass(minutes{1}) == began + hours{68} + minutes{1});
    CHECK(heard(m.time) == Heard{ClockChange::doubted, ClockChange::synchronised});
    m.set_clock(-hours{68});
    m.time.agree({});
    CHECK(m.pass(minutes{1}) == began + minutes{2});
    CHECK(heard(m.time) == Heard{ClockChange::doubted});
    CHECK_FALSE(m.time.in_doubt());
}

TEST_CASE("a clock that jumps once more while it is in doubt is told of again") {
    Machine m;
    m.pass({});
    m.set_clock(hours{68});
    m.pass(hours{3});
    m.set_clock(hours{5});
    CHECK(heard(m.time) == Heard{ClockChange::doubted, ClockChange::doubted});
}

TEST_CASE("a step while the daemon was stopped is found at its start, and a doubt outlives the process") {
    Machine m;
    auto began = m.pass({});
    auto mark = m.time.mark("boot-1");
    m.wall += hours{68};
    m.start_again(mark);
    CHECK(m.pass(minutes{1}) == began + minutes{1});
    CHECK(heard(m.time) == Heard{ClockChange::doubted});
    m.start_again(m.time.mark("boot-1"));
    CHECK(m.pass(minutes{1}) == began + minutes{2});
    CHECK(heard(m.time) == Heard{ClockChange::doubted});
}

TEST_CASE(
    "after a restart of the machine its clock is believed, unless it was in doubt or stands before the last moment") {
    Machine good;
    good.pass({});
    good.start_again(good.time.mark("boot-1"), true);
    CHECK(good.pass(hours{9}) == good.wall);
    CHECK(heard(good.time).empty());

    Machine doubted;
    auto began = doubted.pass({});
    doubted.set_clock(hours{68});
    doubted.start_again(doubted.time.mark("boot-1"), true);
    CHECK(doubted.pass({}) == began + seconds{40});

    Machine behind;  // an empty battery: the year 2000
    began = behind.pass({});
    auto mark = behind.time.mark("boot-1");
    behind.wall = testkit::at("2000-01-01T00:00:00Z");
    behind.start_again(mark, true);
    CHECK(behind.pass({}) == began + seconds{40});
    CHECK(behind.time.in_doubt());
}

TEST_CASE("a mark that is none is no mark") {
    for (const char* mark : {"", "x", "boot-1 1 2", "boot-1 a b c", "boot-1 1 2 3x"}) {
        Machine m;
        m.start_again(mark);
        CHECK(m.pass({}) == m.wall);
    }
}
