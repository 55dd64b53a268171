// What cannot be read, and senders that fall silent.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("a message replayed from quarantine counts from the moment it came in, and only once") {
    Desk desk(desk_settings());
    IngestAlerts broken = message({});
    broken.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto refused = desk.ask(broken);
    auto quarantine_id = std::get<Unreadable>(*refused).quarantine_id;
    auto came_in = desk.now;
    CHECK(desk.stats().quarantine_waiting == 1);
    desk.wait(hours{6});

    auto still = broken;
    still.quarantine_id = quarantine_id;
    auto unreadable = desk.ask(still);
    REQUIRE_FALSE(unreadable.has_value());
    CHECK(unreadable.error().code == ErrorCode::unprocessable);
    CHECK(desk.stats().quarantine_waiting == 1);

    auto mended = message({desk_alert("a1")});
    mended.quarantine_id = quarantine_id;
    auto id = incident_of(desk.ask(mended));
    CHECK(desk.incident(id).detected_at == came_in);
    CHECK(desk.stats().quarantine_waiting == 0);
    auto twice = desk.ask(mended);
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().code == ErrorCode::conflict);
}

TEST_CASE("a sender that falls silent is told to the duty roster once, and so is its return") {
    auto settings = desk_settings();
    settings.sources = {{"siem", hours{1}, false}, {"quiet", {}, false}};
    Desk desk(settings);
    desk.ask(message({desk_alert("a1", 10)}));
    desk.wait(minutes{59});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(minutes{2});
    auto pages = desk.take_sends(Lane::page);
    REQUIRE(pages.size() == 1);
    CHECK(pages[0].message.subject.find("siem") != std::string::npos);
    desk.wait(hours{30});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.ask(message({}));  // an empty batch is a sign of life
    CHECK(desk.take_sends(Lane::page).size() == 1);
    CHECK(desk.entries<SourceSilent>("").size() == 1);
    CHECK(desk.entries<SourceHeard>("").size() == 1);
}

TEST_CASE("the daemon's own pause is no silence of a sender, but a long silence survives restarts") {
    auto settings = desk_settings();
    settings.sources = {{"siem", hours{1}, false}};
    Desk desk(settings);
    desk.ask(message({desk_alert("a1", 10)}));
    desk.now += hours{5};
    desk.boot();
    desk.wait(minutes{9});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.now += minutes{1};
    desk.boot();
    desk.wait(minutes{11});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("many unreadable messages of one step are one entry and one page") {
    Desk desk(desk_settings());
    auto garbage = message({});
    for (int i = 0; i < 100; ++i) garbage.unreadable.push_back({"x" + std::to_string(i), "no CEF", "byte 0"});
    desk.ask(garbage);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    auto found = desk.entries<AlertQuarantined>("");
    REQUIRE(found.size() == 1);
    CHECK(found[0].count == 100);
    CHECK(found[0].sha256.size() == 64);
    CHECK(desk.stats().quarantine_waiting == 100);
    REQUIRE(desk.ask(DiscardQuarantine{found[0].quarantine_id, "không có gì"}).has_value());
    CHECK(desk.stats().quarantine_waiting == 99);
    CHECK(desk.ask(DiscardQuarantine{found[0].quarantine_id, "không có gì"}).error().code == ErrorCode::conflict);
    CHECK(desk.ask(DiscardQuarantine{"Q-000000000002", ""}).error().code == ErrorCode::unprocessable);
}

TEST_CASE("a replay carries the proof that the message came with") {
    Desk desk(desk_settings());
    auto broken = message({});
    broken.unreadable.push_back({"{\"x", "cut off", "byte 3"});
    auto id = std::get<Unreadable>(*desk.ask(broken)).quarantine_id;
    auto mended = message({desk_alert("a1")});
    mended.proof = SenderProof::none;  // whoever replays it proves nothing of its sender
    mended.quarantine_id = id;
    CHECK_FALSE(incident_of(desk.ask(mended)).empty());
}

TEST_CASE("every silence is told, also the second within an hour, and a source that is new is not silent at once") {
    auto settings = desk_settings();
    Desk desk(settings);
    desk.wait(hours{50});
    settings.sources = {{"siem", minutes{5}, false}};
    desk.use(settings);
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(minutes{6});
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.ask(message({}));
    CHECK(desk.take_sends(Lane::page).size() == 1);
    desk.wait(minutes{6});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("messages lost by a listener are journalled and told") {
    Desk desk(desk_settings());
    desk.tell(NoteLost{"udp", 120});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("a sender that was never heard is missed from the start of the daemon on, also when nothing else happens") {
    auto settings = desk_settings();
    settings.sources = {{"siem", hours{1}, false}};
    Desk desk(settings);
    desk.wait(minutes{59});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(minutes{2});
    CHECK(desk.take_sends(Lane::page).size() == 1);
}

TEST_CASE("a sender or a hook that keeps being refused pages the people on duty once a day, with the reason") {
    Desk desk(desk_settings());
    desk.pass_to(*parse_rfc3339("2026-11-23T02:00:00Z"));
    auto pages = [&] { return desk.take_sends(Lane::page); };
    pages();
    desk.tell(NoteRefused{"source", "wazuh", "too_old", 412});
    auto first = pages();
    REQUIRE(first.size() == 1);
    CHECK(first.at(0).message.subject.find("nguồn “wazuh”") != std::string::npos);
    CHECK(first.at(0).message.subject.find("412 giây") != std::string::npos);
    desk.wait(hours{3});
    pages();
    desk.tell(NoteRefused{"source", "wazuh", "signature_wrong", 0});
    CHECK(pages().empty());
    desk.tell(NoteRefused{"hook", "pager", "person_unknown", 0});
    CHECK(pages().size() == 1);
    desk.wait(hours{24});
    pages();
    desk.tell(NoteRefused{"source", "wazuh", "signature_wrong", 0});
    CHECK(pages().size() == 1);
}
