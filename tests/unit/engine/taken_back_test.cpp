// A step that could not be written: what the desks remember is as it was before it.
#include "testkit/process.hpp"
#include "testkit/store_probe.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kAccepted{SendResult::accepted, Blame::none, "250", "", "", {}};

// Larger than what is left of a full disk.
IngestAlerts too_large() {
    auto out = message({desk_alert("large")});
    out.alerts[0].raw = std::string(200'000, 'x');
    return out;
}

// Nobody waits for an answer: it is kept for the next step.
Envelope told(Command command) {
    Envelope out;
    out.command = std::move(command);
    return out;
}

// These in one step that fails at its last command, then room again.
void fail_once(Desk& desk, std::vector<Envelope> commands) {
    store::StoreProbe disk(desk.store());
    disk.faults().fill_disk();
    commands.push_back(told(too_large()));
    desk.tell_all(std::move(commands));
    CHECK(desk.impaired);
    disk.faults().free_disk();
}

}  // namespace

TEST_CASE("a configuration whose step was not written is taken in anew, and its assets reach the incidents") {
    auto settings = desk_settings();
    settings.assets.clear();
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    CHECK_FALSE(owes_location(desk.incident(id)));
    fail_once(desk, {told(ReplaceSettings{std::make_shared<const Settings>(desk_settings())})});
    desk.wait(minutes{1});
    CHECK(owes_location(desk.incident(id)));
    CHECK(desk.entries<ConfigurationLoaded>("").size() == 2);  // the start's and this one
}

TEST_CASE("everybody gets a message although the disk was full while the run was planned") {
    Scene scene(email_settings(1000));
    auto id = scene.release(2500);  // planned in slices
    fail_once(scene.desk, {});
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 2500);
}
