// The people of a duplicate, in the incident that stays: nobody is lost, and nobody's contacts are replaced.
#include <fmt/format.h>

#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Outcome kWait{SendResult::retry, Blame::destination, "450", Cause::too_fast, "", {}};

Subject person(const std::string& ref, const std::string& name, const std::string& email,
               const std::string& phone = "") {
    Subject out;
    out.subject_ref = Pii(ref);
    out.name = Pii(name);
    set_address(out.contacts, ContactKind::email, email);
    set_address(out.contacts, ContactKind::phone, phone);
    return out;
}

std::string open(Scene& scene, std::vector<Subject> people) {
    auto id = id_of(scene.desk.ask(OpenIncident{{{"title", "Rò rỉ"},
                                                 {"kinds", json::array{"location"}},
                                                 {"detected_at", format_rfc3339(scene.desk.now - hours{1})}}}));
    scene.import_list(id, std::move(people));
    return id;
}

void merge(Scene& scene, const std::string& duplicate, const std::string& into) {
    for (const char* who : {"an", "dpo"}) REQUIRE(scene.desk.ask(Dismiss{"trùng", into}, duplicate, who).has_value());
}

// "reference name mail telephone" of everybody on the list, in order.
std::vector<std::string> list_of(Scene& scene, const std::string& id) {
    std::vector<std::string> out;
    auto& subjects = scene.desk.store().subjects();
    for (std::int64_t number = 1; number <= subjects.last_number(id); ++number)
        if (auto found = subjects.find(id, number))
            out.push_back(fmt::format("{} {} {} {}", found->subject_ref.reveal(), found->name.reveal(),
                                      found->address(ContactKind::email).reveal(),
                                      found->address(ContactKind::phone).reveal()));
    return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("whose reference is another person's in the incident that stays comes in under one of their own") {
    Scene scene(email_settings(50));
    auto into = open(scene, {person("1", "Nguyễn An", "a@nhan.test"), person("2", "Trần Bê", "b@nhan.test")});
    auto duplicate = open(scene, {person("1", "Lê Chi", "c@nhan.test"), person("2", "Phạm Dung", "d@nhan.test"),
                                  person("3", "Hoàng Em", "e@nhan.test")});
    merge(scene, duplicate, into);
    CHECK(list_of(scene, into) == Lines{"1 Nguyễn An a@nhan.test ", "2 Trần Bê b@nhan.test ", "3 Hoàng Em e@nhan.test ",
                                        duplicate + "/1 Lê Chi c@nhan.test ", duplicate + "/2 Phạm Dung d@nhan.test "});
    CHECK(scene.run(into).subjects == 5);
    CHECK(scene.desk.entries<DuplicateMerged>(into).back().subjects == 3);
}

TEST_CASE("a reference with the duplicate's id that is another person's, too, is made longer") {
    Scene scene(email_settings(50));
    auto into = open(scene, {person("1", "Nguyễn An", "a@nhan.test")});
    auto duplicate = open(scene, {person("1", "Lê Chi", "c@nhan.test")});
    scene.import_list(into, {person(duplicate + "/1", "Trần Bê", "b@nhan.test")});
    merge(scene, duplicate, into);
    CHECK(list_of(scene, into).back() == fmt::format("{0}/{0}/1 Lê Chi c@nhan.test ", duplicate));
}

TEST_CASE("without names one reference is one person when they share a contact, and else two") {
    Scene scene(email_settings(50));
    auto into = open(scene, {person("1", "", "a@nhan.test"), person("2", "", "b@nhan.test")});
    auto duplicate =
        open(scene, {person("1", "", "a@nhan.test", "+84912000001"), person("2", "Lê", "", "+84912000002")});
    merge(scene, duplicate, into);
    CHECK(list_of(scene, into) ==
          Lines{"1  a@nhan.test +84912000001", "2  b@nhan.test ", duplicate + "/2 Lê  +84912000002"});
}

TEST_CASE("a known person keeps their address, and gets from the duplicate what they lack") {
    Scene scene(email_settings(50));
    auto into = open(scene, {person("1", "Nguyễn Văn An", "nay@nhan.test")});
    auto duplicate = open(scene, {person("1", "Nguyễn An", "cu@nhan.test", "+84912000001")});
    merge(scene, duplicate, into);
    CHECK(list_of(scene, into) == Lines{"1 Nguyễn Văn An nay@nhan.test +84912000001"});
}

TEST_CASE("one who got the short text and gains an address by the merge is told once") {
    auto settings = email_and_sms();
    settings.notice.order = {"sms", settings.channels[0].name};
    settings.public_notice.publishers.clear();  // the short text names no place: it only points
    Scene scene(settings);
    auto into = scene.release(1);
    scene.import_list(into, {person("P", "Lê An", "an@nhan.test", "+84912000001")});
    auto duplicate = open(scene, {person("P", "Lê An", "khac@nhan.test", "+84912000002")});
    std::vector<std::string> mails;
    bool down = true;
    auto provider = [&](const Send& send) {
        if (send.channel == "sms") return kAccepted;
        if (scene.domain_of(send) == "nhan.test" && !down) mails.push_back(send.message.key);
        return down ? kWait : kAccepted;
    };
    scene.serve(minutes{3}, provider);
    REQUIRE(scene.run(into).pointed == 1);
    SECTION("by an address of a kind that they have") { merge(scene, duplicate, into); }
    SECTION("by one of a kind that they lack") {
        auto zalo = person("P", "Lê An", "");
        set_address(zalo.contacts, ContactKind::zalo_id, "1234567890123456789");
        scene.import_list(duplicate, {zalo});
        merge(scene, duplicate, into);
    }
    down = false;
    scene.serve(hours{3}, provider);
    CHECK(mails.size() == 1);
    CHECK(scene.run(into).in_flight == 0);
    CHECK(scene.run(into).told == 2);
}
