// The public notice that was ordered: the order stands until the page is out, whatever stops or fails meanwhile.
#include "core/journal/because.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Settings by_hand() {
    auto s = desk_settings();
    s.public_notice.automatic = false;
    return s;
}

std::string open(Desk& desk) {
    json::object facts{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}, {"parties", json::array{"x"}}};
    for (const char* fact :
         {"detected_how", "description", "place", "consequences", "severity_and_risks", "measures", "guidance"})
        facts[fact] = "x";
    return id_of(desk.ask(OpenIncident{facts}));
}

PublishDone failed() {
    return {false, "", "", because::page_not_served("http://127.0.0.1:9/notices", "http 403"), "", 0};
}
PublishDone published() { return {true, "http://127.0.0.1:9/notices/x", std::string(64, 'a'), {}, "<html>", 0}; }

// Earlier than the rule, by two people.
void order_by_two(Desk& desk, const std::string& id) {
    auto first = desk.ask(PublishNotice{"quyết định", ""}, id, "an");
    REQUIRE(first.has_value());
    CHECK(std::get<Changed>(*first).waits);
    REQUIRE(desk.publications.empty());
    REQUIRE(desk.ask(PublishNotice{"quyết định", ""}, id, "dpo").has_value());
}

std::size_t pages_of_failure(Desk& desk, const std::string& id) {
    std::size_t pages = 0;
    for (const auto& paged : desk.entries<Paged>(id)) pages += paged.why.code == ReasonCode::publication_failed;
    return pages;
}

}  // namespace

TEST_CASE("a public notice that a person ordered and a stop cut off is published after the next start") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    REQUIRE(desk.publications.size() == 1);
    desk.now += seconds{10};
    desk.boot();
    desk.wait(Duration{0});
    REQUIRE(desk.publications.size() == 2);  // at once, not in five minutes
    CHECK(desk.entries<PublicNoticePublishing>(id).back().by == "dpo");
    desk.tell(published(), id);
    desk.wait(hours{1});
    CHECK(desk.publications.size() == 2);
    CHECK(desk.incident(id).public_notice.state == PublicNoticeState::published);
}

TEST_CASE("a public notice that a person ordered is tried again every five minutes, and pages hourly while it fails") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    desk.tell(failed(), id);
    CHECK(pages_of_failure(desk, id) == 1);
    desk.wait(minutes{5} - Duration{1});
    CHECK(desk.publications.size() == 1);
    desk.wait(Duration{1});
    CHECK(desk.publications.size() == 2);
    for (std::size_t n = 2; n <= 13; ++n) {
        REQUIRE(desk.publications.size() == n);
        desk.tell(failed(), id);
        CHECK(pages_of_failure(desk, id) == (n < 13 ? 1 : 2));
        desk.wait(minutes{5});
    }
    desk.tell(published(), id);
    desk.wait(hours{2});
    CHECK(desk.publications.size() == 14);
    CHECK(desk.incident(id).public_notice.state == PublicNoticeState::published);
}

TEST_CASE("a new order by a person that fails pages anew, and is tried again though an older page is out") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    desk.tell(failed(), id);
    REQUIRE(desk.ask(PublishNotice{"lại", ""}, id, "dpo").has_value());
    desk.tell(failed(), id);
    CHECK(pages_of_failure(desk, id) == 2);
    desk.wait(minutes{5});
    desk.tell(published(), id);
    CHECK_FALSE(desk.ask(PublishNotice{"sửa nội dung", ""}, id, "an").has_value());
    REQUIRE(desk.ask(PublishNotice{"sửa nội dung", ""}, id, "dpo").has_value());
    desk.tell(failed(), id);
    CHECK(desk.incident(id).public_notice.state == PublicNoticeState::published);
    auto before = desk.publications.size();
    desk.wait(minutes{5});
    CHECK(desk.publications.size() == before + 1);
}

TEST_CASE("the order of a public notice ends with the incident's dismissal") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    desk.tell(failed(), id);
    desk.dismiss(id, "báo động giả");
    desk.wait(hours{1});
    CHECK(desk.publications.size() == 1);
}

TEST_CASE("earlier than the rule a page needs two people, the second one for the page that the first saw") {
    Desk desk(by_hand());
    auto id = open(desk);
    REQUIRE(desk.ask(PublishNotice{"công bố sớm", ""}, id, "an").has_value());
    auto again = desk.ask(PublishNotice{"công bố sớm", ""}, id, "an");
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == ErrorCode::forbidden);
    REQUIRE(desk.ask(PatchIncident{json::object{{"guidance", "Đổi mật khẩu."}}}, id, "an").has_value());
    auto other_page = desk.ask(PublishNotice{"đồng ý", ""}, id, "dpo");  // the first one saw another page
    REQUIRE(other_page.has_value());
    CHECK(std::get<Changed>(*other_page).waits);
    CHECK(desk.publications.empty());
    CHECK_FALSE(desk.incident(id).public_notice_needed);
    REQUIRE(desk.ask(PublishNotice{"đồng ý", ""}, id, "an").has_value());
    CHECK(desk.publications.size() == 1);
}

TEST_CASE("what one person alone asks for leaves the reason of the page that stands as it was") {
    Desk desk(by_hand());
    auto id = open(desk);
    REQUIRE(desk.ask(PublishNotice{"công bố sớm", ""}, id, "an").has_value());
    CHECK(desk.incident(id).public_notice.why->note == "công bố sớm");  // nothing stands: the second one reads why
    REQUIRE(desk.ask(PublishNotice{"đồng ý", ""}, id, "dpo").has_value());
    desk.tell(published(), id);
    REQUIRE(desk.ask(WithdrawNotice{"nhầm"}, id, "an").has_value());
    REQUIRE(desk.ask(WithdrawNotice{"nhầm"}, id, "dpo").has_value());
    REQUIRE(desk.incident(id).public_notice.withdrawn);
    desk.tell(published(), id);
    REQUIRE(desk.ask(PublishNotice{"thử", ""}, id, "an").has_value());
    CHECK(desk.incident(id).public_notice.why->note == "đồng ý");
    REQUIRE(desk.ask(PublishNotice{"đăng lại", ""}, id, "dpo").has_value());
    CHECK(desk.incident(id).public_notice.why->note == "đăng lại");
}

TEST_CASE("two responders put up no page earlier than the rule: one of the two is a data-protection officer") {
    Desk desk(by_hand());
    auto id = open(desk);
    REQUIRE(desk.ask(PublishNotice{"công bố sớm", ""}, id, "an").has_value());
    auto second = desk.ask(PublishNotice{"đồng ý", ""}, id, "binh");
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().message.find("data-protection officer (role dpo), and an") != std::string::npos);
    REQUIRE(desk.ask(PublishNotice{"đồng ý", ""}, id, "dpo").has_value());
    CHECK(desk.publications.size() == 1);
}

TEST_CASE("a page that is up is published again when its facts change, at the same address, with a new proof") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    desk.tell(published(), id);
    desk.wait(hours{3});
    CHECK(desk.publications.size() == 1);  // nothing has changed
    auto first = desk.incident(id).public_notice.published_at;
    json::object earlier{{"detected_at", format_rfc3339(desk.incident(id).detected_at - hours{1})}, {"reason", "x"}};
    REQUIRE(desk.ask(PatchIncident{std::move(earlier)}, id).has_value());
    REQUIRE(desk.publications.size() == 2);
    desk.tell(published(), id);
    CHECK(desk.incident(id).public_notice.published_at == first);
    CHECK(desk.incident(id).public_notice.updated_at == desk.now);
    CHECK(desk.incident(id).public_notice.publications == 2);
    REQUIRE(desk.ask(Remedy{{}, "vá lỗi"}, id).has_value());
    CHECK(desk.publications.size() == 2);  // not twice within five minutes
    desk.wait(minutes{5});
    CHECK(desk.publications.size() == 3);
}

TEST_CASE("the page of a dismissed incident says at once that the notice is withdrawn") {
    Desk desk(by_hand());
    auto id = open(desk);
    order_by_two(desk, id);
    desk.tell(published(), id);
    REQUIRE(desk.ask(Dismiss{"báo động giả"}, id, "an").has_value());
    CHECK(desk.publications.size() == 1);  // proposed only
    REQUIRE(desk.ask(Dismiss{"báo động giả"}, id, "dpo").has_value());
    REQUIRE(desk.publications.size() == 2);
    CHECK(desk.publications.back().facts->state == IncidentState::dismissed);
    CHECK(desk.incident(id).public_notice.withdrawn);
    desk.tell(failed(), id);
    desk.wait(minutes{5});
    REQUIRE(desk.publications.size() == 3);  // until it is there
    desk.tell(published(), id);
    CHECK(desk.entries<PublicNoticePublished>(id).back().withdrawal);
    CHECK(desk.incident(id).public_notice.withdrawn_at == desk.now);
    desk.wait(hours{30});
    CHECK(desk.publications.size() == 3);
    CHECK_FALSE(desk.awake(id));
    REQUIRE(desk.ask(Reopen{"lại thấy dấu hiệu"}, id, "an").has_value());
    CHECK_FALSE(desk.incident(id).public_notice.withdrawn);
    REQUIRE(desk.publications.size() == 4);  // at once
    desk.tell(published(), id);
    CHECK_FALSE(desk.entries<PublicNoticePublished>(id).back().withdrawal);
}

TEST_CASE("a public notice is withdrawn by two people, and its page says so") {
    Desk desk(by_hand());
    auto id = open(desk);
    CHECK_FALSE(desk.ask(WithdrawNotice{"đăng nhầm"}, id, "an").has_value());
    order_by_two(desk, id);
    desk.tell(published(), id);
    REQUIRE(desk.ask(WithdrawNotice{"đăng nhầm"}, id, "an").has_value());
    CHECK_FALSE(desk.ask(WithdrawNotice{"đăng nhầm"}, id, "an").has_value());
    CHECK_FALSE(desk.ask(WithdrawNotice{"đồng ý"}, id, "binh").has_value());  // one of the two must be a dpo
    CHECK(desk.publications.size() == 1);
    REQUIRE(desk.ask(WithdrawNotice{"đồng ý"}, id, "dpo").has_value());
    REQUIRE(desk.publications.size() == 2);
    CHECK(desk.publications.back().facts->public_notice.withdrawn);
    desk.tell(published(), id);
    desk.wait(hours{1});
    CHECK(desk.publications.size() == 2);
}
