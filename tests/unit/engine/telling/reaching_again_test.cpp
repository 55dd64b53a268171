// A channel that is taken out of the configuration and put back, or that comes anew: whom nothing had reached is told.
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Outcome kDown{SendResult::retry, Blame::channel, "421", Cause::none, "", {}};

Settings without(Settings settings, const std::string& channel) {
    std::erase_if(settings.channels, [&](const auto& each) { return each.name == channel; });
    std::erase(settings.notice.order, channel);
    return settings;
}

// Whose text messages tell.
Settings two_ways() {
    auto settings = email_and_sms();
    settings.channels.back().whole_text = true;
    return settings;
}

std::string email_of(const Settings& settings) { return settings.channels[0].name; }

}  // namespace

TEST_CASE("whom a channel that was taken out could not reach is told when it is put back, in the same run and once") {
    auto settings = email_settings(50);
    Scene scene(settings);
    auto id = scene.release(3);
    std::map<std::string, int> taken;
    // kh0 has got it, kh1 does not exist, kh2 waits.
    scene.serve(minutes{1}, [&](const Send& send) {
        auto to = write_letter(*send.letter)->to.reveal();
        if (to.starts_with("kh0@")) return ++taken[to], kAccepted;
        return to.starts_with("kh1@") ? kRefused : kDown;
    });
    scene.desk.use(without(settings, email_of(settings)));
    scene.desk.wait(minutes{1});
    REQUIRE(scene.run(id).unreachable == 2);
    CHECK(scene.run(id).state == RunState::done);
    auto before = scene.sent(id);

    auto provider = [&](const Send& send) { return ++taken[write_letter(*send.letter)->to.reveal()], kAccepted; };
    SECTION("by a reload") { scene.desk.use(settings); }
    SECTION("by a start") { scene.desk.boot_with(settings); }
    SECTION("by a reload after a day, when the incident rests") {
        scene.desk.wait(hours{80});
        scene.desk.use(settings);
    }
    scene.serve(minutes{2}, provider);
    CHECK(scene.sent(id) == before + 1);  // the address that does not exist is not tried again
    CHECK(taken == std::map<std::string, int>{{"kh0@vidu.test", 1}, {"kh2@vidu.test", 1}});
    CHECK(scene.run(id).told == 2);
    CHECK(scene.run(id).unreachable == 1);
    CHECK(scene.run(id).state == RunState::done);
    CHECK(scene.desk.incident(id).notice_version == 1);
    auto resumed = scene.desk.entries<NoticeResumed>(id);
    REQUIRE(resumed.size() == 1);
    CHECK(resumed[0].cause->code == ReasonCode::channel_came);
}

TEST_CASE("a second address on the channel that was taken out is tried when it is put back") {
    auto settings = email_settings(50);
    Scene scene(settings);
    auto id = scene.release(1);
    CorrectSubject two{1, {}, {"email"}, {}, "gọi điện hỏi"};
    add_address(two.given.contacts, ContactKind::email, "sai@vidu.test");
    add_address(two.given.contacts, ContactKind::email, "dung@vidu.test");
    REQUIRE(scene.desk.ask(two, id).has_value());
    scene.serve(minutes{5}, [&](const Send& send) {
        return write_letter(*send.letter)->to.reveal().starts_with("sai@") ? kRefused : kDown;
    });
    scene.desk.use(without(settings, email_of(settings)));
    scene.desk.wait(minutes{1});
    REQUIRE(scene.run(id).unreachable == 1);
    scene.desk.use(settings);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 1);
}

TEST_CASE("a channel that comes anew reaches those whom no channel reached before") {
    auto settings = two_ways();
    Scene scene(without(settings, "sms"));
    auto id = scene.release_by_phone(2);
    scene.serve(minutes{1}, kAccepted);
    REQUIRE(scene.run(id).unreachable == 2);
    CHECK(scene.sent(id) == 0);
    scene.desk.use(settings);
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.sent(id) == 2);
    CHECK(scene.run(id).unreachable == 0);
    scene.desk.use(settings);  // nothing comes by it
    CHECK(scene.desk.entries<NoticeResumed>(id).size() == 1);
}

TEST_CASE("a message of unknown outcome on a channel that was taken out is not sent again when it is put back") {
    auto settings = email_settings(50);
    Scene scene(settings);
    auto id = scene.release(1);
    scene.desk.wait(minutes{1});
    auto sends = scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 1);
    scene.desk.use(without(settings, email_of(settings)));
    scene.desk.tell(
        AttemptDone{"", sends[0].delivery_id, {SendResult::unknown, Blame::none, "", Cause::timed_out, "", {}}, false});
    REQUIRE(scene.run(id).unreachable == 1);
    scene.desk.use(settings);
    scene.serve(minutes{30}, kAccepted);
    CHECK(scene.sent(id) == 0);
    CHECK(scene.run(id).unreachable == 1);
}

TEST_CASE("a run that was stopped for good is not taken up by a channel that comes") {
    auto settings = two_ways();
    Scene scene(settings);
    auto id = scene.release(1);
    Subject by_phone;
    by_phone.subject_ref = Pii(std::string("KH-dt"));
    set_address(by_phone.contacts, ContactKind::phone, "+84912000001");
    scene.import_list(id, {by_phone});
    scene.serve(minutes{1}, kDown);
    scene.desk.use(without(settings, email_of(settings)));
    scene.serve(minutes{1}, kDown);
    REQUIRE(scene.run(id).unreachable == 1);
    REQUIRE(scene.desk.ask(PauseNotice{"nhầm", true}, id).has_value());
    scene.desk.use(settings);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 0);
    CHECK(scene.run(id).unreachable == 1);
}

TEST_CASE("a channel that comes reaches the people of many incidents, a few incidents a step") {
    auto settings = email_settings(50);
    Scene scene(settings);
    std::vector<std::string> ids;
    for (int i = 0; i < 25; ++i) ids.push_back(scene.release(1));
    scene.serve(minutes{1}, kDown);
    scene.desk.use(without(settings, email_of(settings)));
    scene.desk.wait(minutes{1});
    for (const auto& id : ids) REQUIRE(scene.run(id).unreachable == 1);
    scene.desk.use(settings);
    scene.serve(minutes{5}, kAccepted);
    for (const auto& id : ids) CHECK(scene.run(id).told == 1);
}
