// What a person is owed after the first message: the rest on another channel, a further version, another address.
#include <fmt/format.h>

#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("who was only pointed to the notice gets it on the next channel before the run says that it is done") {
    auto settings = email_and_sms();
    settings.public_notice.publishers.clear();
    settings.channels[0].rate_per_second = 0.02;  // one mail in 50 s
    settings.notice.order = {"sms", "email"};
    Scene scene(settings);
    scene.has_both = true;
    auto id = scene.release(4);
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.run(id).pointed > 0);
    CHECK(scene.run(id).state == RunState::running);
    scene.serve(minutes{10}, kAccepted);
    CHECK(scene.run(id).told == 4);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("a version for those who are not told yet waits for the letters that are out, and writes to nobody twice") {
    Scene scene(email_settings(50));
    auto id = scene.release(3);
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo").has_value());
    std::vector<std::string> keys;
    scene.serve(minutes{5}, [&](const Send& send) {
        keys.push_back(send.message.key);
        return kAccepted;
    });
    CHECK(keys.size() == 3);
    for (const auto& key : keys) CHECK(key.ends_with("-v1"));
    CHECK(scene.run(id).told == 3);
    CHECK(scene.run(id).in_flight == 0);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("a letter to somebody who was taken off the list is on the way to nobody") {
    Scene scene(email_settings(50));
    auto id = scene.release(2);
    scene.serve(minutes{5}, kAccepted);
    REQUIRE(scene.desk.ask(RemoveSubject{1, "không phải khách hàng"}, id, "dpo").has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).subjects == 1);
    CHECK(scene.run(id).told == 1);
    CHECK(scene.run(id).in_flight == 0);
}

TEST_CASE("a gateway that calls a first message a repeat has not taken it, how often it says so") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    std::vector<bool> in_doubt;
    scene.serve(hours{1}, [&](const Send& send) {
        in_doubt.push_back(send.letter->in_doubt);
        return Outcome{SendResult::unknown, Blame::none, "124", Cause::said_duplicate, "", {}};
    });
    CHECK(in_doubt == std::vector<bool>(in_doubt.size(), false));
    CHECK(scene.run(id).told == 0);
}
