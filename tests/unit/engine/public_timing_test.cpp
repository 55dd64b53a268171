// When the public notice goes up by rule, who hears of it before, and which page it is.
#include "core/journal/because.hpp"
#include "core/telling/public_page.hpp"
#include "core/words/reasons.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Outcome kDown{SendResult::retry, Blame::channel, "421", Cause::none, "", {}};
const Outcome kNobody{SendResult::rejected, Blame::recipient, "550", Cause::none, "", {}};

Settings automatic(double rate) {
    auto settings = email_settings(rate);
    settings.public_notice.automatic = true;
    return settings;
}

std::vector<Reason> pages(Desk& desk, const std::string& id, ReasonCode code) {
    std::vector<Reason> out;
    for (const auto& paged : desk.entries<Paged>(id))
        if (paged.why.code == code) out.push_back(paged.why);
    return out;
}

std::string recipient(const Send& send) { return write_letter(*send.letter)->to.reveal(); }

}  // namespace

TEST_CASE("one person who cannot be reached does not bring the page while others are still sent to") {
    Scene scene(automatic(1));
    auto id = scene.release(600);
    auto answer = [](const Send& send) { return recipient(send).starts_with("kh0@") ? kNobody : kAccepted; };
    scene.serve(minutes{5}, answer);
    CHECK(scene.run(id).unreachable == 1);
    CHECK(scene.desk.publications.empty());
    CHECK(pages(scene.desk, id, ReasonCode::public_notice_foreseen).size() == 1);  // but the roster hears of it
    scene.serve(minutes{6}, answer);
    CHECK(scene.run(id).told == 599);
    REQUIRE(scene.desk.publications.size() == 1);
    CHECK(scene.desk.incident(id).public_notice_needed);
}

TEST_CASE("three failures of a relay publish nothing, half an hour without it does") {
    Scene scene(automatic(10));
    auto id = scene.release(100);
    scene.serve(minutes{10}, kDown);
    CHECK(scene.desk.publications.empty());
    auto said = pages(scene.desk, id, ReasonCode::public_notice_foreseen);
    REQUIRE(said.size() == 1);
    auto goes_up_at = scene.desk.incident(id).public_notice.goes_up_at;
    REQUIRE(goes_up_at);
    CHECK(said[0].args.at("goes_up_at").as_string() == format_rfc3339(*goes_up_at));
    scene.serve(*goes_up_at - scene.desk.now - Duration{1}, kDown);
    CHECK(scene.desk.publications.empty());
    scene.serve(Duration{2}, kDown);
    CHECK(scene.desk.publications.size() == 1);
}

TEST_CASE("a relay that comes back within the patience takes the page back out of sight") {
    Scene scene(automatic(10));
    auto id = scene.release(100);
    scene.serve(minutes{10}, kDown);
    REQUIRE(scene.desk.incident(id).public_notice.goes_up_at);
    scene.serve(hours{2}, kAccepted);
    CHECK(scene.run(id).told == 100);
    CHECK_FALSE(scene.desk.incident(id).public_notice.goes_up_at);
    CHECK_FALSE(scene.desk.incident(id).public_notice_needed);
    CHECK(scene.desk.publications.empty());
}

TEST_CASE("with nothing released the page goes up at the deadline less the margin, from complete facts, foretold") {
    auto settings = automatic(10);
    Desk desk(settings);
    json::object facts{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}};
    for (const char* fact :
         {"detected_how", "description", "place", "consequences", "severity_and_risks", "measures", "guidance"})
        facts[fact] = "x";
    auto id = id_of(desk.ask(OpenIncident{facts}));
    REQUIRE(desk.ask(PutNotice{json::object{{"vi", json::object{{"body", "Chưa ai duyệt."}}}}}, id, "an").has_value());
    desk.wait(hours{54} - minutes{1});
    CHECK(pages(desk, id, ReasonCode::public_notice_foreseen).empty());
    desk.wait(minutes{2});
    auto said = pages(desk, id, ReasonCode::public_notice_foreseen);
    REQUIRE(said.size() == 1);
    auto last = desk.incident(id).detected_at + hours{66};
    CHECK(said[0].args.at("goes_up_at").as_string() == format_rfc3339(last));
    desk.wait(last - desk.now - Duration{1});
    CHECK(desk.publications.empty());
    desk.wait(Duration{1});
    REQUIRE(desk.publications.size() == 1);
    auto page = public_page(*desk.publications[0].facts, settings, PageText::released, "vi", desk.now);
    CHECK(page.find("Chưa ai duyệt") == page.npos);  // edits that nobody released are nobody's page
}

TEST_CASE("a release approves the page beside it, a page that differs waits for an approval, at most to the deadline") {
    Scene scene(automatic(10));
    auto& desk = scene.desk;
    auto id = scene.release(2);
    auto released = desk.entries<NoticeReleased>(id).back();
    CHECK(released.page_sha256 == public_page_sha256(desk.incident(id), desk_settings(), PageText::released));
    REQUIRE(desk.ask(PatchIncident{json::object{{"description_public", "Sửa sau khi phát hành"}}}, id).has_value());
    scene.serve(minutes{5}, [](const Send&) { return kNobody; });
    CHECK(desk.incident(id).public_notice_needed);
    CHECK(desk.publications.empty());
    SECTION("approved by another person") {
        auto page = public_page_sha256(desk.incident(id), desk_settings(), PageText::released);
        CHECK(desk.ask(ApprovePage{page}, id, "an").error().code == ErrorCode::forbidden);
        CHECK(desk.ask(ApprovePage{"another"}, id, "dpo").error().code == ErrorCode::conflict);
        REQUIRE(desk.ask(ApprovePage{page}, id, "dpo").has_value());
        CHECK(desk.publications.size() == 1);
    }
    SECTION("approved by nobody") {
        desk.wait(desk.incident(id).detected_at + hours{66} - desk.now - Duration{1});
        CHECK(desk.publications.empty());
        desk.wait(Duration{1});
        CHECK(desk.publications.size() == 1);
    }
}

TEST_CASE("figures of a page that is up are renewed once an hour") {
    Scene scene(automatic(10));
    auto& desk = scene.desk;
    auto id = scene.release(2);
    scene.serve(minutes{5}, [](const Send& send) { return recipient(send).starts_with("kh0@") ? kNobody : kAccepted; });
    REQUIRE(desk.publications.size() == 1);
    CHECK(public_figures(*desk.publications[0].facts) == "1/2");
    desk.tell(PublishDone{true, "http://127.0.0.1:9/notices/x", "a", {}, "<html>", 0}, id);
    scene.import_more(id, 1);
    scene.serve(minutes{50}, kAccepted);
    CHECK(scene.run(id).told == 2);
    CHECK(desk.publications.size() == 1);
    desk.wait(minutes{11});
    REQUIRE(desk.publications.size() == 2);
    CHECK(public_figures(*desk.publications[1].facts) == "2/3");
}

TEST_CASE("short letters wait for the content page and name it, without it they go after a while") {
    auto settings = automatic(10);
    settings.channels[0].notice_contacts = bit(ContactKind::phone);
    settings.public_notice.publishers[0].url = "https://vidu.test/n";
    settings.organisation.website = "https://vidu.test";
    Scene scene(settings);
    auto& desk = scene.desk;
    auto id = scene.release_by_phone(3);
    desk.wait(seconds{5});
    REQUIRE(desk.publications.size() == 1);
    const auto& order = desk.publications[0];
    REQUIRE(order.content);
    CHECK(order.folder.size() == kContentFolderLetters);
    CHECK(desk.take_sends(Lane::notice).empty());
    SECTION("it is up") {
        auto url = "https://vidu.test/n/" + order.folder + "/index.html";
        desk.tell(PublishDone{true, url, std::string(64, 'c'), {}, "<html>", 1}, id);
        desk.wait(seconds{5});
        auto sends = desk.take_sends(Lane::notice);
        REQUIRE(sends.size() == 3);
        auto text = write_letter(*sends[0].letter)->short_text.reveal();
        INFO(text);
        CHECK(text.find("https://vidu.test/n/" + order.folder + "/") != text.npos);
        CHECK(text.find("index.html") == text.npos);
        CHECK(desk.entries<ContentPagePublished>(id).size() == 1);
        CHECK(desk.incident(id).public_notice.state == PublicNoticeState::none);  // it is no public notice
        CHECK(desk.incident(id).obligation("public-notice") == nullptr);
    }
    SECTION("it cannot be put up") {
        for (int i = 0; i < 3; ++i) {
            desk.tell(PublishDone{false, "", "", because::page_not_made(), "", 1}, id);
            desk.wait(minutes{5});
        }
        CHECK(pages(desk, id, ReasonCode::content_page_failed).size() == 1);
        desk.wait(minutes{1});
        auto sends = desk.take_sends(Lane::notice);
        REQUIRE(sends.size() == 3);
        auto text = write_letter(*sends[0].letter)->short_text.reveal();
        INFO(text);
        CHECK(text.find("{{") == text.npos);
        CHECK(text.find("vidu.test") != text.npos);
    }
}

TEST_CASE("a page withdrawn when everybody was told one by one owes nobody anything, else its duty is owed again") {
    Scene scene(automatic(10));
    auto& desk = scene.desk;
    auto id = scene.release(2);
    scene.serve(minutes{5}, [](const Send& send) { return recipient(send).starts_with("kh0@") ? kNobody : kAccepted; });
    REQUIRE(desk.publications.size() == 1);
    desk.tell(PublishDone{true, "http://127.0.0.1:9/notices/x", "a", {}, "<html>", 0}, id);
    auto duty = [&] { return *desk.incident(id).obligation("public-notice"); };
    auto how = [&] { return explanation_text(duty().how, "vi"); };
    auto withdraw = [&] {
        REQUIRE(desk.ask(WithdrawNotice{"hết cần"}, id, "an").has_value());
        REQUIRE(desk.ask(WithdrawNotice{"đồng ý"}, id, "dpo").has_value());
    };
    auto tell_the_last = [&] {
        CorrectSubject correction{1, {}, {"email"}, {}, "gọi điện hỏi"};
        set_address(correction.given.contacts, ContactKind::email, "moi@vidu.test");
        REQUIRE(desk.ask(correction, id).has_value());
        scene.serve(minutes{5}, kAccepted);
        REQUIRE(scene.run(id).told == 2);
    };
    auto published_at = desk.incident(id).public_notice.published_at;
    REQUIRE(duty().state == ObligationState::met);
    SECTION("nobody depends on it") {
        tell_the_last();
        withdraw();
        CHECK(duty().state == ObligationState::met);
        CHECK(duty().met_at == published_at);
        INFO(how());
        CHECK(how().find("rút lại khi không còn ai phải dựa vào trang này") != std::string::npos);
        CHECK(desk.entries<ObligationReopened>(id).empty());
        desk.tell(PublishDone{true, "http://127.0.0.1:9/notices/x", "b", {}, "<html>", 0}, id);
        REQUIRE(desk.ask(PublishNotice{"đăng lại", ""}, id, "an").has_value());
        REQUIRE(desk.ask(PublishNotice{"đăng lại", ""}, id, "dpo").has_value());
        desk.tell(PublishDone{true, "http://127.0.0.1:9/notices/x", "c", {}, "<html>", 0}, id);
        CHECK(how().find("rút lại") == std::string::npos);
    }
    SECTION("one who cannot be reached has nothing but the page") {
        withdraw();
        CHECK(duty().state == ObligationState::running);
        CHECK(how().find("đã được rút lại") != std::string::npos);
        desk.wait(minutes{1});
        auto owed_at = desk.now;
        tell_the_last();  // then nobody is left who would need it
        CHECK(duty().state == ObligationState::met);
        CHECK(duty().met_at >= owed_at);  // not at the publication: in between somebody depended on it
        CHECK(how().find("rút lại khi") == std::string::npos);
        auto said = desk.entries<ObligationMet>(id).size();
        desk.wait(minutes{10});
        CHECK(desk.entries<ObligationMet>(id).size() == said);  // and it stays so
    }
    SECTION("one whom two people call impossible to tell has nothing but the page, either") {
        REQUIRE(desk.ask(MarkImpossible{1, "không có địa chỉ"}, id, "an").has_value());
        REQUIRE(desk.ask(MarkImpossible{1, "đồng ý"}, id, "dpo").has_value());
        withdraw();
        CHECK(duty().state == ObligationState::running);
    }
}
