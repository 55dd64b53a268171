// A channel that cannot take people for long gives them to the next one that works, has back who still waits there when
// it works again, and nobody is told twice.
#include <map>

#include "core/journal/because.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kBreaksOff{SendResult::retry, Blame::unclear, "421", Cause::service_down, "", {}};

// E-mail before text messages; who waits for one can have the other.
Settings two_ways(double sms_rate = 50) {
    auto settings = email_settings(50);
    Channel sms;
    sms.name = "sms";
    sms.type = "simulated";
    sms.page_contacts = bit(ContactKind::person);
    sms.notice_contacts = bit(ContactKind::phone);
    sms.whole_text = true;
    sms.rate_per_second = sms_rate;
    settings.channels.push_back(sms);
    settings.notice.order = {"email", "sms"};
    settings.public_notice.automatic = true;
    settings.on_call = {};
    return settings;
}

class World {
  public:
    explicit World(Settings settings) : scene(std::move(settings)) { scene.has_both = true; }

    void pass(Duration how_long) {
        scene.serve(how_long, [&](const Send& send) {
            const auto& answer = answers.at(send.channel);
            ++sends[send.channel];
            if (answer.result == SendResult::accepted) ++taken[person_of(send)];
            return answer;
        });
    }
    int most_taken() const {
        int most = 0;
        for (const auto& [person, count] : taken) most = std::max(most, count);
        return most;
    }
    std::int64_t told(const std::string& id) { return scene.desk.store().deliveries().tally(id, 1).told; }
    std::int64_t handed(const std::string& id, const std::string& channel) {
        return scene.desk.store().deliveries().tally(id, 1).handed[channel];
    }

    Scene scene;
    std::map<std::string, Outcome> answers{{"email", kAccepted}, {"sms", kAccepted}};
    std::map<std::string, int> sends;
    std::map<std::string, int> taken;  // by person

  private:
    static std::string person_of(const Send& send) {
        return send.message.key.substr(0, send.message.key.find("-" + send.channel));
    }
};

}  // namespace

TEST_CASE("a relay that breaks off each letter: a few people are told by text within two hours, too") {
    for (int people : {1, 3, 9}) {
        INFO(people);
        World world(two_ways());
        world.answers["email"] = kBreaksOff;
        auto id = world.scene.release(people);
        world.pass(minutes{120});
        CHECK(world.told(id) == people);
        CHECK(world.most_taken() == 1);
    }
}

TEST_CASE("a relay that works for all but a few: these are told by text within two hours") {
    World world(two_ways());
    auto id = world.scene.release(40);
    int letters = 0;
    world.scene.serve(
        hours{2}, [&](const Send& send) { return send.channel == "email" && ++letters > 37 ? kBreaksOff : kAccepted; });
    CHECK(world.told(id) == 40);
}

TEST_CASE("one person who waits on a dead channel alone makes the public notice due, and it is said once") {
    auto settings = two_ways();
    settings.notice.order = {"email"};
    World world(settings);
    world.answers["email"] = kBreaksOff;
    auto id = world.scene.release(1);
    world.pass(hours{2});
    CHECK(world.scene.desk.incident(id).public_notice_needed);
    CHECK(world.scene.desk.entries<PublicNoticeForeseen>(id).size() <= 1);
}

TEST_CASE("a relay dead from the start beside a working SMS channel: everybody with a telephone is told in two hours") {
    World world(two_ways());
    world.answers["email"] = kDead;
    auto id = world.scene.release(20);
    world.pass(minutes{29});
    CHECK(world.told(id) == 0);
    world.pass(minutes{6});
    CHECK(world.told(id) == 20);
    CHECK(world.most_taken() == 1);
    CHECK(world.scene.run(id).state == RunState::done);
    CHECK(world.scene.desk.publications.empty());
    CHECK(world.scene.desk.incident(id).obligation("subjects-location-biometric")->state == ObligationState::met);
    auto sent = world.sends["email"];
    world.answers["email"] = kAccepted;
    world.pass(hours{2});
    CHECK(world.sends["email"] == sent);  // those who are told get nothing when the relay comes back
}

TEST_CASE("who has no telephone waits for the dead relay, and the public notice goes up for them alone") {
    World world(two_ways());
    world.answers["email"] = kDead;
    auto id = world.scene.release(20);
    world.scene.has_both = false;
    world.scene.import_more(id, 5);
    world.pass(minutes{55});
    CHECK(world.told(id) == 20);
    CHECK(world.scene.desk.publications.empty());
    world.pass(minutes{20});
    REQUIRE(world.scene.desk.publications.size() == 1);
    auto needed = world.scene.desk.entries<PublicNoticeProposed>(id);
    REQUIRE(needed.size() == 1);
    REQUIRE(needed[0].cause);
    CHECK(needed[0].cause->code == ReasonCode::channel_down_with_people);
    CHECK(needed[0].cause->args.at("waiting").as_int64() == 5);
    world.answers["email"] = kAccepted;
    world.pass(minutes{5});
    CHECK(world.told(id) == 25);
    CHECK(world.most_taken() == 1);
}

TEST_CASE("a relay that comes back has those who still wait elsewhere, and nobody is told twice") {
    World world(two_ways(0.05));
    world.answers["email"] = kDead;
    auto id = world.scene.release(600);
    world.pass(minutes{60});
    auto by_sms = world.sends["sms"];
    CHECK(by_sms >= 80);
    CHECK(by_sms < 110);
    CHECK(world.handed(id, "email") > 0);
    world.answers["email"] = kAccepted;
    world.pass(minutes{3});
    CHECK(world.told(id) == 600);
    CHECK(world.sends["sms"] < by_sms + 12);
    CHECK(world.most_taken() == 1);
    CHECK(world.handed(id, "email") == 0);
    CHECK(world.handed(id, "sms") == 0);
}

TEST_CASE("one person alone is handed over, too, however long the relay asks to wait") {
    World world(two_ways());
    world.answers["email"] = {SendResult::retry, Blame::channel, "421", Cause::service_down, "", hours{9}};
    auto id = world.scene.release(3);
    world.pass(minutes{40});
    CHECK(world.told(id) == 3);
    CHECK(world.sends["email"] == 3);
}

TEST_CASE("one whom the other channel refuses waits for the first again") {
    World world(two_ways());
    world.answers["email"] = kDead;
    world.answers["sms"] = kRefused;
    auto id = world.scene.release(5);
    world.pass(hours{2});
    CHECK(world.told(id) == 0);
    CHECK(world.scene.run(id).unreachable == 0);  // the relay may still come back
    CHECK(world.sends["sms"] == 5);
    world.answers["email"] = kAccepted;
    world.pass(minutes{5});
    CHECK(world.told(id) == 5);
}

TEST_CASE("a quota of the day that is used up gives the rest to the next channel after its patience") {
    auto settings = two_ways();
    settings.channels[0].daily_quota = 30;
    settings.channels[0].handover_after = minutes{10};
    World world(settings);
    auto id = world.scene.release(100);
    world.pass(minutes{9});
    CHECK(world.told(id) == 30);
    world.pass(minutes{3});
    CHECK(world.told(id) == 100);
    CHECK(world.sends["email"] == 30);
    CHECK(world.most_taken() == 1);
}

TEST_CASE("after midnight a channel with a new quota has its people back before a slow one has come to them") {
    auto settings = two_ways(0.001);
    settings.channels[0].daily_quota = 30;
    World world(settings);  // 17:30 in Vietnam
    auto id = world.scene.release(100);
    world.pass(hours{6});
    auto by_sms = world.sends["sms"];
    CHECK(world.told(id) == 30 + by_sms);
    world.pass(hours{1});
    CHECK(world.told(id) >= 60 + by_sms);
    CHECK(world.most_taken() == 1);
}

TEST_CASE(
    "what a provider takes and never confirms gives its people to the next channel after the channel's patience") {
    auto settings = two_ways();
    settings.channels[0].told_when = TellingGrade::delivered;
    settings.channels[0].receipt_patience = hours{1};
    World world(settings);
    auto id = world.scene.release(20);
    world.pass(minutes{59});
    CHECK(world.told(id) == 0);
    CHECK(world.sends["sms"] == 0);
    world.pass(minutes{3});
    CHECK(world.told(id) == 20);
    CHECK(world.sends["email"] == 20);
}

TEST_CASE("without another channel, people of whom nothing is confirmed cannot be reached, until a receipt says so") {
    auto settings = two_ways();
    settings.notice.order = {"email"};
    settings.channels[0].told_when = TellingGrade::delivered;
    World world(settings);
    auto id = world.scene.release(3);
    auto& desk = world.scene.desk;
    world.pass(hours{4} + minutes{1});
    CHECK(world.scene.run(id).unreachable == 3);
    CHECK(desk.publications.size() == 1);
    auto key = desk.store().deliveries().of_subject(id, 1).at(0).key;
    REQUIRE(desk.ask(receipt_of("email", key, ReceiptWord::delivered)).has_value());
    CHECK(world.scene.run(id).told == 1);
    CHECK(world.scene.run(id).unreachable == 2);
}

TEST_CASE("a receipt awaited at a stop is awaited until the same moment after it") {
    auto settings = two_ways();
    settings.channels[0].told_when = TellingGrade::delivered;
    World world(settings);
    auto id = world.scene.release(4);
    world.pass(hours{2});
    world.scene.desk.boot();
    world.pass(hours{2} - minutes{1});
    CHECK(world.sends["sms"] == 0);
    world.pass(minutes{2});
    CHECK(world.told(id) == 4);
}

TEST_CASE("a receipt takes back the message that waits on the next channel") {
    World world(two_ways(0.01));
    world.answers["email"] = kUnheard;
    auto id = world.scene.release(10);
    world.pass(minutes{7});  // sent twice each; then the next channel, which is slow
    auto by_sms = world.sends["sms"];
    REQUIRE(by_sms < 3);
    for (int person = 1; person <= 10; ++person) {
        auto key = world.scene.desk.store().deliveries().of_subject(id, person).at(0).key;
        REQUIRE(world.scene.desk.ask(receipt_of("email", key, ReceiptWord::delivered)).has_value());
    }
    world.pass(hours{1});
    CHECK(world.told(id) == 10);
    CHECK(world.sends["sms"] == by_sms);
}

TEST_CASE("one who was told elsewhere, and it came back, is tried where another channel had been handed him") {
    World world(two_ways());
    world.answers["email"] = kDead;
    auto id = world.scene.release(2);
    world.pass(minutes{40});
    REQUIRE(world.told(id) == 2);
    auto rows = world.scene.desk.store().deliveries().of_subject(id, 1);
    REQUIRE(rows.at(1).channel == "sms");
    world.answers["email"] = kAccepted;
    REQUIRE(world.scene.desk.ask(receipt_of("sms", rows[1].key, ReceiptWord::failed)).has_value());
    world.pass(minutes{10});
    CHECK(world.told(id) == 2);
    CHECK(world.scene.desk.store().deliveries().of_subject(id, 1).at(0).state == store::SendState::accepted);
}

TEST_CASE("people who were handed over stay so after a stop, and the dead relay has only its probes") {
    World world(two_ways(0.05));
    world.answers["email"] = kDead;
    auto id = world.scene.release(200);
    world.pass(minutes{40});
    REQUIRE(world.handed(id, "email") > 100);
    world.scene.desk.boot();
    world.pass(minutes{75});
    auto sent = world.sends["email"];
    world.pass(hours{1});
    CHECK(world.told(id) == 200);
    CHECK(world.sends["email"] - sent < 70);
    CHECK(world.most_taken() == 1);
}
