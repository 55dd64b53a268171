// Reports of mail servers: which are believed, and what they take back.
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Settings with_sms() {
    auto settings = email_settings(50);
    Channel sms;
    sms.name = "sms";
    sms.type = "simulated";
    sms.page_contacts = bit(ContactKind::person);
    sms.notice_contacts = bit(ContactKind::phone);
    sms.whole_text = true;
    settings.channels.push_back(sms);
    settings.notice.order = {"email", "sms"};
    return settings;
}

store::DeliveryRow row_of(Scene& scene, const std::string& id, std::int64_t subject = 1) {
    return scene.desk.store().deliveries().of_subject(id, subject).at(0);
}
std::string token_of(Scene& scene, const store::DeliveryRow& row) {
    return return_token(*scene.desk.store().vault().opener(row.incident), row.id);
}
MailReport with_token(const std::string& token) { return {token, {}, {}, {}, "550 5.1.1", Cause::address_unknown}; }
MailReport with_key(const std::string& key, const std::string& to) {
    return {"", {"khac", key}, {Pii(std::string("khac@x.test")), Pii(to)}, {}, "550 5.1.1", Cause::address_unknown};
}

}  // namespace

TEST_CASE("a letter whose return path comes back as failed takes back told, whenever, and opens the duty again") {
    Scene scene(email_settings(50));
    auto id = scene.release(3);
    scene.serve(minutes{1}, kAccepted);
    REQUIRE(scene.run(id).state == RunState::done);
    auto duty = [&] { return scene.desk.incident(id).obligation("subjects-location-biometric")->state; };
    REQUIRE(duty() == ObligationState::met);
    scene.serve(hours{30}, kAccepted);
    auto row = row_of(scene, id);
    REQUIRE(scene.desk.ask(with_token(token_of(scene, row))).has_value());
    CHECK(scene.run(id).told == 2);
    CHECK(scene.run(id).unreachable == 1);
    CHECK(duty() != ObligationState::met);
    row = row_of(scene, id);
    CHECK(row.state == store::SendState::failed);
    CHECK(row.code == "550 5.1.1");
    CHECK(row.cause == Cause::address_unknown);
    CHECK(scene.desk.ask(with_token(token_of(scene, row))).has_value());  // twice is once
    CHECK(scene.run(id).told == 2);
}

TEST_CASE("one whose letter came back is tried on the next channel") {
    Scene scene(with_sms());
    scene.has_both = true;
    auto id = scene.release(2);
    scene.serve(minutes{1}, kAccepted);
    auto row = row_of(scene, id);
    REQUIRE(scene.desk.ask(with_token(token_of(scene, row))).has_value());
    scene.serve(minutes{1}, kAccepted);
    CHECK(scene.run(id).told == 2);
    CHECK(scene.desk.store().deliveries().of_subject(id, 1).at(1).state == store::SendState::accepted);
}

TEST_CASE("nobody is believed who does not know the token, or the letter and its address") {
    Scene scene(email_settings(50));
    auto id = scene.release(2);
    scene.serve(minutes{1}, kAccepted);
    auto row = row_of(scene, id), other = row_of(scene, id, 2);
    auto good = token_of(scene, row);
    auto forged = std::to_string(other.id) + good.substr(good.find('-'));
    for (const auto& report : {with_token(forged), with_token("1-0000000000000000"),
                               with_token("99999999-" + good.substr(good.find('-') + 1)), with_token("-"),
                               with_key(row.key, "nguoi-la@vidu.test"), with_key(row.key, ""),
                               with_key("INC-2026-0001-9-email-v1", "kh0@vidu.test")}) {
        auto answer = scene.desk.ask(report);
        REQUIRE_FALSE(answer.has_value());
        CHECK(answer.error().code == ErrorCode::not_found);
    }
    CHECK(scene.run(id).told == 2);
    CHECK(scene.desk.ask(with_key(row.key, "KH0@vidu.test")).has_value());
    CHECK(scene.run(id).told == 1);
}

TEST_CASE("a report that a copy failed and the person's own mailbox did not takes nothing back") {
    Scene scene(email_settings(50));
    auto id = scene.release(2);
    scene.serve(minutes{1}, kAccepted);
    auto report = with_token(token_of(scene, row_of(scene, id)));
    report.recipients = {Pii(std::string("ban-sao@noikhac.test"))};
    report.spared = {Pii(std::string("KH0@vidu.test"))};
    CHECK(scene.desk.ask(report).has_value());
    CHECK(scene.run(id).told == 2);
    report.spared.clear();  // forwarded by a mailbox that tells of the other address alone
    CHECK(scene.desk.ask(report).has_value());
    CHECK(scene.run(id).told == 1);
}

TEST_CASE("a report that overtakes our own outcome comes again, one about a letter that never went changes nothing") {
    Scene scene(email_settings(0.01));
    auto id = scene.release(2);
    auto sends = scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 1);
    auto row = row_of(scene, id), waits = row_of(scene, id, 2);
    CHECK(scene.desk.ask(with_token(token_of(scene, row))).error().code == ErrorCode::unavailable);
    CHECK(scene.desk.ask(with_token(token_of(scene, waits))).error().code == ErrorCode::conflict);
    scene.desk.tell(AttemptDone{"", sends[0].delivery_id, kAccepted});
    CHECK(scene.desk.ask(with_token(token_of(scene, row))).has_value());
    CHECK(row_of(scene, id).state == store::SendState::failed);
}

TEST_CASE("the letter that goes out carries its token") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    auto sends = scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 1);
    auto message = write_letter(*sends[0].letter);
    REQUIRE(message);
    CHECK(message->return_token == token_of(scene, row_of(scene, id)));
}
