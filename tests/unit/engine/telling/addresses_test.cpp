// Further addresses of a kind, and addresses that were corrected while a letter to the old one was under way: the next
// one that has not turned out bad is tried before the person goes on to another channel.
#include <algorithm>
#include <map>

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
    sms.rate_per_second = 50;
    settings.channels.push_back(sms);
    settings.notice.order = {"email", "sms"};
    return settings;
}

Subject person(const std::string& ref, const std::vector<std::string>& emails,
               const std::vector<std::string>& phones = {}) {
    Subject out;
    out.subject_ref = Pii(ref);
    for (const auto& email : emails) add_address(out.contacts, ContactKind::email, email);
    for (const auto& phone : phones) add_address(out.contacts, ContactKind::phone, phone);
    return out;
}

// One incident, a list of its own, and a provider that refuses what its domain or number is said to.
class Story {
  public:
    explicit Story(Settings settings) : scene(std::move(settings)), id(scene.release(1)) { pass(); }

    Imported list(std::vector<Subject> people) { return scene.import_list(id, std::move(people)); }
    void pass(Duration how_long = minutes{5}) {
        scene.serve(how_long, [&](const Send& send) {
            auto message = write_letter(*send.letter);
            REQUIRE(message.has_value());
            keys.push_back(send.message.key);
            to.push_back(message->to.reveal());
            auto answer = answers.find(message->to.reveal());
            return answer == answers.end() ? kAccepted : answer->second;
        });
    }
    void comes_back(const std::string& key) {
        MailReport report;
        auto row = scene.desk.store().deliveries().by_key(key);
        REQUIRE(row.has_value());
        auto opener = scene.desk.store().vault().opener(id);
        report.token = return_token(*opener, row->id);
        report.cause = Cause::address_unknown;
        REQUIRE(scene.desk.ask(report).has_value());
    }
    bool keys_differ() {
        std::sort(keys.begin(), keys.end());
        return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
    }

    Scene scene;
    std::map<std::string, Outcome> answers;  // by address
    std::vector<std::string> to, keys;       // of what reached a provider, in order
    std::string id;
};

using Addresses = std::vector<std::string>;

}  // namespace

TEST_CASE("the second address is tried when the first is refused, before the next channel, and tells once") {
    Story story(with_sms());
    story.to.clear();
    story.answers = {{"mot@sai.test", kRefused}};
    story.list({person("KH-1", {"mot@sai.test", "hai@nhan.test"}, {"+84912000001"})});
    story.pass();
    CHECK(story.to == Addresses{"mot@sai.test", "hai@nhan.test"});
    CHECK(story.scene.run(story.id).told == 2);
    CHECK(story.scene.run(story.id).unreachable == 0);
    CHECK(story.keys_differ());
    story.pass(hours{3});
    CHECK(story.to.size() == 2);
}

TEST_CASE("while the first address is good the second gets nothing") {
    Story story(with_sms());
    story.to.clear();
    story.list({person("KH-1", {"mot@nhan.test", "hai@nhan.test"}, {"+84912000001", "+84987000001"})});
    story.pass(hours{3});
    CHECK(story.to == Addresses{"mot@nhan.test"});
}

TEST_CASE("all addresses of a kind come before the next channel, and after the last one nobody can reach the person") {
    Story story(with_sms());
    story.to.clear();
    story.answers = {
        {"mot@sai.test", kRefused}, {"hai@sai.test", kRefused}, {"+84912000001", kRefused}, {"+84987000001", kRefused}};
    story.list({person("KH-1", {"mot@sai.test", "hai@sai.test"}, {"+84912000001", "+84987000001"})});
    story.pass();
    CHECK(story.to == Addresses{"mot@sai.test", "hai@sai.test", "+84912000001", "+84987000001"});
    CHECK(story.scene.run(story.id).unreachable == 1);
    CHECK(story.keys_differ());
}

TEST_CASE("a letter that comes back late sends its person to the second address") {
    Story story(email_settings(50));
    story.list({person("KH-1", {"mot@nhan.test", "hai@nhan.test"})});
    story.to.clear();
    story.pass();
    REQUIRE(story.to == Addresses{"mot@nhan.test"});
    REQUIRE(story.scene.run(story.id).told == 2);
    story.comes_back(story.keys.back());
    CHECK(story.scene.run(story.id).told == 1);
    story.pass();
    CHECK(story.to == Addresses{"mot@nhan.test", "hai@nhan.test"});
    CHECK(story.scene.run(story.id).told == 2);
    story.comes_back(story.keys.back());
    story.pass();
    CHECK(story.to.size() == 2);
    CHECK(story.scene.run(story.id).unreachable == 1);
}

TEST_CASE("a first address of which nothing is known may have told: the next channel makes sure, not the second one") {
    auto settings = with_sms();
    settings.channels[0].on_unknown = "leave";
    Story story(settings);
    story.to.clear();
    story.answers = {{"mot@im.test", kUnheard}};
    story.list({person("KH-1", {"mot@im.test", "hai@nhan.test"}, {"+84912000001"})});
    story.pass();
    CHECK(story.to == Addresses{"mot@im.test", "+84912000001"});
}

TEST_CASE("an address that was corrected while its letter was on the way is tried when the letter comes back") {
    Story story(email_settings(50));
    story.list({person("KH-1", {"cu@nhan.test"})});
    story.to.clear();
    story.pass();
    REQUIRE(story.to == Addresses{"cu@nhan.test"});
    auto told = story.keys.back();

    SECTION("by a later list") { CHECK(story.list({person("KH-1", {"moi@nhan.test"})}).updated == 1); }
    SECTION("by a person") {
        REQUIRE(
            story.scene.desk.ask(CorrectSubject{2, person("", {"moi@nhan.test"}), {"email"}, {}, "khách báo"}, story.id)
                .has_value());
    }
    story.pass();
    CHECK(story.to.size() == 1);  // told already
    story.comes_back(told);
    story.pass();
    CHECK(story.to == Addresses{"cu@nhan.test", "moi@nhan.test"});
    CHECK(story.scene.run(story.id).told == 2);
    story.comes_back(story.keys.back());
    story.pass();
    CHECK(story.to.size() == 2);
    CHECK(story.scene.run(story.id).unreachable == 1);
    CHECK(story.keys_differ());
}

TEST_CASE("a refusal that comes after the correction of its address does not end the e-mail of that person") {
    Story story(with_sms());
    story.list({person("KH-1", {"cu@sai.test"}, {"+84912000001"})});
    auto sends = story.scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 1);
    story.list({person("KH-1", {"moi@nhan.test"})});
    story.scene.desk.tell(AttemptDone{"", sends[0].delivery_id, kRefused});
    story.to.clear();
    story.pass();
    CHECK(story.to == Addresses{"moi@nhan.test"});
    CHECK(story.scene.run(story.id).told == 2);
}

TEST_CASE("a corrected telephone brings back no mail that was refused, and nothing is sent twice to who still waits") {
    Story story(with_sms());
    story.list({person("KH-1", {"mot@sai.test"}, {"+84912000001"})});
    auto mail = story.scene.desk.take_sends(Lane::notice);
    REQUIRE(mail.size() == 1);
    story.scene.desk.tell(AttemptDone{"", mail[0].delivery_id, kRefused});
    auto text = story.scene.desk.take_sends(Lane::notice);
    REQUIRE(text.size() == 1);
    REQUIRE(text[0].channel == "sms");
    story.list({person("KH-1", {}, {"+84987000001"})});
    story.to.clear();
    story.scene.desk.tell(AttemptDone{"", text[0].delivery_id, kRefused});
    story.pass();
    CHECK(story.to == Addresses{"+84987000001"});
    CHECK(story.scene.run(story.id).told == 2);
}

TEST_CASE("a late refusal sends nothing to the second address while another channel has the person") {
    auto settings = with_sms();
    settings.channels[0].on_unknown = "leave";
    Story story(settings);
    story.list({person("KH-1", {"mot@im.test", "hai@nhan.test"}, {"+84912000001"})});
    auto mail = story.scene.desk.take_sends(Lane::notice);
    REQUIRE(mail.size() == 1);
    story.scene.desk.tell(AttemptDone{"", mail[0].delivery_id, kUnheard});
    auto text = story.scene.desk.take_sends(Lane::notice);
    REQUIRE(text.size() == 1);
    REQUIRE(text[0].channel == "sms");
    story.comes_back(mail[0].message.key);
    CHECK(story.scene.desk.take_sends(Lane::notice).empty());

    SECTION("which tells") {
        story.scene.desk.tell(AttemptDone{"", text[0].delivery_id, kAccepted});
        CHECK(story.scene.desk.take_sends(Lane::notice).empty());
    }
    SECTION("which does not") {
        story.scene.desk.tell(AttemptDone{"", text[0].delivery_id, kRefused});
        story.to.clear();
        story.pass();
        CHECK(story.to == Addresses{"hai@nhan.test"});
    }
    CHECK(story.scene.run(story.id).told == 2);
}
