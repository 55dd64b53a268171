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

// The same, but the step fails when all is done and the incidents' projection is written.
void fail_at_the_end(Desk& desk, std::vector<Envelope> commands) {
    store::StoreProbe disk(desk.store());
    std::string large(2'000'000, 'x');
    disk.faults().tamper(("CREATE TRIGGER grows AFTER UPDATE ON incidents BEGIN "
                          "INSERT INTO meta (key, value) VALUES ('grown', '" +
                          large + "'); END")
                             .c_str());
    disk.faults().fill_disk(1'000'000);
    desk.tell_all(std::move(commands));
    CHECK(desk.impaired);
    disk.faults().free_disk();
    disk.faults().tamper("DROP TRIGGER grows");
}

std::int64_t receipts_of(Desk& desk, const std::string& id) {
    std::int64_t count = 0;
    for (const auto& entry : desk.entries<DeliveriesRecorded>(id))
        for (const auto& [integration, receipts] : entry.receipts) count += receipts;
    return count;
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

TEST_CASE("a receipt counts once although the step that bound it was not written") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto sends = scene.desk.take_sends(Lane::notice);
    scene.desk.tell(AttemptDone{"", sends.at(0).delivery_id, kAccepted});
    REQUIRE(scene.run(id).state == RunState::done);
    fail_at_the_end(scene.desk, {told(receipt_of("email", sends[0].message.key, ReceiptWord::delivered))});
    scene.serve(minutes{5}, kAccepted);
    CHECK(receipts_of(scene.desk, id) == 1);
}

TEST_CASE("a run goes on in a closed incident whose projection is written anew") {
    auto settings = email_settings(50);
    settings.channels[0].daily_quota = 30;
    settings.on_call.reminder_marks = {50};  // nothing else is to be done within a day
    Scene scene(std::move(settings));
    auto id = scene.release(50);
    auto& desk = scene.desk;
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id).has_value());
    REQUIRE(desk.ask(Remedy{{}, "x"}, id).has_value());
    REQUIRE(desk.ask(Close{"việc gửi còn tiếp tục"}, id).has_value());
    scene.serve(minutes{10}, kAccepted);
    REQUIRE(scene.run(id).told == 30);
    desk.store().begin();
    desk.store().meta().set("projection", "0");
    desk.store().commit();
    desk.boot();
    scene.serve(hours{7}, kAccepted);
    CHECK(scene.run(id).told == 50);
}

TEST_CASE("a message is marked as sent before only when nothing was heard of it then") {
    Scene scene(email_settings(50));
    scene.release(2);
    auto first = scene.desk.take_sends(Lane::notice);
    REQUIRE(first.size() == 2);
    for (const auto& send : first) CHECK_FALSE(write_letter(*send.letter)->in_doubt);
    scene.desk.tell(AttemptDone{"", first[0].delivery_id, {SendResult::unknown, Blame::none, "", Cause::none, "", {}}});
    scene.desk.tell(AttemptDone{"", first[1].delivery_id, {SendResult::retry, Blame::none, "", Cause::none, "", {}}});
    scene.desk.wait(minutes{6});
    auto again = scene.desk.take_sends(Lane::notice);
    REQUIRE(again.size() == 2);
    for (const auto& send : again)
        CHECK(write_letter(*send.letter)->in_doubt == (send.delivery_id == first[0].delivery_id));
}
