// Letters on paper: what is written has told nobody; a batch that was posted has, from that moment; one that came back
// has not.
#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Outcome kWritten{SendResult::accepted, Blame::none, "file", Cause::none, "", {}};
const Outcome kNotWritten{SendResult::retry, Blame::channel, "file", Cause::file_not_written, "", {}};

Settings post_settings(const std::vector<std::string>& order = {"thu"}) {
    auto settings = email_settings(50);
    Channel post;
    post.name = "thu";
    post.type = "letter";
    post.by_post = true;
    post.whole_text = true;
    post.told_when = TellingGrade::delivered;
    post.notice_contacts = bit(ContactKind::postal_address);
    post.receipt_patience = hours{24};
    post.connections = 1;
    post.batch_letters_max = 100;
    settings.channels.push_back(post);
    settings.notice.order = order;
    settings.notice.bounce_patience = Duration{0};
    return settings;
}

std::string refusal(const Result<Answer>& answer) { return answer ? "" : answer.error().text(); }
bool says(const Result<Answer>& answer, std::string_view words) {
    return refusal(answer).find(words) != std::string::npos;
}

struct Written {
    Scene scene;
    std::string id;
    std::map<std::int64_t, std::pair<std::string, int>> places;  // by delivery, as handed out

    explicit Written(int people = 3, Settings settings = post_settings(), const std::string& directory = "")
        : scene(std::move(settings), directory) {
        scene.by_post_alone = true;
        id = scene.release(people);
    }
    void write(Duration how_long = minutes{5}, const Outcome& outcome = kWritten) {
        scene.serve(how_long, [&](const Send& send) {
            places[send.delivery_id] = {send.letter->batch, send.letter->batch_number};
            return outcome;
        });
    }
    Result<Answer> post(const std::string& batch = "L1", std::optional<Instant> at = {},
                        const std::string& receipt = "BK-77") {
        return scene.desk.ask(PostLetters{batch, at, receipt}, id, "dpo");
    }
    Result<Answer> back(std::int64_t subject, const std::string& batch = "L1") {
        return scene.desk.ask(ReturnLetter{batch, subject, "không có người nhận"}, id, "an");
    }
    Obligation duty() { return *scene.desk.incident(id).obligation("subjects-location-biometric"); }
    std::vector<Reason> calls() {
        std::vector<Reason> out;
        for (const auto& page : scene.desk.entries<Paged>(id))
            if (page.why.code == ReasonCode::letters_wait) out.push_back(page.why);
        return out;
    }
};

}  // namespace

TEST_CASE("a letter that is written has told nobody, its batch was posted, and everybody in it is told") {
    Written it;
    it.write();
    CHECK(it.places.size() == 3);
    CHECK(it.scene.run(it.id).told == 0);
    CHECK(it.scene.run(it.id).in_flight == 3);
    it.scene.desk.wait(hours{2});
    REQUIRE(it.post().has_value());
    CHECK(it.scene.run(it.id).told == 3);
    CHECK(it.scene.run(it.id).state == RunState::done);
    CHECK(it.duty().state == ObligationState::met);
    auto posted = it.scene.desk.entries<LettersPosted>(it.id);
    REQUIRE(posted.size() == 1);
    CHECK(posted[0].letters == 3);
    CHECK(posted[0].receipt == "BK-77");
    CHECK(posted[0].by == "dpo");
    CHECK(posted[0].posted_at == it.scene.desk.now);
}

TEST_CASE("posted is never later than now, never before the batch was written, and said once") {
    Written it;
    auto begin = it.scene.desk.now;
    it.write(hours{1});
    auto now = it.scene.desk.now;
    CHECK(says(it.post("L9"), "no such batch"));
    CHECK(says(it.post("L1", now + minutes{1}), "lies in the future"));
    CHECK(says(it.post("L1", begin - minutes{1}), "lies before the batch was written"));
    CHECK(says(it.post("L1", now, ""), "is required"));
    CHECK(says(it.post("L1", now, std::string(201, 'a')), "is longer than 200 bytes"));
    CHECK(it.scene.run(it.id).told == 0);
    REQUIRE(it.post("L1", now - minutes{30}).has_value());
    CHECK(says(it.post("L1", now), "posted before"));
    CHECK(it.scene.desk.entries<LettersPosted>(it.id).size() == 1);
}

TEST_CASE("letters posted before the deadline are in time though it is recorded later, posted after it they are late") {
    for (int posted_after : {60, 75}) {
        Written it;
        it.write();
        auto begin = it.scene.desk.now;
        it.scene.serve(hours{80}, kWritten);
        CHECK(it.duty().state == ObligationState::overdue);
        REQUIRE(it.post("L1", begin + hours{posted_after}).has_value());
        CHECK(it.scene.run(it.id).told == 3);
        CHECK(it.duty().met_at == begin + hours{posted_after});
        CHECK(it.duty().state == (posted_after == 60 ? ObligationState::met : ObligationState::met_late));
    }
}

TEST_CASE("a letter that came back moves its person on as a bounce does, and the duty is owed again") {
    Written it;
    it.write();
    CHECK(says(it.back(1), "not recorded as posted"));
    REQUIRE(it.post().has_value());
    it.scene.desk.wait(minutes{10});
    CHECK(says(it.back(99), "no letter to this person"));
    REQUIRE(it.back(1).has_value());
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.run(it.id).unreachable == 1);
    CHECK(it.duty().state == ObligationState::running);
    auto entries = it.scene.desk.entries<LetterCameBack>(it.id);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].batch == "L1");
    CHECK(entries[0].subject == 1);
    REQUIRE(it.back(1).has_value());  // said twice, it came back once
    CHECK(it.scene.desk.entries<LetterCameBack>(it.id).size() == 1);
    CHECK(it.scene.run(it.id).told == 2);
}

TEST_CASE("who has an e-mail address that bounces gets a letter, when letters are last in the order") {
    auto settings = post_settings({desk_settings().channels[0].name, "thu"});
    Scene scene(settings);
    scene.has_address = true;
    auto id = scene.release(2);
    int letters = 0;
    scene.serve(minutes{5}, [&](const Send& send) {
        letters += send.channel == "thu";
        return send.channel == "thu" ? kWritten : kRefused;
    });
    CHECK(letters == 2);
    CHECK(scene.run(id).told == 0);
    REQUIRE(scene.desk.ask(PostLetters{"L1", {}, "BK-1"}, id, "dpo").has_value());
    CHECK(scene.run(id).told == 2);
}

TEST_CASE("after a crash a letter whose outcome is not known is written to its place again: nobody is lost or twice") {
    testkit::ScratchDirectory scratch;
    Written it(3, post_settings(), scratch.path());
    auto sends = it.scene.desk.take_sends(Lane::notice);
    REQUIRE(sends.size() == 3);
    it.scene.desk.tell(AttemptDone{"", sends[0].delivery_id, kWritten});  // of two nothing is heard
    it.scene.desk.boot();
    CHECK(says(it.post(), "not written yet"));
    it.write(minutes{20});
    CHECK(it.places.size() == 2);
    for (const auto& send : sends) {
        if (send.delivery_id == sends[0].delivery_id) continue;
        CHECK(it.places.at(send.delivery_id) == std::pair(send.letter->batch, send.letter->batch_number));
    }
    REQUIRE(it.post().has_value());
    CHECK(it.scene.run(it.id).told == 3);
}

TEST_CASE("a crash at each attempt does not give a letter up: the same file is written as often as it takes") {
    testkit::ScratchDirectory scratch;
    Written it(1, post_settings(), scratch.path());
    for (int crash = 0; crash < 4; ++crash) {
        REQUIRE(it.scene.desk.take_sends(Lane::notice).size() == 1);
        it.scene.desk.boot();
        it.scene.desk.wait(minutes{10});
    }
    it.write(minutes{10});
    REQUIRE(it.places.size() == 1);
    CHECK(it.places.begin()->second == std::pair(std::string("L1"), 1));
    CHECK(it.scene.run(it.id).unreachable == 0);
}

TEST_CASE("a batch is full at its number and closes after its time, then people are called to post it, once") {
    auto settings = post_settings();
    settings.channels.back().batch_letters_max = 2;
    Written it(5, settings);
    it.write(minutes{1});
    std::map<std::string, int> by_batch;
    for (const auto& [delivery, place] : it.places) ++by_batch[place.first];
    CHECK(by_batch == std::map<std::string, int>{{"L1", 2}, {"L2", 2}, {"L3", 1}});
    CHECK(it.calls().size() == 2);  // L3 takes further letters yet
    it.write(hours{1});
    REQUIRE(it.calls().size() == 3);
    CHECK(it.calls()[2] == because::letters_wait("L3", 1));
    it.scene.desk.boot();
    it.write(hours{1});
    CHECK(it.calls().size() == 3);
    REQUIRE(it.post("L2").has_value());
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.run(it.id).in_flight == 3);
}

TEST_CASE("a letter that could not be written in time is posted with a later batch, not with one that people hold") {
    Written it(2);
    int asked = 0;
    auto first_alone = [&](const Send&) { return ++asked == 1 ? kWritten : kNotWritten; };
    it.scene.serve(minutes{10}, first_alone);
    CHECK(says(it.post(), "not written yet"));
    it.scene.serve(minutes{40}, first_alone);  // the batch has closed meanwhile
    it.write(hours{2});
    REQUIRE(it.places.size() == 1);
    CHECK(it.places.begin()->second.first == "L2");
    REQUIRE(it.post("L1").has_value());
    CHECK(it.scene.run(it.id).told == 1);
    REQUIRE(it.post("L2").has_value());
    CHECK(it.scene.run(it.id).told == 2);
}

TEST_CASE("a corrected address makes another letter, and the old one tells nobody") {
    Written it(2);
    it.write();
    CorrectSubject corrected;
    corrected.subject = 1;
    set_address(corrected.given.contacts, ContactKind::postal_address, "2 Hàng Bài, Hà Nội");
    corrected.fields = {"postal_address"};
    corrected.reason = "khách báo";
    REQUIRE(it.scene.desk.ask(corrected, it.id).has_value());
    it.places.clear();
    it.write(hours{1});
    REQUIRE(it.places.size() == 1);
    CHECK(it.places.begin()->second == std::pair(std::string("L1"), 3));  // the batch took letters yet
    REQUIRE(it.post("L1").has_value());
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.desk.entries<LettersPosted>(it.id).at(0).letters == 2);
}

TEST_CASE("a newer list with another address makes another letter while the old one waits to be posted") {
    Written it(2);
    it.write();
    auto list = [&](const char* address) {
        Subject person;
        person.subject_ref = Pii(std::string("KH-1"));
        set_address(person.contacts, ContactKind::postal_address, address);
        CHECK(it.scene.import_list(it.id, {person}).updated == 1);
    };
    list("2 Hàng Bài, Hà Nội");
    it.places.clear();
    it.write(hours{1});
    CHECK(it.places.size() == 1);
    REQUIRE(it.post("L1").has_value());
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.desk.entries<LettersPosted>(it.id).at(0).letters == 2);
    list("3 Hàng Bài, Hà Nội");  // the post has the letter
    it.places.clear();
    it.write(hours{1});
    CHECK(it.places.empty());
    CHECK(it.scene.run(it.id).told == 2);
}

TEST_CASE("a list that was open while another brought its person replaces that person's letter, too") {
    Written it(1);
    auto list = [&](const char* address, bool is_new) {
        Subject person;
        person.subject_ref = Pii(std::string("KH-9"));
        set_address(person.contacts, ContactKind::postal_address, address);
        auto import_id = std::get<ImportBegun>(*it.scene.desk.ask(BeginImport{}, it.id)).import_id;
        REQUIRE(it.scene.desk.ask(it.scene.desk.chunk(import_id, {person}), it.id).has_value());
        return [&it, import_id, is_new] {
            auto done = it.scene.desk.ask(FinishImport{import_id, "list " + import_id}, it.id);
            REQUIRE(done.has_value());
            CHECK(std::get<Imported>(*done).rows == (is_new ? 1 : 0));
            CHECK(std::get<Imported>(*done).updated == (is_new ? 0 : 1));
        };
    };
    auto later = list("2 Hàng Bài, Hà Nội", false);
    auto first = list("1 Hàng Bài, Hà Nội", true);
    first();
    it.write();
    REQUIRE(it.places.size() == 2);
    later();
    it.places.clear();
    it.write(hours{1});
    CHECK(it.places.size() == 1);
    REQUIRE(it.post("L1").has_value());
    CHECK(it.scene.run(it.id).told == 2);
    CHECK(it.scene.desk.entries<LettersPosted>(it.id).at(0).letters == 2);
}

TEST_CASE("letters that nobody posts do not tell: after the patience their people count as not reached") {
    Written it;
    it.write();
    it.scene.serve(hours{25}, kWritten);
    CHECK(it.scene.run(it.id).told == 0);
    CHECK(it.scene.run(it.id).unreachable == 3);
    REQUIRE(it.post().has_value());
    CHECK(it.scene.run(it.id).told == 3);
    CHECK(it.scene.run(it.id).unreachable == 0);
}
