// An orderly stop: nothing more is handed out, and what was handed out is accounted for.
#include "engine/channels/capacity.hpp"
#include "testkit/store_probe.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

AttemptDone given_back(const Send& send) {
    return {"", send.delivery_id, {SendResult::retry, Blame::none, "", Cause::temporary, "", {}}, false, Duration{0}};
}

Settings to_be_left() {
    auto settings = email_settings(1000);
    settings.channels[0].on_unknown = "leave";
    settings.channels[0].daily_quota = 1000;
    settings.public_notice.automatic = true;
    return settings;
}

std::map<store::SendState, std::size_t> states(Desk& desk, const std::string& id) {
    std::map<store::SendState, std::size_t> out;
    for (auto state : {store::SendState::queued, store::SendState::sending, store::SendState::unknown,
                       store::SendState::accepted, store::SendState::retrying, store::SendState::failed})
        if (auto rows = desk.store().deliveries().in_state(id, state, 1000).size()) out[state] = rows;
    return out;
}

}  // namespace

TEST_CASE("from a stop on no letter is handed out, whatever comes back, and nobody is unreachable after the start") {
    Scene scene(to_be_left());
    auto& desk = scene.desk;
    auto id = scene.release(400);
    auto out = desk.take_sends(Lane::notice);
    REQUIRE(out.size() >= 8);
    REQUIRE(out.size() < 400);
    std::vector<Command> commands;
    commands.emplace_back(AttemptDone{"", out[0].delivery_id, kAccepted});  // room for another, in the same step
    commands.emplace_back(StopSending{});
    desk.tell_all(std::move(commands));
    CHECK(desk.take_sends(Lane::notice).empty());
    commands.clear();
    for (std::size_t i = 1; i < out.size(); ++i)
        commands.emplace_back(i < 4 ? AttemptDone{"", out[i].delivery_id, kAccepted} : given_back(out[i]));
    desk.tell_all(std::move(commands));
    auto steps = desk.stats().steps;
    desk.wait(seconds{10});
    CHECK(desk.take_sends(Lane::notice).empty());
    CHECK(desk.stats().steps - steps < 50);  // what waits wakes nobody
    using enum store::SendState;
    CHECK(states(desk, id) == std::map<store::SendState, std::size_t>{{accepted, 4}, {queued, 396}});
    desk.boot();
    desk.pass_to(desk.now + seconds{1});
    CHECK(states(desk, id).count(unknown) == 0);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(desk.incident(id).public_notice.state == PublicNoticeState::none);
    CHECK(desk.store().deliveries().sent_since(vietnam_day(desk.now))["email"] == 4);
    scene.serve(minutes{2}, kAccepted);
    CHECK(scene.run(id).told == 400);
}

TEST_CASE("pages and publications wait for the next start, too") {
    Desk desk(desk_settings());
    desk.tell(StopSending{});
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto steps = desk.stats().steps;
    desk.wait(seconds{10});
    CHECK(desk.take_sends(Lane::page).empty());
    CHECK(desk.stats().steps - steps < 50);
    desk.boot();
    desk.wait(seconds{1});
    CHECK_FALSE(desk.take_sends(Lane::page).empty());
}

TEST_CASE("a stop that the store cannot note is a stop all the same") {
    Scene scene(to_be_left());
    auto id = scene.release(400);
    auto out = scene.desk.take_sends(Lane::notice);
    {
        store::StoreProbe disk(scene.desk.store());
        disk.faults().fill_disk();
        auto large = message({desk_alert("large")});
        large.alerts[0].raw = std::string(200'000, 'x');
        scene.desk.tell(std::move(large));
        REQUIRE(scene.desk.impaired);
        scene.desk.tell(StopSending{});
        CHECK(scene.desk.impaired);
        disk.faults().free_disk();
    }
    scene.desk.take_sends(Lane::page);
    for (const auto& send : out) scene.desk.tell(given_back(send));
    scene.desk.wait(seconds{10});
    CHECK_FALSE(scene.desk.impaired);
    CHECK(scene.desk.take_sends(Lane::notice).empty());
    CHECK(scene.desk.take_sends(Lane::page).empty());
}
