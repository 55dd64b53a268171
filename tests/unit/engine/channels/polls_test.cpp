// Providers that say what became of a message only when they are asked.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;

namespace {

Settings with_sms() {
    auto s = desk_settings();
    Channel sms;
    sms.name = "sms";
    sms.notice_contacts = bit(ContactKind::phone);
    sms.whole_text = true;
    sms.told_when = TellingGrade::delivered;
    sms.poll_horizon = std::chrono::hours{24 * 7};
    s.channels.push_back(sms);
    s.notice.order = {"sms"};
    s.public_notice.publishers.clear();
    return s;
}

struct PollScene {
    Desk desk{with_sms()};
    std::string id;

    explicit PollScene(int people = 1) {
        id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"},
                                          {"kinds", json::array{"location"}},
                                          {"detected_how", "SIEM"},
                                          {"description", "x"},
                                          {"place", "Hà Nội"},
                                          {"consequences", "x"},
                                          {"severity_and_risks", "x"},
                                          {"measures", "x"},
                                          {"guidance", "x"}}}));
        auto import = std::get<ImportBegun>(*desk.ask(BeginImport{}, id)).import_id;
        std::vector<Subject> rows;
        for (int i = 1; i <= people; ++i) {
            Subject subject;
            subject.subject_ref = Pii("KH-" + std::to_string(i));
            subject.name = Pii<std::string>("Người Thử");
            set_address(subject.contacts, ContactKind::phone, "+8490000" + std::to_string(1000 + i));
            rows.push_back(std::move(subject));
        }
        REQUIRE(desk.ask(desk.chunk(import, rows), id).has_value());
        REQUIRE(desk.ask(FinishImport{import, "hash"}, id).has_value());
        REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
        desk.wait(std::chrono::seconds{30});
    }
    std::vector<std::int64_t> take_all(SendResult result = SendResult::accepted) {
        std::vector<std::int64_t> out;
        for (auto& send : desk.take_sends(Lane::notice)) {
            Outcome said;
            said.result = result;
            said.provider_id = "esms-" + std::to_string(send.delivery_id);
            desk.tell(AttemptDone{"", send.delivery_id, said});
            out.push_back(send.delivery_id);
        }
        return out;
    }
    NoticeRun run() { return desk.incident(id).notice_run; }
};

}  // namespace

TEST_CASE("a message that was taken is asked about after a minute, by the provider's own id, and then it counts") {
    PollScene scene;
    auto ids = scene.take_all();
    REQUIRE(ids.size() == 1);
    scene.desk.wait(std::chrono::seconds{50});
    CHECK(scene.desk.polls.empty());
    scene.desk.wait(std::chrono::seconds{15});
    REQUIRE(scene.desk.polls.size() == 1);
    CHECK(scene.desk.polls[0].channel == "sms");
    CHECK(scene.desk.polls[0].provider_id == "esms-" + std::to_string(ids[0]));
    CHECK(scene.run().told == 0);
    scene.desk.tell(PollDone{ids[0], ReceiptWord::delivered, ""});
    scene.desk.wait(std::chrono::minutes{2});
    CHECK(scene.run().told == 1);
    CHECK_FALSE(scene.desk.store().polls().find(ids[0]));
    scene.desk.wait(std::chrono::hours{24});
    CHECK(scene.desk.polls.size() == 1);
}

TEST_CASE("a message that came back is one, whoever says so") {
    PollScene scene;
    auto ids = scene.take_all();
    scene.desk.wait(std::chrono::minutes{2});
    scene.desk.tell(PollDone{ids[0], ReceiptWord::failed, ""});
    scene.desk.wait(std::chrono::minutes{2});
    CHECK(scene.run().told == 0);
    CHECK(scene.run().unreachable == 1);
}

TEST_CASE("while nothing is known the question is asked again, at doubled distances, until the provider forgets") {
    PollScene scene;
    auto ids = scene.take_all();
    std::vector<Instant> asked;
    for (int hour = 0; hour < 24 * 8 * 12; ++hour) {
        scene.desk.wait(std::chrono::minutes{5});
        for (std::size_t i = asked.size(); i < scene.desk.polls.size(); ++i) {
            asked.push_back(scene.desk.now);
            scene.desk.tell(PollDone{ids[0], {}, ""});
        }
    }
    CHECK(asked.size() > 8);
    CHECK(asked.size() < 50);
    CHECK(asked.back() - asked.front() < std::chrono::hours{24 * 7 + 6});
    CHECK_FALSE(scene.desk.store().polls().find(ids[0]));
}

TEST_CASE("few questions are out at a time, each answer makes room") {
    PollScene scene(60);
    std::vector<std::int64_t> all;
    for (int i = 0; i < 60 && all.size() < 60; ++i) {
        for (auto id : scene.take_all()) all.push_back(id);
        scene.desk.wait(std::chrono::seconds{1});
    }
    REQUIRE(all.size() == 60);
    scene.desk.wait(std::chrono::minutes{2});
    CHECK(scene.desk.polls.size() == 16);
    for (std::size_t i = 0; i < scene.desk.polls.size(); ++i)
        scene.desk.tell(PollDone{scene.desk.polls[i].delivery_id, ReceiptWord::delivered, ""});
    CHECK(scene.desk.polls.size() == 60);
    scene.desk.wait(std::chrono::minutes{2});
    CHECK(scene.run().told == 60);
}

TEST_CASE("an unproven call makes us ask at once, and changes nothing by itself") {
    PollScene scene;
    auto ids = scene.take_all();
    auto key = scene.desk.store().deliveries().by_id(ids[0])->key;
    scene.desk.tell(PollSoon{{"email"}, key, ""});  // another channel's hook
    scene.desk.wait(std::chrono::seconds{1});
    CHECK(scene.desk.polls.empty());
    scene.desk.tell(PollSoon{{"sms"}, "", "esms-" + std::to_string(ids[0])});
    scene.desk.wait(std::chrono::seconds{1});
    CHECK(scene.desk.polls.size() == 1);
    for (int i = 0; i < 10; ++i) scene.desk.tell(PollSoon{{"sms"}, key, ""});
    CHECK(scene.desk.polls.size() == 1);
    CHECK(scene.run().told == 0);
    scene.desk.tell(PollSoon{{"sms"}, "INC-nothing", ""});
}

TEST_CASE("questions outlive a restart, one whose answer was lost is asked again") {
    PollScene scene;
    auto ids = scene.take_all();
    scene.desk.wait(std::chrono::minutes{2});
    REQUIRE(scene.desk.polls.size() == 1);
    scene.desk.boot();
    scene.desk.wait(std::chrono::minutes{6});
    CHECK(scene.desk.polls.size() == 2);
    scene.desk.tell(PollDone{ids[0], ReceiptWord::delivered, ""});
    scene.desk.wait(std::chrono::minutes{2});
    CHECK(scene.run().told == 1);
}
