// People who are known already and come again, in a list or by a correction.
#include <algorithm>

#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

ObligationState duty(Scene& scene, const std::string& id) {
    return scene.desk.incident(id).obligation("subjects-location-biometric")->state;
}

std::string refusal(const Result<Answer>& answer) { return answer ? "" : answer.error().text(); }

Subject person(const std::string& ref, const std::string& email, const std::string& phone = "",
               std::vector<std::string> kinds = {}) {
    Subject out;
    out.subject_ref = Pii(ref);
    out.name = Pii(std::string("Người Thử"));
    set_address(out.contacts, ContactKind::email, email);
    set_address(out.contacts, ContactKind::phone, phone);
    out.kinds = std::move(kinds);
    return out;
}

}  // namespace

TEST_CASE("the same reference again corrects the contact, and whom nothing reached is told, nobody is told twice") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-bad", "sai@tuchoi.test"), person("KH-none", ""), person("KH-ok", "a@nhan.test")});
    std::vector<std::string> keys;
    auto provider = [&](const Send& send) {
        keys.push_back(send.message.key);
        return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted;
    };
    scene.serve(minutes{5}, provider);
    REQUIRE(scene.run(id).told == 2);
    REQUIRE(scene.run(id).unreachable == 2);
    auto sent = scene.sent(id);

    auto again = scene.import_list(
        id, {person("KH-bad", "dung@nhan.test"), person("KH-none", "moi@nhan.test"), person("KH-ok", "b@nhan.test")});
    CHECK(again.rows == 0);
    CHECK(again.known == 3);
    CHECK(again.updated == 3);
    CHECK(again.reopened == 2);
    CHECK(scene.desk.entries<SubjectsImported>(id).back().reached == 1);
    scene.serve(minutes{5}, provider);
    CHECK(scene.sent(id) == sent + 2);
    CHECK(scene.run(id).told == 4);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.run(id).subjects == 4);
    CHECK(duty(scene, id) == ObligationState::met);
    std::sort(keys.begin(), keys.end());
    CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());  // a gateway that drops repeats drops none

    auto same = scene.import_list(id, {person("KH-ok", "b@nhan.test")});
    CHECK(same.updated == 0);
    CHECK(same.duplicates == 1);
    scene.serve(minutes{5}, provider);
    CHECK(scene.sent(id) == sent + 2);
}

TEST_CASE("the same list again is the same import: nothing is undone by it, unless a person asks for that") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto send = [&](std::vector<Subject> people, const std::string& sha256, bool again = false, bool check = false) {
        auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
        REQUIRE(scene.desk.ask(scene.desk.chunk(import_id, std::move(people)), id).has_value());
        auto done = scene.desk.ask(FinishImport{import_id, sha256, check, "", again}, id);
        REQUIRE(done.has_value());
        return std::get<Imported>(*done);
    };
    const std::vector<Subject> list = {person("KH-1", "mot@nhan.test"), person("KH-2", "hai@nhan.test")};
    auto first = send(list, "a");
    CHECK(first.rows == 2);
    CHECK_FALSE(first.imported_at.has_value());
    auto at = scene.desk.entries<SubjectsImported>(id).size();
    send({person("KH-1", "moi@nhan.test")}, "b");
    REQUIRE(scene.desk.ask(RemoveSubject{3, "nhập nhầm"}, id).has_value());
    auto before = scene.run(id).subjects;

    auto same = send(list, "a");
    CHECK(same.imported_at.has_value());
    CHECK(same.rows == 0);
    CHECK(same.updated == 0);
    CHECK(scene.run(id).subjects == before);
    CHECK(scene.desk.entries<SubjectsImported>(id).size() == at + 1);

    auto other = scene.release(1);  // another incident has its own lists
    auto there = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, other)).import_id;
    REQUIRE(scene.desk.ask(scene.desk.chunk(there, list), other).has_value());
    auto elsewhere = std::get<Imported>(*scene.desk.ask(FinishImport{there, "a"}, other));
    CHECK_FALSE(elsewhere.imported_at.has_value());
    CHECK(elsewhere.rows + elsewhere.known == 2);

    auto wanted = send(list, "a", true);
    CHECK_FALSE(wanted.imported_at.has_value());
    CHECK(wanted.rows + wanted.updated == 2);  // one comes back, the other has the old address again
    CHECK(scene.run(id).subjects == before + 1);
    const std::vector<Subject> looked_at = {person("KH-7", "bay@nhan.test")};
    CHECK_FALSE(send(looked_at, "c", false, true).imported_at.has_value());  // only looked at: it may come to stay
    CHECK_FALSE(send(looked_at, "c").imported_at.has_value());
}

TEST_CASE("a list of one row a record has each person once, with the kinds of data of all rows") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto done = scene.import_list(
        id, {person("KH-1", "a@nhan.test", "", {"location"}), person("KH-2", "b@nhan.test", "", {"location"}),
             person("KH-1", "a@nhan.test", "", {"biometric"})});
    CHECK(done.rows == 2);
    CHECK(done.duplicates == 1);
    CHECK(done.kinds_missing == std::vector<std::string>{"biometric"});
    auto groups = scene.desk.entries<SubjectsImported>(id).back().groups;
    CHECK(groups["biometric+location"] == 1);
    CHECK(groups["location"] == 1);
    CHECK(groups.size() == 2);
    auto later = scene.import_list(id, {person("KH-2", "", "", {"biometric"})});
    CHECK(later.updated == 1);
    groups = scene.desk.entries<SubjectsImported>(id).back().groups;
    CHECK(groups["location"] == -1);
    CHECK(groups["biometric+location"] == 1);
}

TEST_CASE("a later list with fewer columns changes nobody whose addresses it repeats") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "a@nhan.test", "+84912000001")});
    auto again = scene.import_list(id, {person("KH-1", "a@nhan.test")});
    CHECK(again.known == 1);
    CHECK(again.updated == 0);
}

TEST_CASE("a row that has another address than an earlier row of its list is named by its place") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    auto staged = scene.desk.ask(
        scene.desk.chunk(import_id, {person("KH-1", "a@nhan.test"), person("KH-1", "b@nhan.test"), person("KH-2", "")}),
        id);
    REQUIRE(staged.has_value());
    CHECK(std::get<ImportStaged>(*staged).differing == std::vector<std::size_t>{1});
}

TEST_CASE(
    "a person is corrected with a reason, the journal names the fields and no value, and the telling begins anew") {
    Scene scene(email_settings(50));
    auto id = scene.release(1, hours{1}, {"tuchoi.test"});
    auto provider = [&](const Send& send) { return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted; };
    scene.serve(minutes{5}, provider);
    REQUIRE(scene.run(id).unreachable == 1);
    CorrectSubject right{1, person("", "dung@nhan.test"), {"email"}, {}, ""};
    CHECK(refusal(scene.desk.ask(right, id)).find("is required") != std::string::npos);
    right.reason = "khách hàng báo lại";
    REQUIRE(scene.desk.ask(right, id).has_value());
    auto entry = scene.desk.entries<SubjectCorrected>(id).back();
    CHECK(entry.fields == std::vector<std::string>{"email"});
    CHECK(entry.reopened);
    scene.serve(minutes{5}, provider);
    CHECK(scene.run(id).told == 1);
    CHECK(scene.run(id).unreachable == 0);
    right.given = person("", "", "", {"biometric"});
    right.fields = {"kinds"};
    CHECK(refusal(scene.desk.ask(right, id)).find("names other kinds") != std::string::npos);
    CHECK_FALSE(scene.desk.ask(CorrectSubject{7, right.given, {"email"}, {}, "x"}, id).has_value());
}

TEST_CASE("whoever opens a person's data stands in the journal, and no other person's change becomes stale by it") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto before = scene.desk.incident(id).version_by_people;
    REQUIRE(scene.desk.ask(NoteShown{1, ShownHow::opened}, id).has_value());
    CHECK(scene.desk.entries<SubjectShown>(id).back().subject == 1);
    CHECK(scene.desk.incident(id).version_by_people == before);
    CHECK_FALSE(scene.desk.ask(NoteShown{9, ShownHow::opened}, id).has_value());
}

TEST_CASE("a correction of one who got only the short text leaves no second message behind") {
    auto settings = email_and_sms();
    settings.notice.order = {"sms", settings.channels[0].name};
    settings.public_notice.publishers.clear();  // the short text names no place: it only points
    Scene scene(settings);
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "cu@nhan.test", "+84912000001")});
    std::vector<std::string> mails;
    bool down = true;
    auto provider = [&](const Send& send) {
        if (send.channel == "sms") return kAccepted;
        if (scene.domain_of(send) == "nhan.test" && !down) mails.push_back(send.message.key);
        return down ? Outcome{SendResult::retry, Blame::destination, "450", Cause::too_fast, "", {}} : kAccepted;
    };
    scene.serve(minutes{3}, provider);
    REQUIRE(scene.run(id).pointed == 1);
    SECTION("by hand") {
        REQUIRE(scene.desk.ask(CorrectSubject{2, person("", "moi@nhan.test"), {"email"}, {}, "khách báo lại"}, id)
                    .has_value());
    }
    SECTION("by a newer list") { scene.import_list(id, {person("KH-1", "moi@nhan.test")}); }
    down = false;
    scene.serve(hours{3}, provider);
    CHECK(mails.size() == 1);
    CHECK(scene.run(id).in_flight == 0);
}

TEST_CASE("a list leaves the message of the present version to one whom the earlier one only pointed") {
    auto settings = email_settings(50);
    settings.channels[0].notice_contacts = bit(ContactKind::phone);
    settings.channels[0].type = "webhook";
    settings.public_notice.publishers.clear();
    Scene scene(settings);
    auto id = scene.release_by_phone(1);
    scene.serve(minutes{3}, kAccepted);
    REQUIRE(scene.run(id).pointed == 1);
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    scene.serve(minutes{3}, Outcome{SendResult::retry, Blame::destination, "450", Cause::too_fast, "", {}});
    REQUIRE(scene.run(id).state == RunState::running);
    auto known = scene.desk.store().subjects().find(id, 1);
    set_address(known->contacts, ContactKind::phone, "+84912999999");
    auto counts = scene.import_list(id, {*known});
    CHECK(counts.updated == 1);
    CHECK(counts.reopened == 0);
    auto before = scene.sent(id);
    scene.serve(hours{3}, kAccepted);
    CHECK(scene.sent(id) == before + 1);
    CHECK(scene.run(id).pointed == 1);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("whoever was removed while a list was open is not updated by it") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "a@nhan.test")});
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    REQUIRE(scene.desk.ask(scene.desk.chunk(import_id, {person("KH-1", "", "+84912000001")}), id).has_value());
    REQUIRE(scene.desk.ask(RemoveSubject{2, "nhập nhầm"}, id).has_value());
    auto done = scene.desk.ask(FinishImport{import_id, "list " + import_id}, id);
    REQUIRE(done.has_value());
    CHECK(std::get<Imported>(*done).updated == 0);
    CHECK(scene.desk.entries<SubjectsImported>(id).back().updated == 0);
}

TEST_CASE("of two lists on their way in at once, the one that ends last puts right what both hold") {
    Scene scene(email_settings(50));
    auto id = scene.release(1, hours{1}, {"tuchoi.test"});
    REQUIRE(scene.desk.ask(PauseNotice{"chờ danh sách"}, id, "an").has_value());
    auto begin = [&] { return std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id; };
    auto first = begin(), second = begin();
    REQUIRE(
        scene.desk.ask(scene.desk.chunk(first, {person("KH-1", "cu@tuchoi.test"), person("KH-2", "b@nhan.test")}), id)
            .has_value());
    REQUIRE(
        scene.desk.ask(scene.desk.chunk(second, {person("KH-1", "moi@nhan.test"), person("KH-2", "b@nhan.test")}), id)
            .has_value());
    REQUIRE(scene.desk.ask(FinishImport{first, "một"}, id).has_value());
    auto done = scene.desk.ask(FinishImport{second, "hai"}, id);
    REQUIRE(done.has_value());
    auto counts = std::get<Imported>(*done);
    CHECK(counts.rows == 0);
    CHECK(counts.updated == 1);
    CHECK(counts.duplicates == 1);
    REQUIRE(scene.desk.ask(ResumeNotice{"đã có"}, id, "an").has_value());
    scene.serve(minutes{5},
                [&](const Send& send) { return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted; });
    CHECK(scene.run(id).subjects == 3);
    CHECK(scene.run(id).told == 2);  // the first of the three has the address that is refused
}

TEST_CASE("another name under a known reference is another person, or a mistake: nothing of the row is taken") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto named = [](const std::string& name, const std::string& phone) {
        auto out = person("1", "", phone);
        out.name = Pii(name);
        return out;
    };
    scene.import_list(id, {named("Lê Lan", "+84912000001")});
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    auto chunk = scene.desk.chunk(import_id, {named("Phạm Chi", "+84912000002"), named("Lê Thị Lan", "+84912000003")});
    auto staged = std::get<ImportStaged>(*scene.desk.ask(std::move(chunk), id));
    CHECK(staged.others == std::vector<std::size_t>{0, 1});  // whose the second one is, nobody knows
    REQUIRE(scene.desk.ask(FinishImport{import_id, "list " + import_id}, id).has_value());
    auto kept = scene.desk.store().subjects().find(id, 2);
    REQUIRE(kept.has_value());
    CHECK(kept->name.reveal() == "Lê Lan");

    scene.import_list(id, {named("LE THI LAN", "+84912000004")});
    kept = scene.desk.store().subjects().find(id, 2);
    CHECK(kept->name.reveal() == "LE THI LAN");
    CHECK(kept->address(ContactKind::phone).reveal() == "+84912000004");
}

TEST_CASE(
    "of two lists on their way in at once with other names the one that ends last is refused, and may come again") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto first = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    auto other = person("KH-1", "chi@nhan.test");
    other.name = Pii<std::string>("Phạm Chi");
    REQUIRE(scene.desk.ask(scene.desk.chunk(first, {other}), id).has_value());
    scene.import_list(id, {person("KH-1", "thu@nhan.test")});
    auto refused = scene.desk.ask(FinishImport{first, "list " + first}, id);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::conflict);
    auto kept = scene.desk.store().subjects().find(id, 3);
    REQUIRE(kept.has_value());
    CHECK(kept->address(ContactKind::email).reveal() == "thu@nhan.test");
}

TEST_CASE("of a reference under another name no further row of the list is taken, with whatever name, in any chunk") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "thu@nhan.test")});
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    auto stage = [&](std::vector<Subject> rows) {
        auto answer = scene.desk.ask(scene.desk.chunk(import_id, std::move(rows)), id);
        return std::get<ImportStaged>(*answer).others;
    };
    auto other = person("KH-1", "chi@nhan.test"), nameless = person("KH-1", "", "+84912000004", {"health"});
    other.name = Pii<std::string>("Phạm Chi");
    nameless.name = {};
    CHECK(stage({other, nameless}) == std::vector<std::size_t>{0, 1});
    CHECK(stage({nameless}) == std::vector<std::size_t>{0});
    auto done = scene.desk.ask(FinishImport{import_id, "list " + import_id}, id);
    CHECK(std::get<Imported>(*done).updated == 0);
    auto kept = scene.desk.store().subjects().find(id, 2);
    REQUIRE(kept.has_value());
    CHECK(kept->address(ContactKind::phone).reveal().empty());
    CHECK(scene.import_list(id, {nameless}).updated == 1);  // a list that names nobody else puts them right
}

TEST_CASE("of two lists on their way in at once that change one person the one that ends last is refused") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "cu@nhan.test"), person("KH-2", "b@nhan.test")});
    auto begin = [&] { return std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id; };
    auto first = begin(), apart = begin();
    auto phone = person("KH-1", "", "+84912000001");
    REQUIRE(scene.desk.ask(scene.desk.chunk(first, {phone}), id).has_value());
    REQUIRE(scene.desk.ask(scene.desk.chunk(apart, {person("KH-2", "", "+84912000002")}), id).has_value());
    scene.import_list(id, {person("KH-1", "moi@nhan.test")});
    CHECK(scene.desk.ask(FinishImport{apart, "list " + apart}, id).has_value());  // it changes others
    REQUIRE(scene.desk.ask(scene.desk.chunk(first, {person("KH-3", "ba@nhan.test")}), id).has_value());
    auto refused = scene.desk.ask(FinishImport{first, "list " + first}, id);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::conflict);
    REQUIRE(scene.desk.ask(AbortImport{first}, id).has_value());
    CHECK(scene.desk.store().subjects().find(id, 2)->address(ContactKind::email).reveal() == "moi@nhan.test");
    scene.import_list(id, {phone});  // again: nothing of either list is lost
    auto right = scene.desk.store().subjects().find(id, 2);
    CHECK(right->address(ContactKind::email).reveal() == "moi@nhan.test");
    CHECK(right->address(ContactKind::phone).reveal() == "+84912000001");
}

TEST_CASE("a correction by hand stands when a list that was open meanwhile ends") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-1", "cu@tuchoi.test")});
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    REQUIRE(scene.desk.ask(scene.desk.chunk(import_id, {person("KH-1", "", "+84912000001")}), id).has_value());
    REQUIRE(scene.desk.ask(CorrectSubject{2, person("", "dung@nhan.test"), {"email"}, {}, "khách báo lại"}, id)
                .has_value());
    REQUIRE(scene.desk.ask(FinishImport{import_id, "list " + import_id}, id).has_value());
    auto right = scene.desk.store().subjects().find(id, 2);
    REQUIRE(right.has_value());
    CHECK(right->address(ContactKind::email).reveal() == "dung@nhan.test");
}

TEST_CASE("the kinds of a person's data stay as the letter that is on its way names them, until its outcome is known") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    CorrectSubject right{1, person("", "", "", {"location"}), {"kinds"}, {}, "chỉ có vị trí"};
    CHECK(refusal(scene.desk.ask(right, id)).find("on its way to this person") != std::string::npos);
    scene.serve(minutes{5}, kRefused);
    REQUIRE(scene.run(id).unreachable == 1);
    CHECK(refusal(scene.desk.ask(right, id)) == "");
}

TEST_CASE("the kinds of one who was only pointed to the notice can be corrected") {
    auto settings = email_and_sms();
    settings.public_notice.publishers.clear();
    Scene scene(settings);
    auto id = scene.release(1);
    scene.import_list(id, {person("KH-SMS", "", "+84912000001")});
    scene.serve(minutes{5}, kAccepted);
    REQUIRE(scene.run(id).pointed == 1);
    CHECK(refusal(scene.desk.ask(CorrectSubject{2, person("", "", "", {"location"}), {"kinds"}, {}, "x"}, id)) == "");
}
