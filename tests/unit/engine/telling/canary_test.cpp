// The first messages before the rest, the stop button, and when a run is done.
#include "core/journal/because.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kNobody{SendResult::rejected, Blame::recipient, "550 5.1.1", Cause::address_unknown, "", {}};

std::int64_t person_of(const Send& send, const std::string& id) {
    return std::stoll(send.message.key.substr(id.size() + 1));
}

}  // namespace

TEST_CASE("when most of the first hundred letters fail the run pauses, says why and pages, the rest is not sent") {
    Scene scene(email_settings(1000));
    auto id = scene.release(1000);
    scene.serve(minutes{5}, kNobody);
    CHECK(scene.sent(id) >= 100);
    CHECK(scene.sent(id) < 140);
    CHECK(scene.run(id).state == RunState::paused);
    CHECK(scene.run(id).canary == Canary::failed);
    auto paused = scene.desk.entries<NoticePaused>(id);
    REQUIRE(paused.size() == 1);
    REQUIRE(paused[0].cause);
    CHECK(paused[0].cause->code == ReasonCode::canary_failed);
    bool paged = false;
    for (const auto& page : scene.desk.entries<Paged>(id)) paged |= page.why.code == ReasonCode::canary_failed;
    CHECK(paged);
    auto sent = scene.sent(id);
    scene.desk.boot();
    scene.serve(hours{1}, kNobody);
    CHECK(scene.sent(id) == sent);

    REQUIRE(scene.desk.ask(ResumeNotice{"danh sách cũ, đúng như vậy"}, id, "dpo").has_value());
    CHECK(scene.run(id).canary == Canary::overruled);
    scene.serve(minutes{1}, kNobody);
    scene.desk.boot();
    scene.serve(minutes{5}, kNobody);
    CHECK(scene.sent(id) == 1000);
    CHECK(scene.run(id).unreachable == 1000);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("a third that fails is a list as lists are, and stops nothing") {
    Scene scene(email_settings(1000));
    auto id = scene.release(600);
    scene.serve(minutes{5}, [&](const Send& send) { return person_of(send, id) % 3 == 0 ? kNobody : kAccepted; });
    CHECK(scene.run(id).state == RunState::done);
    CHECK(scene.run(id).told == 400);
    CHECK(scene.desk.entries<NoticePaused>(id).empty());
}

TEST_CASE("no more is out at once than was heard of, beyond the first") {
    auto settings = email_settings(1000);
    settings.channels[0].connections = 64;
    settings.notice.canary_first = 20;
    Scene scene(std::move(settings));
    auto id = scene.release(500);
    auto out = scene.desk.take_sends(Lane::notice);
    REQUIRE(out.size() == 20);
    for (int i = 0; i < 10; ++i)
        scene.desk.tell(AttemptDone{"", out[static_cast<std::size_t>(i)].delivery_id, kAccepted});
    auto more = scene.desk.take_sends(Lane::notice);
    CHECK(more.size() == 10);  // twenty are out again
    for (const auto& send : more) scene.desk.tell(AttemptDone{"", send.delivery_id, kAccepted});
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.run(id).told == 490);  // ten of the first were never answered
}

TEST_CASE("a run that is stopped for good sends nothing more, also after a start, and only a release begins another") {
    Scene scene(email_settings(5));
    auto id = scene.release(100);
    scene.serve(seconds{5}, kAccepted);
    auto sent = scene.sent(id);
    REQUIRE(sent > 0);
    REQUIRE(scene.desk.ask(PauseNotice{"sai danh sách", true}, id, "dpo").has_value());
    CHECK(scene.run(id).state == RunState::stopped);
    scene.serve(minutes{1}, kAccepted);
    scene.desk.boot();
    scene.serve(hours{1}, kAccepted);
    CHECK(scene.sent(id) == sent);
    CHECK(scene.desk.ask(ResumeNotice{"x"}, id, "dpo").error().code == ErrorCode::conflict);
    CHECK(scene.desk.ask(PauseNotice{"x"}, id, "dpo").error().code == ErrorCode::conflict);
    scene.import_more(id, 1);
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.sent(id) == sent);
    auto again = scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo");
    INFO((again ? std::string() : again.error().text()));
    REQUIRE(again.has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).state == RunState::done);
    CHECK(scene.run(id).told == 101);
}

TEST_CASE("a paused run may be stopped for good, a pause acts at once and outlives a start") {
    Scene scene(email_settings(5));
    auto id = scene.release(100);
    scene.serve(seconds{2}, kAccepted);
    REQUIRE(scene.desk.ask(PauseNotice{"xem lại"}, id, "an").has_value());
    auto sent = scene.sent(id);
    scene.desk.boot();
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.sent(id) == sent);
    REQUIRE(scene.desk.ask(PauseNotice{"thôi", true}, id, "dpo").has_value());
    CHECK(scene.run(id).state == RunState::stopped);
}

TEST_CASE("bounce_patience only delays that the run says that it is done: everybody is told before") {
    auto settings = email_settings(50);
    settings.notice.bounce_patience = hours{6};
    Scene scene(std::move(settings));
    auto id = scene.release(3);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 3);
    CHECK(scene.run(id).state == RunState::running);
    CHECK(scene.desk.incident(id).obligation("subjects-location-biometric")->state == ObligationState::met);
    scene.serve(hours{5}, kAccepted);
    CHECK(scene.run(id).state == RunState::running);
    scene.serve(hours{1}, kAccepted);
    CHECK(scene.run(id).state == RunState::done);
}
