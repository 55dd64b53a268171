// "I am not that person", said of a letter that told somebody: a correction of the contact begins the telling anew.
#include "core/words/summary.hpp"
#include "store/readers/reader.hpp"
#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Outcome kAccepted{SendResult::accepted, Blame::none, "250", Cause::none, "", {}};

// Whose text messages tell.
Settings two_ways() {
    auto settings = email_and_sms();
    settings.channels.back().whole_text = true;
    return settings;
}

ObligationState duty(Scene& scene, const std::string& id) {
    return scene.desk.incident(id).obligation("subjects-location-biometric")->state;
}

CorrectSubject other_email(const std::string& email) {
    CorrectSubject out{1, {}, {"email"}, {}, "khách gọi đến báo địa chỉ đúng"};
    set_address(out.given.contacts, ContactKind::email, email);
    return out;
}

// Two people, both told; person 1 has kh0@vidu.test and +84900000000.
struct Told {
    explicit Told(Settings settings = two_ways()) : scene(std::move(settings), directory.path()) {
        scene.has_both = true;
        id = scene.release(2);
        serve();
        REQUIRE(scene.run(id).told == 2);
        to.clear();
    }
    void serve() {
        scene.serve(minutes{2}, [&](const Send& send) {
            to.push_back(write_letter(*send.letter)->to.reveal());
            return kAccepted;
        });
    }
    void says_not_me() {
        scene.desk.wait(minutes{1});
        REQUIRE(scene.desk.ask(NoteReply{1, ReplyKind::wrong_person, ReplyWay::telephone, ""}, id).has_value());
    }
    bool correct(const CorrectSubject& command) { return scene.desk.ask(command, id).has_value(); }
    bool shown() { return scene.desk.store().subjects().is_disowned(id, 1); }

    testkit::ScratchDirectory directory;
    Scene scene;
    std::string id;
    std::vector<std::string> to;
};

}  // namespace

TEST_CASE("after \"not me\" a corrected address is told anew, and the old telling counts no longer") {
    Told it;
    it.says_not_me();
    CHECK(it.shown());
    CHECK(it.scene.run(it.id).told == 2);  // the reply alone takes nothing back
    CHECK(duty(it.scene, it.id) == ObligationState::met);
    REQUIRE(it.correct(other_email("dung@vidu.test")));
    CHECK(it.scene.run(it.id).told == 1);
    CHECK(duty(it.scene, it.id) == ObligationState::running);
    CHECK_FALSE(it.shown());
    auto entry = it.scene.desk.entries<SubjectCorrected>(it.id).back();
    CHECK(entry.reopened);
    CHECK(entry.not_theirs);
    it.serve();
    CHECK(it.to == std::vector<std::string>{"dung@vidu.test"});
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(duty(it.scene, it.id) == ObligationState::met);
    CHECK_FALSE(it.shown());
    it.to.clear();
    REQUIRE(it.correct(other_email("lai@vidu.test")));  // nobody said anything of this one
    it.serve();
    CHECK(it.to.empty());
}

TEST_CASE("the address that is somebody else's is not used again: another contact is, by later versions, too") {
    Told it;
    it.says_not_me();
    CorrectSubject phone{1, {}, {"phone"}, {}, "số điện thoại mới"};
    set_address(phone.given.contacts, ContactKind::phone, "+84901234567");
    REQUIRE(it.correct(phone));
    auto person = it.scene.desk.store().subjects().find(it.id, 1);
    CHECK(person->address(ContactKind::email).reveal().empty());
    it.serve();
    CHECK(it.to == std::vector<std::string>{"+84901234567"});
    REQUIRE(it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo").has_value());
    it.to.clear();
    it.serve();
    std::sort(it.to.begin(), it.to.end());
    CHECK(it.to == std::vector<std::string>{"+84901234567", "kh1@vidu.test"});
}

TEST_CASE("without such a reply, or with one that a telling at another address followed, a correction tells nobody") {
    Told it;
    SECTION("no reply") {}
    SECTION("another reply") {
        REQUIRE(it.scene.desk.ask(NoteReply{1, ReplyKind::no_more, ReplyWay::email, ""}, it.id).has_value());
    }
    SECTION("a correction of the name alone") {
        it.says_not_me();
        CorrectSubject name{1, {}, {"name"}, {}, "sai tên"};
        name.given.name = Pii(std::string("Người Khác"));
        REQUIRE(it.correct(name));
        it.serve();
        CHECK(it.to.empty());
        CHECK(it.shown());
        return;
    }
    REQUIRE(it.correct(other_email("dung@vidu.test")));
    it.serve();
    CHECK(it.to.empty());
    CHECK(it.scene.run(it.id).told == 2);
}

TEST_CASE("told again by a later version at the same address, somebody else's address is still no telling") {
    Told it;
    it.says_not_me();
    REQUIRE(it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo").has_value());
    it.serve();
    REQUIRE(it.scene.run(it.id).told == 2);
    CHECK(it.shown());
    it.to.clear();
    REQUIRE(it.correct(other_email("dung@vidu.test")));
    CHECK(it.scene.run(it.id).told == 1);
    it.serve();
    CHECK(it.to == std::vector<std::string>{"dung@vidu.test"});
}

TEST_CASE("a person decides otherwise: told by hand, impossible to tell, or without any address") {
    Told it;
    it.says_not_me();
    SECTION("by hand") {
        REQUIRE(it.scene.desk.ask(TellByHand{1, ToldHow::telephone, {}, "gọi lúc 9:00"}, it.id).has_value());
        CHECK(it.scene.run(it.id).by_hand == 1);
        CHECK_FALSE(it.shown());
        CHECK(duty(it.scene, it.id) == ObligationState::met);
    }
    SECTION("impossible") {
        REQUIRE(it.scene.desk.ask(MarkImpossible{1, "không có địa chỉ"}, it.id, "an").has_value());
        CHECK(it.scene.run(it.id).told == 2);
        REQUIRE(it.scene.desk.ask(MarkImpossible{1, "đồng ý"}, it.id, "binh").has_value());
        CHECK(it.scene.run(it.id).impossible == 1);
        CHECK(it.scene.run(it.id).told == 1);
        CHECK_FALSE(it.shown());
    }
    SECTION("no address is left") {
        REQUIRE(it.correct({1, {}, {"email", "phone"}, {"email", "phone"}, "không phải địa chỉ của người này"}));
        it.serve();
        CHECK(it.scene.run(it.id).unreachable == 1);
        CHECK(duty(it.scene, it.id) == ObligationState::running);
    }
    CHECK(it.to.empty());
}

TEST_CASE("a receipt that comes late says nothing of an address that is somebody else's") {
    Told it;
    auto key = it.scene.desk.store().deliveries().of_subject(it.id, 1, 1).at(0).key;
    it.says_not_me();
    REQUIRE(it.correct({1, {}, {"email", "phone"}, {"email", "phone"}, "không phải địa chỉ của người này"}));
    it.serve();
    auto channel = email_and_sms().channels[0].name;
    CHECK_FALSE(it.scene.desk.ask(receipt_of(channel, key, ReceiptWord::delivered)).has_value());
    CHECK(it.scene.run(it.id).told == 1);
    CHECK(it.scene.run(it.id).unreachable == 1);
}

TEST_CASE("the journal says why somebody is told anew") {
    Told it;
    it.says_not_me();
    REQUIRE(it.correct(other_email("dung@vidu.test")));
    auto said = summary(it.scene.desk.entries<SubjectCorrected>(it.id).back());
    INFO(said);
    CHECK(said.find("đến nhầm người nên thư đó không tính là đã báo") != std::string::npos);
}

TEST_CASE("whom a letter seems to have missed is shown for a decision") {
    Told it;
    it.says_not_me();
    store::Reader reader({it.directory.path(), "live", "test"}, store::MasterKey::of(std::string(32, 'k')));
    CHECK(reader.subjects_status(it.id).at("wrong_person") == 1);
    auto shown = reader.subjects(it.id, {.state = "wrong_person"}, "", 10);
    REQUIRE(shown.has_value());
    REQUIRE(shown->items.size() == 1);
    CHECK(shown->items[0].at("subject") == 1);
    CHECK(shown->items[0].at("wrong_person_at").as_string() == format_rfc3339(it.scene.desk.now));
    auto file = reader.desk_file(it.id, 1, true);
    REQUIRE(file.has_value());
    CHECK(file->item.at("note").as_string().find("đến nhầm người") != std::string::npos);
    REQUIRE(it.correct(other_email("dung@vidu.test")));
    CHECK(reader.subjects_status(it.id).at("wrong_person") == 0);
    CHECK(reader.subjects(it.id, {.state = "wrong_person"}, "", 10)->items.empty());
    CHECK(reader.subject(it.id, 1)->at("wrong_person_at").is_null());
}
