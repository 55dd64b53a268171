// Children on a list: their parent or guardian is written to, once for each child.
#include <algorithm>

#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Subject child(const std::string& ref, const std::string& name, const std::string& email, const std::string& guardian) {
    Subject out;
    out.subject_ref = Pii(ref);
    out.name = Pii(guardian);
    out.guardian_of = Pii(name);
    set_address(out.contacts, ContactKind::email, email);
    return out;
}

// The letters that reach the provider, by what they greet their readers with.
std::vector<std::string> greetings(Scene& scene, Duration how_long) {
    std::vector<std::string> out;
    scene.serve(how_long, [&](const Send& send) {
        auto message = write_letter(*send.letter);
        REQUIRE(message.has_value());
        const auto& text = message->text.reveal();
        out.push_back(text.substr(0, text.find("\n")));
        return kAccepted;
    });
    std::sort(out.begin(), out.end());
    return out;
}

using Greetings = std::vector<std::string>;

}  // namespace

TEST_CASE("the guardian of two children gets a letter for each, with that child's name, whatever they share") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.serve(minutes{5}, kAccepted);
    auto said = scene.import_list(
        id, {child("HS-1", "Lê An", "ba@nhan.test", "Lê Ba"), child("HS-2", "Lê Bé", "ba@nhan.test", "Lê Ba"),
             child("HS-3", "", "ba@nhan.test", "Lê Ba")});  // and one of the guardian's own
    CHECK(said.rows == 3);
    CHECK(greetings(scene, hours{1}) ==
          Greetings{"Kính gửi Quý khách Lê Ba,", "Kính gửi Quý khách Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An,",
                    "Kính gửi Quý khách Lê Ba, là cha, mẹ hoặc người giám hộ của Lê Bé,"});
    CHECK(scene.run(id).told == 4);
    CHECK(scene.run(id).unreachable == 0);
}

TEST_CASE("two children in rows of one reference are named in its one letter") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.serve(minutes{5}, kAccepted);
    scene.import_list(id, {child("PH-1", "Lê An", "ba@nhan.test", "Lê Ba"), child("PH-1", "Lê Bé", "", "")});
    CHECK(greetings(scene, hours{1}) ==
          Greetings{"Kính gửi Quý khách Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An, Lê Bé,"});
}

TEST_CASE("a later list names the child of somebody who is listed, a correction takes the name away") {
    Scene scene(email_settings(50));
    auto id = scene.release(1);
    scene.serve(minutes{5}, kAccepted);
    scene.import_list(id, {child("HS-1", "", "", "Lê Ba")});
    CHECK(scene.import_list(id, {child("HS-1", "Lê An", "ba@nhan.test", "")}).updated == 1);
    auto known = scene.desk.store().subjects().find(id, 2);
    REQUIRE(known.has_value());
    CHECK(known->guardian_of.reveal() == "Lê An");
    CHECK(known->name.reveal() == "Lê Ba");
    REQUIRE(scene.desk.ask(CorrectSubject{2, {}, {"guardian_of"}, {"guardian_of"}, "đã đủ tuổi"}, id).has_value());
    CHECK(scene.desk.entries<SubjectCorrected>(id).back().fields == std::vector<std::string>{"guardian_of"});
    known = scene.desk.store().subjects().find(id, 2);
    REQUIRE(known.has_value());
    CHECK(known->guardian_of.reveal().empty());
    CHECK(known->name.reveal() == "Lê Ba");
}
