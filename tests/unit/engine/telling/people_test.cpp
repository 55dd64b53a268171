// Who counts as told: by version, by what the letter said, by hand; and lists that are shorter than the facts.
#include <fmt/format.h>

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

bool waits(const Result<Answer>& answer) {
    REQUIRE(answer.has_value());
    return std::get<Changed>(*answer).waits;
}

void import_phone(Scene& scene, const std::string& id, const std::string& ref, std::vector<std::string> kinds = {}) {
    Subject subject;
    subject.subject_ref = Pii(ref);
    subject.name = Pii(std::string("Người Thử"));
    set_address(subject.contacts, ContactKind::phone, "+84900000121");
    subject.kinds = std::move(kinds);
    CHECK(scene.import_list(id, {subject}).kinds_missing == subject.kinds);
}

}  // namespace

TEST_CASE("a list that is only checked is counted as it would be, and nothing of it stays") {
    Scene scene(email_settings(50));
    auto id = scene.release(10);
    auto entries = scene.desk.incident(id).version;
    auto import_id = std::get<ImportBegun>(*scene.desk.ask(BeginImport{}, id)).import_id;
    Subject somebody;
    somebody.subject_ref = Pii(std::string("KH-new"));
    set_address(somebody.contacts, ContactKind::phone, "+84900000121");
    somebody.kinds = {"health"};
    REQUIRE(scene.desk.ask(scene.desk.chunk(import_id, {somebody, somebody}), id).has_value());
    auto looked = scene.desk.ask(FinishImport{import_id, "list " + import_id, true}, id);
    REQUIRE(looked.has_value());
    const auto& counted = std::get<Imported>(*looked);
    CHECK(counted.rows == 1);
    CHECK(counted.duplicates == 1);
    CHECK(counted.kinds_missing == somebody.kinds);
    REQUIRE(scene.desk.ask(AbortImport{import_id}, id).has_value());
    CHECK(scene.desk.incident(id).version == entries);
    CHECK(scene.run(id).subjects == 10);
    import_phone(scene, id, "KH-new");  // it can still come in
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).subjects == 11);
}

TEST_CASE("a corrected notice goes again to those told by the earlier one, and the journal names how many") {
    Scene scene(email_settings(50));
    auto id = scene.release(10);
    scene.serve(minutes{5}, kAccepted);
    CHECK(duty(scene, id) == ObligationState::met);
    CHECK_FALSE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());  // the very same
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    CHECK(scene.desk.entries<NoticeReleased>(id).back().subjects == 10);
    CHECK(scene.run(id).told == 0);
    CHECK(duty(scene, id) == ObligationState::met);  // the first letter said all that the duty wants
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.sent(id) == 20);
    CHECK(scene.run(id).told == 10);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("whom an earlier version told is tried again when its letter comes back during a release to the others") {
    Scene scene(email_settings(50));
    auto id = scene.release(10, hours{1}, {"nhan.test", "tuchoi.test"});
    scene.serve(minutes{5},
                [&](const Send& send) { return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted; });
    REQUIRE(scene.run(id).told == 5);
    REQUIRE(scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo").has_value());
    REQUIRE(scene.run(id).state == RunState::running);
    scene.desk.tell(Receipt{"email", "", {"email"}, id + "-1-email-v1", "", ReceiptWord::failed, ""});
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.sent(id) == 16);
    CHECK(scene.run(id).told == 10);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("a release to those not yet told leaves the others alone") {
    Scene scene(email_settings(50));
    auto id = scene.release(10, hours{1}, {"nhan.test", "tuchoi.test"});
    scene.serve(minutes{5},
                [&](const Send& send) { return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted; });
    CHECK(scene.run(id).told == 5);
    CHECK(scene.run(id).unreachable == 5);
    REQUIRE(scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo").has_value());
    CHECK(scene.desk.entries<NoticeReleased>(id).back().subjects == 5);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.sent(id) == 15);
    CHECK(scene.run(id).told == 10);
    CHECK(duty(scene, id) == ObligationState::met);
    CHECK(refusal(scene.desk.ask(ReleaseNotice{ReleaseTo::not_yet_told}, id, "dpo")).find("nobody is left") !=
          std::string::npos);
}

TEST_CASE("an outcome of the earlier version that comes late does not tell the present one") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto first = scene.desk.take_sends(Lane::notice);
    REQUIRE(first.size() == 1);
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    scene.desk.tell(AttemptDone{"", first[0].delivery_id, kAccepted});
    CHECK(scene.run(id).told == 0);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 1);
}

TEST_CASE("a receipt for an earlier version does not say that the present one got through") {
    auto settings = email_settings(50);
    settings.channels[0].on_unknown = "leave";
    Scene scene(settings);
    auto id = scene.release(1);
    auto first = scene.desk.take_sends(Lane::notice);
    REQUIRE(first.size() == 1);
    scene.desk.tell(AttemptDone{"", first[0].delivery_id, {SendResult::unknown, Blame::none, "", Cause::none, "", {}}});
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    scene.serve(minutes{5}, kRefused);
    CHECK(scene.run(id).unreachable == 1);
    REQUIRE(scene.desk.ask(receipt_of("email", first[0].message.key, ReceiptWord::delivered)).has_value());
    scene.serve(minutes{5}, kRefused);
    CHECK(scene.run(id).told == 0);
    CHECK(scene.run(id).unreachable == 1);
    CHECK(duty(scene, id) == ObligationState::met);  // the earlier text said all that it wants
}

TEST_CASE("a receipt for a message that never left tells nobody") {
    Scene scene(email_settings(0.001));
    auto id = scene.release(3);
    scene.serve(minutes{1}, kAccepted);
    auto sent = scene.sent(id);
    REQUIRE(sent < 3);
    auto told = scene.run(id).told;
    for (int subject = 1; subject <= 3; ++subject)
        static_cast<void>(
            scene.desk.ask(receipt_of("email", fmt::format("{}-{}-email-v1", id, subject), ReceiptWord::delivered)));
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.run(id).told == told);
}

TEST_CASE("a text that only pointed when it left does not tell when the page is put up afterwards") {
    Scene scene(email_and_sms());
    auto id = scene.release(1);
    import_phone(scene, id, "KH-SMS");
    std::string key;
    scene.serve(minutes{20}, [&](const Send& send) {  // nobody puts the page up
        if (send.channel == "sms") key = send.message.key;
        return kAccepted;
    });
    REQUIRE_FALSE(key.empty());
    CHECK(scene.run(id).pointed == 1);
    PublishDone up{true, "https://vidu.test/n/k7", std::string(64, 'a'), {}, "<html>", 1};
    scene.desk.tell(up, id);
    REQUIRE(scene.desk.entries<ContentPagePublished>(id).size() == 1);
    REQUIRE(scene.desk.ask(receipt_of("sms", key, ReceiptWord::delivered)).has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 1);
    CHECK(scene.run(id).pointed == 1);
}

TEST_CASE("a text message without the address of the whole notice points, and the person is still owed") {
    auto settings = email_and_sms();
    settings.public_notice.publishers.clear();
    Scene scene(settings);
    auto id = scene.release(1);
    import_phone(scene, id, "KH-SMS");
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 1);
    CHECK(scene.run(id).pointed == 1);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.run(id).in_flight == 0);
    CHECK(scene.run(id).state == RunState::done);
    CHECK(duty(scene, id) == ObligationState::running);
}

TEST_CASE("a receipt for a short text of an earlier version does not make the present one reach anybody") {
    auto settings = email_and_sms();
    settings.public_notice.publishers.clear();
    Scene scene(settings);
    auto id = scene.release(1);
    import_phone(scene, id, "KH-SMS");
    std::string key;
    scene.serve(minutes{5}, [&](const Send& send) {
        if (send.channel == "sms") key = send.message.key;
        return kAccepted;
    });
    REQUIRE(scene.run(id).pointed == 1);
    REQUIRE(scene.desk.ask(PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, id).has_value());
    REQUIRE(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    scene.serve(minutes{5}, [&](const Send& send) { return send.channel == "sms" ? kRefused : kAccepted; });
    REQUIRE(scene.run(id).unreachable == 1);
    REQUIRE(scene.desk.ask(receipt_of("sms", key, ReceiptWord::delivered)).has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).pointed == 0);
    CHECK(scene.run(id).unreachable == 1);
    CHECK(scene.run(id).state == RunState::done);
}

TEST_CASE("whoever had the short text before the letter that came back has it still") {
    auto settings = email_and_sms();
    settings.public_notice.publishers.clear();
    settings.notice.order = {"sms", "email"};
    Scene scene(settings);
    scene.has_both = true;
    auto id = scene.release(1);
    scene.serve(minutes{5}, kAccepted);
    REQUIRE(scene.run(id).told == 1);
    auto key = fmt::format("{}-1-email-v1", id);
    REQUIRE(scene.desk.ask(receipt_of("email", key, ReceiptWord::failed)).has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 0);
    CHECK(scene.run(id).pointed == 1);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.run(id).in_flight == 0);
}

TEST_CASE("a text message that names the page with every item tells") {
    auto settings = email_and_sms();
    settings.notice.links_allowed = false;
    settings.notice.in_app_place = "Ứng dụng Ví Dụ, mục Thông báo";
    Scene scene(settings);
    auto id = scene.release(1);
    import_phone(scene, id, "KH-SMS");
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 2);
    CHECK(duty(scene, id) == ObligationState::met);
}

TEST_CASE("a letter names the kinds of data that are the person's own, and nobody else's") {
    Scene scene(email_settings(50));
    auto& desk = scene.desk;
    auto id = scene.release(1);
    scene.serve(minutes{5}, kAccepted);
    json::array kinds{"location", json::object{{"kind", "bank_finance_credit"}, {"records", 5}}};
    REQUIRE(desk.ask(PatchIncident{{{"kinds", kinds}, {"parties", json::array{"chưa rõ"}}}}, id).has_value());
    Subject subject;
    subject.subject_ref = Pii(std::string("KH-VT"));
    subject.name = Pii(std::string("Người Thử"));
    set_address(subject.contacts, ContactKind::email, "vt@vidu.test");
    subject.kinds = {"location"};
    auto import_id = std::get<ImportBegun>(*desk.ask(BeginImport{}, id)).import_id;
    REQUIRE(desk.ask(desk.chunk(import_id, {subject}), id).has_value());
    REQUIRE(desk.ask(FinishImport{import_id, "list " + import_id}, id).has_value());
    REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo").has_value());
    CHECK_FALSE(desk.entries<NoticeReleased>(id).back().by_kinds_sha256.empty());
    std::map<std::string, std::string> letters;
    scene.serve(minutes{5}, [&](const Send& send) {
        auto message = write_letter(*send.letter);
        REQUIRE(message.has_value());
        letters[message->to.reveal()] = message->text.reveal();
        return kAccepted;
    });
    REQUIRE(letters.size() == 2);
    auto names = [&](const std::string& to, const char* word) {
        return letters.at(to).find(word) != std::string::npos;
    };
    CHECK(names("vt@vidu.test", "ị trí của cá nhân"));
    CHECK_FALSE(names("vt@vidu.test", "ngân hàng"));
    CHECK(names("vt@vidu.test", "khoản 1 Điều 29"));
    CHECK_FALSE(names("vt@vidu.test", "khoản 3 Điều 8"));
    CHECK(names("kh0@vidu.test", "ngân hàng"));
}

TEST_CASE("whoever was removed or is impossible to tell is owed a notice again when a later list has an address") {
    Scene scene(email_and_sms());
    auto id = scene.release(1);
    import_phone(scene, id, "KH-1");
    import_phone(scene, id, "KH-2");
    scene.serve(minutes{20}, kRefused);
    CHECK(scene.run(id).unreachable == 3);
    REQUIRE(scene.desk.ask(RemoveSubject{2, "nhập nhầm"}, id).has_value());
    REQUIRE(waits(scene.desk.ask(MarkImpossible{3, "số không còn"}, id, "an")));
    REQUIRE_FALSE(waits(scene.desk.ask(MarkImpossible{3, "đồng ý"}, id, "dpo")));
    CHECK(scene.run(id).subjects == 2);
    CHECK(scene.run(id).impossible == 1);
    import_phone(scene, id, "KH-1");
    import_phone(scene, id, "KH-2");
    scene.serve(minutes{20}, kAccepted);
    CHECK(scene.run(id).subjects == 3);
    CHECK(scene.run(id).impossible == 0);
    CHECK(scene.run(id).pointed + scene.run(id).told == 2);
    import_phone(scene, id, "KH-2");  // known, and nothing else
    CHECK(scene.run(id).subjects == 3);
}

TEST_CASE("told by hand, impossible by two people, and removed: each apart, and together they end the duty") {
    Scene scene(email_settings(50));
    auto id = scene.release(4, hours{1}, {"nhan.test", "tuchoi.test", "tuchoi.test", "tuchoi.test"});
    scene.serve(minutes{5},
                [&](const Send& send) { return scene.domain_of(send) == "tuchoi.test" ? kRefused : kAccepted; });
    CHECK(scene.run(id).unreachable == 3);
    CHECK_FALSE(scene.desk.ask(TellByHand{1, ToldHow::telephone, {}, "đã gọi"}, id).has_value());  // is told
    CHECK_FALSE(scene.desk.ask(TellByHand{2, ToldHow::telephone, {}, ""}, id).has_value());
    CHECK_FALSE(scene.desk.ask(TellByHand{99, ToldHow::telephone, {}, "đã gọi"}, id).has_value());
    REQUIRE(scene.desk.ask(TellByHand{2, ToldHow::telephone, {}, "gọi 10:05, người nghe xác nhận"}, id).has_value());
    CHECK(scene.run(id).by_hand == 1);
    CHECK(scene.run(id).unreachable == 2);
    auto told = scene.desk.entries<ToldByHand>(id);
    REQUIRE(told.size() == 1);
    CHECK(told[0].proof_sha256 == hex(sha256("gọi 10:05, người nghe xác nhận")));
    CHECK(told[0].version == 1);

    CHECK(waits(scene.desk.ask(MarkImpossible{3, "không còn địa chỉ nào"}, id, "an")));
    CHECK_FALSE(scene.desk.ask(MarkImpossible{3, "không còn địa chỉ nào"}, id, "an").has_value());
    CHECK(scene.run(id).impossible == 0);
    CHECK_FALSE(waits(scene.desk.ask(MarkImpossible{3, "đồng ý"}, id, "dpo")));
    CHECK(scene.run(id).impossible == 1);
    CHECK(duty(scene, id) == ObligationState::running);

    REQUIRE(scene.desk.ask(RemoveSubject{4, "nhập nhầm"}, id).has_value());
    CHECK(scene.run(id).subjects == 3);
    CHECK(scene.run(id).unreachable == 0);
    CHECK(scene.run(id).told == 1);
    CHECK(duty(scene, id) == ObligationState::met);
    CHECK_FALSE(scene.desk.ask(RemoveSubject{4, "nhập nhầm"}, id).has_value());
    auto before = scene.sent(id);
    scene.desk.boot();
    scene.serve(hours{1}, kAccepted);
    CHECK(scene.sent(id) == before);
    CHECK(scene.run(id).by_hand == 1);
}

TEST_CASE("the list is complete only by the word of two people") {
    Scene scene(email_settings(50));
    auto id = scene.release(2);
    REQUIRE(
        scene.desk
            .ask(PatchIncident{{{"kinds", json::array{json::object{{"kind", "location"}, {"subjects", 1000}}}}}}, id)
            .has_value());
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 2);
    CHECK(duty(scene, id) == ObligationState::running);
    CHECK(waits(scene.desk.ask(StateListComplete{"chỉ hai người dùng"}, id, "an")));
    CHECK_FALSE(scene.desk.ask(StateListComplete{"chỉ hai người dùng"}, id, "an").has_value());
    CHECK(duty(scene, id) == ObligationState::running);
    CHECK_FALSE(waits(scene.desk.ask(StateListComplete{"đã đối chiếu"}, id, "dpo")));
    CHECK(duty(scene, id) == ObligationState::met);
    CHECK_FALSE(scene.desk.ask(StateListComplete{"lần nữa"}, id, "an").has_value());
    scene.import_more(id, 1);
    CHECK(duty(scene, id) == ObligationState::running);
}

TEST_CASE("an empty or gutted notice is refused with the items named, and null takes the template back") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto put = [&](json::object vi) { return scene.desk.ask(PutNotice{{{"vi", std::move(vi)}}}, id); };
    CHECK_FALSE(put({{"body", ""}}).has_value());
    CHECK_FALSE(put({{"subject", "Thông báo {{ten}} {{nam"}}).has_value());
    REQUIRE(put({{"body", "Xin chào {{name}}. Mọi việc vẫn ổn. {{code}}"}}).has_value());
    auto refused = refusal(scene.desk.ask(ReleaseNotice{}, id, "dpo"));
    INFO(refused);
    CHECK(refused.find("Điều 29.2.a") != std::string::npos);
    CHECK(refused.find("vi.body") != std::string::npos);
    REQUIRE(put({{"body", nullptr}, {"subject", "Thông báo đã đính chính"}}).has_value());
    CHECK(scene.desk.ask(ReleaseNotice{}, id, "dpo").has_value());
}

TEST_CASE("kinds of data in the list that the incident lacks are asked for, in the answer and in the journal") {
    Scene scene(email_and_sms());
    auto id = scene.release(1);
    import_phone(scene, id, "KH-SH", {"biometric"});
    CHECK(scene.desk.entries<SubjectsImported>(id).back().kinds_missing == std::vector<std::string>{"biometric"});
}
