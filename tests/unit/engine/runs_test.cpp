// Notice runs side by side, with the real engine and store and a provider that answers as it is told.
#include "core/telling/notice_run.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kUnknown{SendResult::unknown, Blame::none, "", Cause::none, "", {}};

// Delivery gives it back: the daemon stops, or reads its configuration again.
AttemptDone given_back(const Send& send) {
    return {"", send.delivery_id, {SendResult::retry, Blame::none, "", Cause::temporary, "", {}}, false, Duration{0}};
}

Outcome slow_down(Duration retry_after) {
    return {SendResult::retry, Blame::destination, "429", Cause::temporary, "", retry_after};
}

}  // namespace

TEST_CASE("two runs at once both end, although the second was refused its turn while the first was sending") {
    Scene scene(email_settings(50));
    auto first = scene.release(100);
    auto second = scene.release(100);
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.run(first).told == 100);
    CHECK(scene.run(second).told == 100);
    CHECK(scene.run(second).state == RunState::done);
}

TEST_CASE("five runs at once all end, and each has a forecast while it waits") {
    Scene scene(email_settings(10));
    std::vector<std::string> runs;
    for (int i = 0; i < 5; ++i) runs.push_back(scene.release(40));
    for (const auto& id : runs) CHECK(scene.run(id).forecast_end.has_value());
    scene.serve(minutes{1}, kAccepted);
    for (const auto& id : runs) CHECK(scene.run(id).told == 40);
}

TEST_CASE("a run due in 7 hours is told before one due in 71, which is not starved") {
    Scene scene(email_settings(10));
    auto late = scene.release(400, hours{1});
    auto soon = scene.release(100, hours{65});
    scene.serve(seconds{14}, kAccepted);
    CHECK(scene.sent(soon) == 100);
    CHECK(scene.sent(late) >= 30);
    CHECK(scene.sent(late) <= 60);
}

TEST_CASE("a daily quota holds over all runs, and a used-up one wakes nobody until midnight in Vietnam") {
    auto settings = email_settings(5);
    settings.channels[0].daily_quota = 30;
    Scene scene(std::move(settings));  // 17:30 in Vietnam
    auto first = scene.release(50);
    auto second = scene.release(50);
    scene.serve(minutes{10}, kAccepted);
    CHECK(scene.sent(first) + scene.sent(second) == 30);
    CHECK(scene.sent(second) > 0);
    auto steps = scene.desk.stats().steps;
    scene.serve(hours{6}, kAccepted);
    CHECK(scene.sent(first) + scene.sent(second) == 30);
    CHECK(scene.desk.stats().steps - steps < 1000);  // pages and reminders, no polling
    scene.serve(hours{1}, kAccepted);
    CHECK(scene.sent(first) + scene.sent(second) == 60);
}

TEST_CASE("the quota that was used before a start is used after it") {
    auto settings = email_settings(50);
    settings.channels[0].daily_quota = 30;
    Scene scene(std::move(settings));
    auto id = scene.release(50);
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.sent(id) == 30);
    scene.desk.boot();
    scene.serve(minutes{10}, kAccepted);
    CHECK(scene.sent(id) == 30);
}

TEST_CASE("messages of unknown outcome have used the quota, before a start and after it") {
    auto settings = email_settings(50);
    settings.channels[0].daily_quota = 30;
    Scene scene(std::move(settings));
    auto id = scene.release(50);
    SECTION("their outcome was heard") {
        scene.serve(minutes{1}, kUnknown);
        CHECK(scene.sent(id) == 30);
        scene.desk.boot();
        scene.serve(minutes{10}, kAccepted);
        CHECK(scene.sent(id) == 30);
    }
    SECTION("they were out at the stop") {
        CHECK(scene.desk.take_sends(Lane::notice).size() == 30);
        scene.desk.boot();
        scene.serve(minutes{10}, kAccepted);
        CHECK(scene.sent(id) == 0);
    }
    scene.serve(hours{7}, kAccepted);
    CHECK(scene.run(id).told > 0);
}

TEST_CASE("settled rows of unknown outcome do not starve later ones") {
    auto settings = email_settings(100);
    Scene scene(std::move(settings));
    auto id = scene.release(300);
    scene.serve(minutes{20}, kUnknown);  // sent twice each, then settled
    CHECK(scene.sent(id) == 600);
    scene.import_more(id, 300);
    scene.serve(minutes{1}, kUnknown);
    CHECK(scene.sent(id) == 900);
    scene.serve(minutes{20}, kAccepted);
    CHECK(scene.sent(id) == 1200);
    CHECK(scene.run(id).told == 300);
    CHECK(scene.run(id).unreachable == 300);
}

TEST_CASE("a run goes on with other mail domains while one of them asks to wait") {
    Scene scene(email_settings(50));
    auto id = scene.release(40, hours{1}, {"cham.test", "nhanh.test"});
    int asked = 0;
    scene.serve(minutes{5}, [&](const Send& send) {
        if (scene.domain_of(send) != "cham.test") return kAccepted;
        ++asked;
        return slow_down(hours{1});
    });
    CHECK(scene.run(id).told == 20);
    CHECK(asked <= 20);  // those that were out when it first said so
    auto before = asked;
    scene.serve(minutes{50}, [&](const Send& send) {
        asked += scene.domain_of(send) == "cham.test";
        return kAccepted;
    });
    CHECK(asked == before);
    scene.serve(hours{2}, kAccepted);
    CHECK(scene.run(id).told == 40);
}

TEST_CASE("telling 2,000 people leaves a few entries, and the last outcome is in the journal at once") {
    Scene scene(email_settings(10));
    auto id = scene.release(2000);
    scene.serve(minutes{10}, kAccepted);
    CHECK(scene.run(id).told == 2000);
    CHECK(scene.run(id).state == RunState::done);
    auto entries = scene.desk.entries<DeliveriesRecorded>(id);
    CHECK(entries.size() <= 8);
    std::int64_t changes = 0;
    for (const auto& entry : entries) changes += entry.count;
    CHECK(changes == 4000);  // each row was out once and was answered once
    CHECK(scene.desk.incident(id).obligation("subjects-location-biometric")->state == ObligationState::met);
}

TEST_CASE("what a crash left unbound is bound by one entry after the start, and nobody is told twice") {
    Scene scene(email_settings(10));
    auto id = scene.release(100);
    scene.serve(seconds{5}, kAccepted);
    auto told = scene.sent(id);
    scene.desk.boot();
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 100);
    std::int64_t changes = 0;
    for (const auto& entry : scene.desk.entries<DeliveriesRecorded>(id)) changes += entry.count;
    CHECK(changes == 200);
    CHECK(told > 0);
    CHECK(scene.sent(id) == 100);
}

TEST_CASE("a person whose data cannot be opened is neither told nor unreachable, and people are paged once") {
    Scene scene(email_settings(50));
    auto id = scene.release(10);
    scene.serve(
        hours{2}, [](const Send&) { return kAccepted; },
        [&](const Send& send) { return send.message.key.find("-3-email") != std::string::npos; });
    CHECK(scene.run(id).told == 9);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.run(id).state == RunState::running);
    std::set<std::string> causes;
    for (const auto& paged : scene.desk.entries<Paged>(id))
        if (paged.page_id.find("unopened") != std::string::npos) causes.insert(paged.page_id);
    CHECK(causes.size() <= 2);  // one for each person on duty
    CHECK_FALSE(causes.empty());
}

TEST_CASE(
    "nothing is published early because we cannot open the data of those who wait, it can be mended, and at the last "
    "moment they are covered") {
    auto settings = email_settings(50);
    settings.public_notice.automatic = true;
    settings.public_notice.publishers = {{"directory", "public", "https://vidu.test/notices"}};
    Scene scene(settings);
    auto id = scene.release(10);
    bool mended = false;
    auto third = [&](const Send& send) { return !mended && send.message.key.find("-3-email") != std::string::npos; };
    scene.serve(
        hours{60}, [](const Send&) { return kAccepted; }, third);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.desk.entries<PublicNoticePublishing>(id).empty());
    scene.serve(
        hours{10}, [](const Send&) { return kAccepted; }, third);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.desk.entries<PublicNoticePublishing>(id).size() == 1);
    mended = true;
    scene.serve(
        hours{1}, [](const Send&) { return kAccepted; }, third);
    CHECK(scene.run(id).told == 10);
}

TEST_CASE("a letter is written from the frozen notice and the opened recipient") {
    Scene scene(email_settings(50));
    scene.release(1);
    auto sends = scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 1);
    REQUIRE(sends[0].letter);
    CHECK(sends[0].message.to.reveal().empty());
    auto message = write_letter(*sends[0].letter);
    REQUIRE(message);
    CHECK(message->to.reveal() == "kh0@vidu.test");
    CHECK(message->text.reveal().find("Người Thử 0") != std::string::npos);
    CHECK(message->key == sends[0].message.key);
    auto other = *sends[0].letter;
    other.subject = 2;  // sealed for another place
    CHECK_FALSE(write_letter(other));
}

TEST_CASE("a new version of the notice replaces messages of the old one that have not gone") {
    Scene scene(email_settings(1));
    auto id = scene.release(20);
    scene.serve(seconds{4}, kAccepted);
    scene.desk.ask(PutNotice{{{"vi", {{"subject", "Thông báo mới cho {{name}}"}}}}}, id);
    REQUIRE(scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo"));
    scene.serve(minutes{2}, kAccepted);
    CHECK(scene.run(id).told == 20);
    CHECK(scene.sent(id) <= 21);
}

TEST_CASE("those who are to be tried again later are in the forecast at that moment") {
    Scene scene(email_settings(50));
    auto id = scene.release(4);
    scene.serve(minutes{2}, slow_down(hours{3}));
    REQUIRE(scene.run(id).forecast_end);
    CHECK(*scene.run(id).forecast_end > scene.desk.now + hours{2});
    scene.serve(hours{4}, kAccepted);
    CHECK(scene.run(id).told == 4);
}

TEST_CASE("what a channel took stays taken when a reload takes the channel away") {
    auto settings = email_settings(50);
    Channel sms;
    sms.name = "sms";
    sms.type = "simulated";
    sms.notice_contacts = bit(ContactKind::phone);
    settings.channels.push_back(sms);
    Scene scene(settings);
    auto id = scene.release(6);
    auto out = scene.desk.take_sends(Lane::notice);
    REQUIRE(out.size() == 6);
    settings.channels.erase(settings.channels.begin());
    settings.notice.order = {"sms"};
    scene.desk.use(settings);
    auto answer = [&](std::size_t n, const Outcome& outcome) {
        scene.desk.tell(AttemptDone{"", out[n].delivery_id, outcome});
    };
    for (std::size_t n = 0; n < 4; ++n) answer(n, kAccepted);
    answer(4, kUnknown);
    answer(5, {SendResult::retry, Blame::none, "451", Cause::none, "", {}});
    scene.desk.wait(minutes{2});
    CHECK(scene.run(id).told == 4);
    CHECK(scene.run(id).unreachable == 2);  // nobody has a telephone
    auto& deliveries = scene.desk.store().deliveries();
    CHECK(deliveries.in_state(id, store::SendState::accepted, 10).size() == 4);
    CHECK(deliveries.in_state(id, store::SendState::unknown, 10).size() == 1);
    CHECK(deliveries.in_state(id, store::SendState::failed, 10).size() == 1);
}

TEST_CASE("people at whom the relay hangs up do not stand in front of others, and go to the next channel at last") {
    auto settings = email_settings(50);
    settings.public_notice.automatic = true;
    Scene scene(std::move(settings));
    auto id = scene.release(330, hours{1});  // the first thirty are such people
    Scene::Provider provider = [&](const Send& send) {
        auto number = std::stoi(send.message.key.substr(id.size() + 1));
        if (number > 30) return kAccepted;
        return Outcome{SendResult::retry, Blame::unclear, "421", Cause::service_down, "", {}};
    };
    scene.serve(seconds{30}, provider);
    CHECK(scene.desk.store().deliveries().tally(id, 1).told == 300);
    CHECK(scene.desk.stats().channels_down == 0);
    CHECK(scene.desk.entries<ChannelState>("").empty());
    CHECK(scene.desk.entries<PublicNoticePublishing>(id).empty());
    CHECK(scene.run(id).unreachable == 0);
    scene.serve(minutes{20}, provider);
    CHECK(scene.desk.entries<PublicNoticePublishing>(id).empty());
    CHECK(scene.run(id).unreachable == 0);
    scene.serve(hours{6}, provider);
    CHECK(scene.run(id).told == 300);
    CHECK(scene.run(id).unreachable == 30);
    CHECK(scene.desk.entries<ChannelState>("").empty());
}

TEST_CASE("a relay that hangs up at everybody is down after a while, and nobody is charged for it") {
    auto settings = email_settings(50);
    settings.channels[0].attempts_max = 1;
    Scene scene(std::move(settings));
    auto id = scene.release(50);
    Outcome gone{SendResult::retry, Blame::unclear, "421", Cause::service_down, "", {}};
    scene.serve(minutes{2}, gone);
    CHECK(scene.desk.stats().channels_down == 0);
    scene.serve(minutes{10}, gone);
    CHECK(scene.desk.stats().channels_down == 1);
    auto sent = scene.sent(id);
    scene.serve(hours{1}, gone);
    CHECK(scene.sent(id) - sent < 800);  // its probes
    CHECK(scene.run(id).unreachable == 0);
    scene.serve(minutes{30}, kAccepted);
    CHECK(scene.desk.stats().channels_down == 0);
    CHECK(scene.run(id).told == 50);
}

TEST_CASE("a domain that cannot be reached slows itself alone: the channel stays up, nobody is charged") {
    auto settings = email_settings(50);
    settings.channels[0].attempts_max = 2;
    Scene scene(std::move(settings));
    auto id = scene.release(40, hours{1}, {"dead.test", "good.test", "fine.test", "well.test"});
    Scene::Provider provider = [](const Send& send) {
        if (Scene::domain_of(send) != "dead.test") return kAccepted;
        return Outcome{SendResult::retry, Blame::destination, "451 4.4.1", Cause::temporary, "", {}};
    };
    scene.serve(seconds{10}, provider);
    CHECK(scene.desk.store().deliveries().tally(id, 1).told == 30);
    CHECK(scene.run(id).forecast_end.has_value());
    CHECK(scene.desk.stats().channels_down == 0);
    CHECK(scene.sent(id) == 40);  // once each: none went again at once
    scene.serve(hours{2}, provider);
    CHECK(scene.run(id).unreachable == 0);  // though attempts_max is 2
    CHECK(scene.desk.entries<ChannelState>("").empty());
    scene.serve(hours{2}, kAccepted);
    CHECK(scene.run(id).told == 40);
}

TEST_CASE("what delivery did not begin with waits at once, as it was: nobody is to blame, no attempt, no quota") {
    auto settings = email_settings(50);
    settings.channels[0].daily_quota = 30;
    Scene scene(std::move(settings));
    auto id = scene.release(30);
    auto& deliveries = scene.desk.store().deliveries();
    auto sends = scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 30);
    std::vector<Command> back;
    for (const auto& send : sends) back.push_back(given_back(send));
    scene.desk.tell_all(std::move(back));
    auto row = deliveries.by_key(sends[0].message.key);
    CHECK(row->state == store::SendState::queued);
    CHECK(row->attempts == 0);
    CHECK(row->cause == Cause::none);
    scene.desk.wait(seconds{1});
    CHECK(scene.desk.take_sends(Lane::notice).size() == 30);  // the window is as wide as it was
    CHECK(scene.desk.stats().channels_down == 0);
}

TEST_CASE("a message of unknown outcome that is given back is as unknown as before, and its second send uncounted") {
    auto settings = email_settings(50);
    settings.channels[0].daily_quota = 3;
    Scene scene(std::move(settings));
    auto id = scene.release(1);
    auto& deliveries = scene.desk.store().deliveries();
    auto key = scene.desk.take_sends(Lane::notice).at(0);
    scene.desk.tell(AttemptDone{"", key.delivery_id, kUnknown});
    for (int i = 0; i < 5; ++i) {
        scene.desk.wait(i == 0 ? kUnknownPause : Duration{seconds{1}});
        auto again = scene.desk.take_sends(Lane::notice);
        REQUIRE(again.size() == 1);
        scene.desk.tell(given_back(again[0]));
        CHECK(deliveries.by_key(key.message.key)->state == store::SendState::unknown);
        CHECK(deliveries.by_key(key.message.key)->attempts == 1);
        CHECK(deliveries.sent_since(scene.desk.now - hours{24})["email"] == 1);
    }
    scene.desk.boot();
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.desk.store().deliveries().tally(id, 1).told == 1);
}

TEST_CASE("a page that delivery did not begin with goes at once, without an attempt and without an entry") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    auto pages = desk.take_sends(Lane::page);
    REQUIRE_FALSE(pages.empty());
    AttemptDone back{
        pages[0].page_id, 0, {SendResult::retry, Blame::none, "", Cause::temporary, "", {}}, false, Duration{0}};
    desk.tell(back);
    CHECK(desk.take_sends(Lane::page).size() == 1);
    CHECK(desk.store().pages().find(back.page_id)->attempts == 1);  // this one, not the one before
    CHECK(desk.entries<PageOutcome>(id).empty());
}
