// The answer desk: a letter is sent once more to whom it told, and what people say of it is kept.
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kLater{SendResult::retry, Blame::destination, "451", Cause::temporary, "", {}};
const Outcome kNothingHeard{SendResult::unknown, Blame::unclear, "", Cause::timed_out, "", {}};

std::string refusal(const Result<Answer>& answer) { return answer ? "" : answer.error().text(); }

// What the desk has handed out of letters sent once more.
std::vector<Send> again_of(Desk& desk) {
    std::vector<Send> out;
    for (auto& send : desk.take_sends(Lane::page))
        if (send.letter) out.push_back(std::move(send));
    return out;
}
void answer(Desk& desk, const Send& send, const Outcome& outcome) { desk.tell(AttemptDone{send.page_id, 0, outcome}); }

struct Told {
    Scene scene{email_settings(50)};
    std::string id = scene.release(2);
    std::string channel = desk_settings().channels[0].name;

    Told() { scene.serve(minutes{5}, kAccepted); }
    Result<Answer> ask(const std::string& reason = "khách báo chưa nhận được", std::int64_t subject = 1) {
        return scene.desk.ask(SendAgain{subject, channel, reason}, id, "tong-dai");
    }
    std::vector<SentAgainDone> ends() { return scene.desk.entries<SentAgainDone>(id); }
};

}  // namespace

TEST_CASE("a letter sent once more is the text of the version that told the person, and counts nobody twice") {
    Told it;
    auto before = it.scene.run(it.id);
    REQUIRE(before.told == 2);
    auto people = it.scene.desk.incident(it.id).version_by_people;
    CHECK(refusal(it.ask("")).find("is required") != std::string::npos);
    REQUIRE(it.ask().has_value());
    auto sends = again_of(it.scene.desk);
    REQUIRE(sends.size() == 1);
    CHECK(sends[0].letter->subject == 1);
    CHECK(sends[0].letter->notice->version == 1);
    auto message = write_letter(*sends[0].letter);
    REQUIRE(message.has_value());
    CHECK(message->kind == "notice");
    CHECK(message->to.reveal() == "kh0@vidu.test");
    auto entry = it.scene.desk.entries<SentAgain>(it.id).back();
    CHECK(entry.reason == "khách báo chưa nhận được");
    CHECK(entry.by == "tong-dai");
    answer(it.scene.desk, sends[0], kAccepted);
    REQUIRE(it.ends().size() == 1);
    CHECK(it.ends()[0].outcome == SendState::accepted);
    auto after = it.scene.run(it.id);
    CHECK(after.told == before.told);
    CHECK(after.subjects == before.subjects);
    CHECK(after.state == before.state);
    CHECK(it.scene.desk.incident(it.id).sent_again == 1);
    CHECK(it.scene.desk.incident(it.id).version_by_people == people);
}

TEST_CASE("a double click sends one letter, a minute later another may go") {
    Told it;
    REQUIRE(it.ask().has_value());
    REQUIRE(it.ask().has_value());
    auto sends = again_of(it.scene.desk);
    REQUIRE(sends.size() == 1);
    answer(it.scene.desk, sends[0], kAccepted);
    REQUIRE(it.ask().has_value());
    CHECK(again_of(it.scene.desk).empty());
    CHECK(it.scene.desk.entries<SentAgain>(it.id).size() == 1);
    it.scene.desk.wait(minutes{2});
    REQUIRE(it.ask().has_value());
    CHECK(again_of(it.scene.desk).size() == 1);
}

TEST_CASE("what was refused can be asked for again at once, and what was put off is tried again by itself") {
    Told it;
    REQUIRE(it.ask().has_value());
    answer(it.scene.desk, again_of(it.scene.desk).at(0), kRefused);
    CHECK(it.ends().back().outcome == SendState::failed);
    CHECK(it.ends().back().cause == Cause::address_unknown);
    REQUIRE(it.ask().has_value());
    auto second = again_of(it.scene.desk);
    REQUIRE(second.size() == 1);
    answer(it.scene.desk, second[0], kLater);
    CHECK(it.ends().size() == 1);
    it.scene.desk.wait(minutes{10});
    auto third = again_of(it.scene.desk);
    REQUIRE(third.size() == 1);
    CHECK(third[0].message.key == second[0].message.key);  // a gateway that knows it drops the repeat
    answer(it.scene.desk, third[0], kNothingHeard);
    CHECK(it.ends().back().outcome == SendState::unknown);
    it.scene.desk.wait(std::chrono::hours{1});
    CHECK(again_of(it.scene.desk).empty());  // in doubt the agent decides, who speaks with the person
}

TEST_CASE("a stop in the middle leaves it unknown, and nothing goes out by itself") {
    Told it;
    REQUIRE(it.ask().has_value());
    REQUIRE(again_of(it.scene.desk).size() == 1);
    it.scene.desk.boot();
    REQUIRE(it.ends().size() == 1);
    CHECK(it.ends()[0].outcome == SendState::unknown);
    CHECK(it.ends()[0].cause == Cause::stopped);
    it.scene.desk.wait(minutes{10});
    CHECK(again_of(it.scene.desk).empty());
}

TEST_CASE("one whom nothing has told, a channel that does not reach them and a stranger are refused with the reason") {
    auto settings = email_and_sms();
    settings.notice.order = {settings.channels[0].name};
    Scene scene(settings);
    auto id = scene.release(1, std::chrono::hours{1}, {"tuchoi.test"});
    auto mail = settings.channels[0].name;
    scene.serve(minutes{5}, kRefused);
    CHECK(refusal(scene.desk.ask(SendAgain{1, mail, "x"}, id)).find("nothing has told") != std::string::npos);
    scene.import_more(id, 1);
    scene.serve(minutes{5}, kAccepted);
    CHECK(refusal(scene.desk.ask(SendAgain{2, "sms", "x"}, id)).find("no contact for this channel") !=
          std::string::npos);
    CHECK(refusal(scene.desk.ask(SendAgain{2, "pigeon", "x"}, id)).find("no such channel") != std::string::npos);
    CHECK(refusal(scene.desk.ask(SendAgain{9, mail, "x"}, id)).find("no such person") != std::string::npos);
    REQUIRE(scene.desk.ask(SendAgain{2, mail, "x"}, id).has_value());
}

TEST_CASE("a receipt or a bounce of the second letter is about that letter alone") {
    Told it;
    REQUIRE(it.ask().has_value());
    auto send = again_of(it.scene.desk).at(0);
    auto message = write_letter(*send.letter);
    REQUIRE(message.has_value());
    answer(it.scene.desk, send, kAccepted);
    REQUIRE(it.scene.desk.ask(receipt_of(it.channel, send.message.key, ReceiptWord::delivered, "w1")).has_value());
    CHECK(it.ends().back().outcome == SendState::delivered);
    MailReport bounce;
    bounce.token = message->return_token;
    bounce.code = "550 5.1.1";
    REQUIRE(it.scene.desk.ask(bounce).has_value());
    CHECK(it.ends().back().outcome == SendState::failed);
    CHECK(it.ends().back().cause == Cause::came_back);
    CHECK(it.scene.run(it.id).told == 2);
    bounce.token = message->return_token.substr(0, message->return_token.size() - 1) + "x";
    CHECK_FALSE(it.scene.desk.ask(bounce).has_value());  // a token that nobody signed
}

TEST_CASE("a reply is kept sealed, counted by its kind, and its words are nowhere in the journal") {
    Told it;
    NoteReply reply{1, ReplyKind::complaint, ReplyWay::telephone, "Tôi là Nguyễn Bí Mật, tôi không đồng ý"};
    REQUIRE(it.scene.desk.ask(reply, it.id, "tong-dai").has_value());
    reply.kind = ReplyKind::no_more;
    reply.text = "";
    REQUIRE(it.scene.desk.ask(reply, it.id, "tong-dai").has_value());
    reply.kind = ReplyKind::question;
    CHECK(refusal(it.scene.desk.ask(reply, it.id)).find("is required") != std::string::npos);
    reply.text = std::string(4001, 'x');
    CHECK(refusal(it.scene.desk.ask(reply, it.id)).find("longer than 4000") != std::string::npos);
    reply.subject = 9;
    reply.text = "x";
    CHECK(refusal(it.scene.desk.ask(reply, it.id)).find("no such person") != std::string::npos);
    auto incident = it.scene.desk.incident(it.id);
    CHECK(incident.replies == std::map<std::string, std::int64_t>{{"complaint", 1}, {"no_more", 1}});
    for (const auto& entry : it.scene.desk.store().journal().entries_of(it.id))
        CHECK(leaf_bytes(entry).find("Bí Mật") == std::string::npos);
}

TEST_CASE("one who wants no more messages is still owed the notice of a breach") {
    Told it;
    REQUIRE(it.scene.desk.ask(NoteReply{1, ReplyKind::no_more, ReplyWay::email, ""}, it.id).has_value());
    REQUIRE(it.scene.desk.ask(PutNotice{json::object{{"vi", json::object{{"short", "Bản mới {{code}}"}}}}}, it.id)
                .has_value());
    auto sent = it.scene.sent(it.id);
    auto released = it.scene.desk.ask(ReleaseNotice{ReleaseTo::everyone}, it.id, "dpo");
    INFO(refusal(released));
    REQUIRE(released.has_value());
    it.scene.serve(minutes{5}, kAccepted);
    CHECK(it.scene.sent(it.id) == sent + 2);
}

TEST_CASE("a mail that answers a letter is that person's reply, once, a stranger's is nobody's") {
    Told it;
    MailReply mail;
    mail.keys = {"SEYPR01MB4321", it.id + "-1-" + it.channel + "-v1"};
    mail.senders = {Pii(std::string("KH0@VIDU.test"))};
    mail.message_id = "abc@vidu.test";
    mail.kind = ReplyKind::wrong_person;
    mail.text = Pii(std::string("Không phải tôi"));
    REQUIRE(it.scene.desk.ask(mail).has_value());
    REQUIRE(it.scene.desk.ask(mail).has_value());  // the relay hands it over again
    auto noted = it.scene.desk.entries<ReplyNoted>(it.id);
    REQUIRE(noted.size() == 1);
    CHECK(noted[0].subject == 1);
    CHECK(noted[0].kind == ReplyKind::wrong_person);
    CHECK(noted[0].way == ReplyWay::email);
    mail.message_id = "def@vidu.test";
    for (const char* other : {"kh1@vidu.test", "la@noikhac.test", ""}) {  // another person of the list, a stranger
        mail.senders = {Pii(std::string(other))};
        auto answer = it.scene.desk.ask(mail);
        REQUIRE_FALSE(answer.has_value());
        CHECK(answer.error().code == ErrorCode::conflict);
    }
    mail.senders = {Pii(std::string("kh0@vidu.test"))};
    mail.text = {};
    CHECK(it.scene.desk.ask(mail).error().code == ErrorCode::unprocessable);
    mail.keys = {"INC-2026-0001-9-email-v1"};
    CHECK(it.scene.desk.ask(mail).error().code == ErrorCode::not_found);
    CHECK(it.scene.desk.entries<ReplyNoted>(it.id).size() == 1);
}

TEST_CASE("a token proves the letter, not who writes: mail servers answer under many names, a provider complains") {
    Told it;
    REQUIRE(it.ask().has_value());
    auto message = write_letter(*again_of(it.scene.desk).at(0).letter);
    REQUIRE(message.has_value());
    MailReply mail;
    mail.token = message->return_token;
    mail.text = Pii(std::string("Tôi đổi địa chỉ"));
    mail.message_id = "x@y";
    mail.senders = {Pii(std::string("noreply@barracuda.test"))};
    REQUIRE_FALSE(it.scene.desk.ask(mail).has_value());
    CHECK(it.scene.desk.ask(mail).error().code == ErrorCode::conflict);
    mail.senders = {Pii(std::string("kh0@vidu.test"))};
    REQUIRE(it.scene.desk.ask(mail).has_value());
    mail.message_id = "vacation@vidu.test";
    mail.automatic = true;
    REQUIRE(it.scene.desk.ask(mail).has_value());  // and nothing is noted
    mail.automatic = false;
    mail.message_id = "arf@provider";
    mail.senders = {};
    mail.by_provider = true;
    REQUIRE(it.scene.desk.ask(mail).has_value());
    mail.token = "1-0000000000000000";
    mail.message_id = "guessed@provider";
    CHECK_FALSE(it.scene.desk.ask(mail).has_value());
    CHECK(it.scene.desk.entries<ReplyNoted>(it.id).size() == 2);
    CHECK(it.scene.desk.entries<ReplyNoted>(it.id).at(0).subject == 1);
}
