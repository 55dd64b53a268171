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

PublishDone failed() { return {false, "", "", because::page_not_served("http://127.0.0.1:9/notices", "http 403"), ""}; }
PublishDone published() { return {true, "http://127.0.0.1:9/notices/x", std::string(64, 'a'), {}, "<html>"}; }

std::size_t pages_of_failure(Desk& desk, const std::string& id) {
    std::size_t pages = 0;
    for (const auto& paged : desk.entries<Paged>(id)) pages += paged.why.code == ReasonCode::publication_failed;
    return pages;
}

}  // namespace

TEST_CASE("a public notice that a person ordered and a stop cut off is published after the next start") {
    Desk desk(by_hand());
    auto id = open(desk);
    REQUIRE(desk.ask(PublishNotice{"quyết định"}, id, "dpo").has_value());
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
    REQUIRE(desk.ask(PublishNotice{"quyết định"}, id, "dpo").has_value());
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
    REQUIRE(desk.ask(PublishNotice{"quyết định"}, id, "dpo").has_value());
    desk.tell(failed(), id);
    REQUIRE(desk.ask(PublishNotice{"lại"}, id, "an").has_value());
    desk.tell(failed(), id);
    CHECK(pages_of_failure(desk, id) == 2);
    desk.wait(minutes{5});
    desk.tell(published(), id);
    REQUIRE(desk.ask(PublishNotice{"sửa nội dung"}, id, "an").has_value());
    desk.tell(failed(), id);
    CHECK(desk.incident(id).public_notice.state == PublicNoticeState::published);
    auto before = desk.publications.size();
    desk.wait(minutes{5});
    CHECK(desk.publications.size() == before + 1);
}

TEST_CASE("the order of a public notice ends with the incident's dismissal") {
    Desk desk(by_hand());
    auto id = open(desk);
    REQUIRE(desk.ask(PublishNotice{"quyết định"}, id, "dpo").has_value());
    desk.tell(failed(), id);
    desk.dismiss(id, "báo động giả");
    desk.wait(hours{1});
    CHECK(desk.publications.size() == 1);
}
