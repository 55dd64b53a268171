// A later version that goes to everybody begins its counts anew; who was told before it is counted beside them.
#include "store/readers/reader.hpp"
#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("after a second release to everybody was stopped, the counts say who was told by which version") {
    testkit::ScratchDirectory directory;
    Scene scene(email_settings(1), directory.path());
    auto& desk = scene.desk;
    auto id = scene.release(39);
    scene.serve(minutes{2}, kAccepted);
    REQUIRE(scene.run(id).told == 39);
    CHECK(scene.run(id).told_before == 0);
    REQUIRE(desk.ask(ReleaseNotice{ReleaseTo::everyone}, id, "dpo").has_value());
    CHECK(scene.run(id).told == 0);
    CHECK(scene.run(id).told_before == 39);
    scene.serve(seconds{5}, kAccepted);
    REQUIRE(desk.ask(PauseNotice{"bản cũ đã đủ", true}, id, "dpo").has_value());
    desk.wait(minutes{2});

    auto run = scene.run(id);
    CHECK(run.state == RunState::stopped);
    CHECK(run.told > 0);
    CHECK(run.told < 39);
    CHECK(run.told + run.told_before == 39);
    CHECK(desk.incident(id).obligation("subjects-location-biometric")->state == ObligationState::met);
    store::Reader reader({directory.path(), "live", "test"}, store::MasterKey::of(std::string(32, 'k')));
    auto status = reader.subjects_status(id);
    CHECK(status.at("told") == run.told);
    CHECK(status.at("told_before") == run.told_before);
    CHECK(status.at("told_by") == json::value(json::object{{"1", run.told_before}, {"2", run.told}}));
    auto shown = reader.incident(id)->at("notice_run");
    CHECK(shown.at("told") == run.told);
    CHECK(shown.at("told_before") == run.told_before);

    // To go on with it later: only those whom it has not told, and nobody is told before it any more.
    REQUIRE(desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo").has_value());
    scene.serve(minutes{2}, kAccepted);
    CHECK(scene.run(id).told == 39);
    CHECK(scene.run(id).told_before == 0);
    CHECK(scene.sent(id) == 39 + 39);
}
