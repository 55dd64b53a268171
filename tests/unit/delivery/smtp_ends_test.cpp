// What becomes of mails when the relay falls silent, the daemon stops, or a kept connection has ended meanwhile.
#include "relay_scene.hpp"

namespace breachd::delivery {

TEST_CASE("a relay that says nothing: no greeting is its fault, no answer to the dot leaves the mail unknown") {
    bool greets = GENERATE(false, true);
    Scene scene(
        [&](RelaySession& relay, int) {
            if (greets && relay.greet() && !relay.envelope().empty()) relay.message();
            relay.until_gone();
        },
        seconds{1});
    scene.send(1);
    CHECK(scene.outcome(1).result == (greets ? SendResult::unknown : SendResult::retry));
    CHECK(scene.outcome(1).blame == (greets ? Blame::none : Blame::channel));
    if (!greets) CHECK(scene.outcome(1).cause == Cause::timed_out);
}

TEST_CASE("an answer that comes too late is not taken for that of the next mail") {
    std::atomic<bool> late{false};
    Scene scene(
        [&](RelaySession& relay, int connection) {
            relay.greet();
            if (connection > 1) return take_all(relay);
            relay.envelope();
            relay.message();
            expect(testkit::wait_until([&] { return late.load(); }));
            relay.say("550 5.1.1 no such user\r\n");
        },
        seconds{1});
    scene.send(2);
    CHECK(scene.outcome(1).result == SendResult::unknown);
    late = true;
    CHECK(scene.outcome(2).result == SendResult::accepted);
}

TEST_CASE("a stop in the middle: what is out is finished, what waits is given back without charge") {
    std::atomic<bool> all_wait{false}, two_are_out{false};
    Scene scene([&](RelaySession& relay, int) {
        relay.greet();
        expect(testkit::wait_until([&] { return all_wait.load(); }));
        relay.envelope();
        relay.message();
        for (int i = 0; i < 3; ++i) relay.line();  // the next envelope comes right behind
        two_are_out = true;
        expect(testkit::wait_until([&] { return scene.collector().not_begun() == 8; }));
        relay.say("250 2.0.0 Ok\r\n");
        relay.say("250 Ok\r\n250 Ok\r\n354 go on\r\n");
        relay.message();
        relay.say("250 2.0.0 Ok\r\n");
        expect(relay.line() == "QUIT");
    });
    scene.send(10);
    all_wait = true;
    CHECK(testkit::wait_until([&] { return two_are_out.load(); }));
    scene.delivery().stop(seconds{30});
    std::map<SendResult, int> counts;
    for (const auto& [id, all] : scene.collector().outcomes()) {
        REQUIRE(all.size() == 1);
        ++counts[all[0].result];
    }
    CHECK(counts[SendResult::accepted] == 2);
    CHECK(counts[SendResult::retry] == 8);
    CHECK(scene.collector().not_begun() == 8);
}

TEST_CASE("a stop without patience: the mail whose dot is out is unknown, everything else was not sent") {
    HoldingRelay relay;
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", relay.url(), 1)}), collector.hooks());
    for (int id = 1; id <= 10; ++id) REQUIRE(delivery.submit(notice_to("email", id)));
    CHECK(relay.holds_a_mail());
    delivery.stop(milliseconds{100});
    CHECK(collector.wait_for("1").result == SendResult::unknown);
    CHECK(collector.count() == 10);
    CHECK(collector.not_begun() == 9);
}

TEST_CASE("a connection that the relay has closed meanwhile is opened anew, and nobody is charged") {
    Scene scene([](RelaySession& relay, int) {
        relay.greet();
        relay.envelope();
        relay.message();
        relay.say("250 2.0.0 Ok\r\n");
    });
    for (int id = 1; id <= 3; ++id) {
        scene.send(1);
        CHECK(scene.outcome(id).result == SendResult::accepted);
    }
    CHECK(scene.connections() == 3);
    CHECK(scene.collector().not_begun() == 0);
}

}  // namespace breachd::delivery
