// The page that is up is read back by schedule until the incident is closed, and put up again when it is another one.
#include "core/journal/because.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const std::string kUrl = "http://127.0.0.1:9/notices/x";
const std::string kProof(64, 'a');

// An incident whose public notice is up.
std::string published(Desk& desk) {
    json::object facts{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}, {"parties", json::array{"x"}}};
    for (const char* fact :
         {"detected_how", "description", "place", "consequences", "severity_and_risks", "measures", "guidance"})
        facts[fact] = "x";
    auto id = id_of(desk.ask(OpenIncident{facts}));
    REQUIRE(desk.ask(PublishNotice{"quyết định", ""}, id, "an").has_value());
    REQUIRE(desk.ask(PublishNotice{"quyết định", ""}, id, "dpo").has_value());
    desk.tell(PublishDone{true, kUrl, kProof, {}, "<html>", 0}, id);
    return id;
}

Settings by_hand() {
    auto s = desk_settings();
    s.public_notice.automatic = false;
    return s;
}

std::size_t pages_of(Desk& desk, const std::string& id) {
    std::size_t pages = 0;
    for (const auto& paged : desk.entries<Paged>(id)) pages += paged.why.code == ReasonCode::publication_astray;
    return pages;
}

ReadBackDone said(Reason why) { return {kUrl, kProof, std::move(why)}; }

}  // namespace

TEST_CASE("a page that is up is read back every hour, also when an answer is lost") {
    Desk desk(by_hand());
    auto id = published(desk);
    desk.wait(hours{1} - Duration{1});
    CHECK(desk.read_backs.empty());
    desk.wait(Duration{1});
    REQUIRE(desk.read_backs.size() == 1);
    CHECK(desk.read_backs.back().url == kUrl);
    CHECK(desk.read_backs.back().sha256 == kProof);
    desk.wait(hours{1});
    CHECK(desk.read_backs.size() == 2);
    desk.tell(said({}), id);
    desk.wait(hours{1});
    CHECK(desk.read_backs.size() == 3);
    CHECK(desk.entries<PublicNoticeAstray>(id).empty());
    CHECK(desk.publications.size() == 1);
}

TEST_CASE("a page that is another one is journalled, paged and published again by the rule") {
    Desk desk(by_hand());
    auto id = published(desk);
    desk.wait(hours{1});
    desk.tell(said(because::page_differs(kUrl)), id);
    REQUIRE(desk.entries<PublicNoticeAstray>(id).size() == 1);
    CHECK(desk.entries<PublicNoticeAstray>(id).back().why == because::page_differs(kUrl));
    CHECK(pages_of(desk, id) == 1);
    desk.wait(minutes{5});
    REQUIRE(desk.publications.size() == 2);
    CHECK(desk.entries<PublicNoticePublishing>(id).back().by == "rule");
    desk.tell(PublishDone{true, kUrl, std::string(64, 'b'), {}, "<html>2", 0}, id);
    CHECK(desk.incident(id).public_notice.proof_sha256 == std::string(64, 'b'));
    desk.tell(said(because::page_differs(kUrl)), id);  // of the page before: it says nothing about this one
    CHECK(desk.entries<PublicNoticeAstray>(id).size() == 1);
    desk.wait(hours{1});
    CHECK(desk.read_backs.back().sha256 == std::string(64, 'b'));
}

TEST_CASE("a site that does not answer once wakes nobody, twice, five minutes apart, it does") {
    Desk desk(by_hand());
    auto id = published(desk);
    auto silent = because::page_not_served(kUrl, "", Cause::timed_out);
    desk.wait(hours{1});
    desk.tell(said(silent), id);
    CHECK(desk.entries<PublicNoticeAstray>(id).empty());
    desk.wait(minutes{5});
    REQUIRE(desk.read_backs.size() == 2);
    desk.tell(said({}), id);  // it was a moment
    desk.wait(hours{1});
    REQUIRE(desk.read_backs.size() == 3);
    desk.tell(said(silent), id);
    desk.wait(minutes{5});
    desk.tell(said(silent), id);
    CHECK(desk.entries<PublicNoticeAstray>(id).size() == 1);
    CHECK(pages_of(desk, id) == 1);
}

TEST_CASE("read-backs outlive a restart") {
    Desk desk(by_hand());
    auto id = published(desk);
    desk.wait(minutes{30});
    desk.boot();
    desk.wait(minutes{30});
    REQUIRE(desk.read_backs.size() == 1);
    desk.tell(said(because::page_differs(kUrl)), id);
    CHECK(desk.entries<PublicNoticeAstray>(id).size() == 1);
}
