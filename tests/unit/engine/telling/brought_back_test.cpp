// Somebody who was told, was removed from the list, and stands on a later one: told by the same version only once.
#include "store/proof/proof.hpp"
#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kAccepted{SendResult::accepted, Blame::none, "250", Cause::none, "", {}};

const Outcome kDown{SendResult::retry, Blame::channel, "421", Cause::none, "", {}};

Subject person(const std::string& email, const std::string& phone = "", std::vector<std::string> kinds = {}) {
    Subject out;
    out.subject_ref = Pii(std::string("KH-1"));
    out.name = Pii(std::string("Người Thử"));
    set_address(out.contacts, ContactKind::email, email);
    set_address(out.contacts, ContactKind::phone, phone);
    out.kinds = std::move(kinds);
    return out;
}

// Person 1 was told with others; person 2, KH-1, was told and is removed.
struct Removed {
    explicit Removed(const std::vector<std::string>& kinds = {}) : scene(email_settings(50), directory.path()) {
        id = scene.release(1);
        scene.import_list(id, {person("a@nhan.test", "", kinds)});
        serve();
        REQUIRE(scene.run(id).told == 2);
        remove();
        REQUIRE(scene.run(id).subjects == 1);
        before = scene.sent(id);
    }
    void serve() { scene.serve(minutes{2}, kAccepted); }
    void remove() { REQUIRE(scene.desk.ask(RemoveSubject{2, "nhập nhầm"}, id, "dpo").has_value()); }
    int sent_since() const { return scene.sent(id) - before; }
    store::Subjects::Way way() { return *scene.desk.store().subjects().way_to(id, 2); }
    std::vector<std::string> wrong_counts() const {
        std::vector<std::string> out;
        store::Proof proof({directory.path(), "live", "test"}, std::string(32, 'p'));
        while (proof.slice()) {
        }
        for (const auto& damage : proof.damages())
            if (damage.what == "counts") out.push_back(damage.where);
        return out;
    }

    testkit::ScratchDirectory directory;
    Scene scene;
    std::string id;
    int before = 0;
};

}  // namespace

TEST_CASE("who was told, was removed and is listed again is told already, and nothing is sent again") {
    Removed it;
    CHECK(it.wrong_counts().empty());
    auto reopened = it.scene.desk.entries<ObligationReopened>(it.id).size();
    auto counts = it.scene.import_list(it.id, {person("a@nhan.test")});
    CHECK(counts.rows == 0);
    CHECK(counts.known == 1);
    it.serve();
    CHECK(it.sent_since() == 0);
    CHECK(it.way().state == store::SubjectState::told);
    CHECK(it.way().told_version == 1);
    CHECK(it.scene.run(it.id).subjects == 2);
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.desk.incident(it.id).obligation("subjects-location-biometric")->state == ObligationState::met);
    CHECK(it.scene.desk.entries<ObligationReopened>(it.id).size() == reopened);
    CHECK(it.wrong_counts().empty());
    it.remove();  // and once more
    it.scene.import_list(it.id, {person("a@nhan.test", "+84912000001")});
    it.serve();
    CHECK(it.sent_since() == 0);
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.desk.store().subjects().find(it.id, 2)->address(ContactKind::phone).reveal() == "+84912000001");
    CHECK(it.wrong_counts().empty());
}

TEST_CASE("of one list twice the same reference is one person who comes back") {
    Removed it;
    it.scene.import_list(it.id, {person("a@nhan.test"), person("a@nhan.test"), person("b@nhan.test")});
    it.serve();
    CHECK(it.sent_since() == 0);
    CHECK(it.scene.run(it.id).subjects == 2);
    CHECK(it.wrong_counts().empty());
}

TEST_CASE("a newer version tells whoever comes back, once") {
    Removed it;
    SECTION("released while the person was away") {
        REQUIRE(it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo").has_value());
        it.serve();
        CHECK(it.sent_since() == 1);
        it.scene.import_list(it.id, {person("a@nhan.test")});
    }
    SECTION("released afterwards") {
        it.scene.import_list(it.id, {person("a@nhan.test")});
        REQUIRE(it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo").has_value());
    }
    SECTION("released when the person was listed, and cut off by the removal") {
        it.scene.import_list(it.id, {person("a@nhan.test")});
        REQUIRE(it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo").has_value());
        it.scene.serve(seconds{10}, kDown);
        it.remove();
        it.scene.serve(minutes{1}, kDown);
        it.before = it.scene.sent(it.id);
        it.scene.import_list(it.id, {person("a@nhan.test")});
    }
    it.scene.serve(hours{1}, kAccepted);
    CHECK(it.sent_since() == 2);
    CHECK(it.way().told_version == 2);
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.wrong_counts().empty());
}

TEST_CASE("with another contact only, or kinds of data that the letter did not name, it is another telling") {
    Removed it({"location"});
    SECTION("another address") { it.scene.import_list(it.id, {person("moi@nhan.test", "", {"location"})}); }
    SECTION("other kinds") { it.scene.import_list(it.id, {person("a@nhan.test", "", {"biometric"})}); }
    it.serve();
    CHECK(it.sent_since() == 1);
    CHECK(it.scene.run(it.id).subjects == 2);
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.way().state == store::SubjectState::removed);
    CHECK(it.wrong_counts().empty());
}

TEST_CASE("a letter that came back while the person was away had told nobody") {
    Removed it;
    auto key = it.scene.desk.store().deliveries().of_subject(it.id, 2, 1).at(0).key;
    auto channel = email_settings(50).channels[0].name;
    REQUIRE(it.scene.desk.ask(receipt_of(channel, key, ReceiptWord::failed)).has_value());
    CHECK(it.way().told_version == 0);
    it.scene.import_list(it.id, {person("a@nhan.test")});
    it.serve();
    CHECK(it.sent_since() == 1);
    CHECK(it.wrong_counts().empty());
}

TEST_CASE("one who was told by hand comes back as told by hand") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("")});
    scene.serve(minutes{2}, kAccepted);
    REQUIRE(scene.desk.ask(TellByHand{2, ToldHow::telephone, {}, "gọi 10:05"}, id).has_value());
    REQUIRE(scene.desk.ask(RemoveSubject{2, "nhập nhầm"}, id, "dpo").has_value());
    CHECK(scene.run(id).by_hand == 0);
    scene.import_list(id, {person("a@nhan.test")});
    scene.serve(minutes{2}, kAccepted);
    CHECK(scene.sent(id) == 1);
    CHECK(scene.run(id).by_hand == 1);
    CHECK(scene.run(id).told == 1);
}

TEST_CASE("a receipt that comes while the person is away says that they were told") {
    testkit::ScratchDirectory directory;
    auto settings = email_settings(50);
    settings.channels[0].told_when = TellingGrade::delivered;
    Scene scene(settings, directory.path());
    auto id = scene.release(1);
    scene.import_list(id, {person("a@nhan.test")});
    scene.serve(minutes{2}, kAccepted);
    REQUIRE(scene.run(id).told == 0);
    auto key = scene.desk.store().deliveries().of_subject(id, 2, 1).at(0).key;
    REQUIRE(scene.desk.ask(RemoveSubject{2, "nhập nhầm"}, id, "dpo").has_value());
    auto counts_are_right = [&] {
        store::Proof proof({directory.path(), "live", "test"}, std::string(32, 'p'));
        while (proof.slice()) {
        }
        return std::none_of(proof.damages().begin(), proof.damages().end(),
                            [](const auto& damage) { return damage.what == "counts"; });
    };
    CHECK(counts_are_right());
    REQUIRE(scene.desk.ask(receipt_of(settings.channels[0].name, key, ReceiptWord::delivered)).has_value());
    CHECK(scene.desk.store().subjects().way_to(id, 2)->told_version == 1);
    CHECK(scene.run(id).told == 0);
    scene.import_list(id, {person("a@nhan.test")});
    scene.serve(minutes{2}, kAccepted);
    CHECK(scene.sent(id) == 2);
    CHECK(scene.run(id).told == 1);
    CHECK(counts_are_right());
}
