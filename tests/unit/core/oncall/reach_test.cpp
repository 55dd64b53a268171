// Paging that would go nowhere is said before anybody is called.
#include "core/oncall/reach.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

namespace breachd {

namespace {

struct Over : ProviderConfig {
    explicit Over(std::string to) : to_(std::move(to)) {}
    std::string url() const override { return to_; }
    std::string to_;
};

Channel channel(const std::string& name, ContactKinds pages, const std::string& url) {
    Channel out;
    out.name = name;
    out.page_contacts = pages;
    out.own = std::make_shared<Over>(url);
    return out;
}

// An is on the roster, Bình in the escalation; mail and a pager by webhook.
Settings settings() {
    Settings out;
    out.people = {{"an", "An", {{ContactKind::email, Pii<std::string>("an@vidu.test")}}}, {"binh", "Bình", {}}};
    out.channels = {channel("email", bit(ContactKind::email), "smtp://relay"),
                    channel("pager", bit(ContactKind::person), "http://pager"),
                    channel("file", bit(ContactKind::person), "")};
    out.on_call.rosters = {{"soc", {"an"}, std::chrono::hours{24}, *parse_rfc3339("2026-01-05T01:00:00Z")}};
    out.on_call.escalation = {{Duration{0}, {"roster:soc"}}, {std::chrono::minutes{15}, {"binh"}}};
    out.on_call.channels = {"email", "pager"};
    return out;
}

std::string all(const std::vector<PagingGap>& gaps) {
    std::string out;
    for (const auto& gap : gaps) {
        CHECK_FALSE(gap.vi.empty());
        out += gap.en + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a roster that has not begun is a hole, unless somebody stands in") {
    auto settings = testkit::sample_settings();
    auto from = testkit::at("2026-11-29T00:00:00Z");
    Roster later{"soc", {"an"}, std::chrono::hours{24}, from + std::chrono::hours{10}};
    later.overrides = {{"OV-1", "soc", "an", from + std::chrono::hours{2}, from + std::chrono::hours{4}, "dpo", ""}};
    settings.on_call.rosters = {later, {"night", {"an"}, std::chrono::hours{24}, from - std::chrono::hours{1}}};
    auto holes = roster_holes(settings, from, from + std::chrono::hours{24});
    REQUIRE(holes.size() == 2);
    CHECK(holes[0].from == from);
    CHECK(holes[0].until == from + std::chrono::hours{2});
    CHECK(holes[1].from == from + std::chrono::hours{4});
    CHECK(holes[1].until == from + std::chrono::hours{10});
    CHECK(roster_gaps(settings, from).size() == 1);
    CHECK(roster_gaps(settings, from + std::chrono::hours{3}).empty());
}

TEST_CASE("who is called and has no address on any channel that pages is named: of a roster and of the escalation") {
    auto s = settings();
    CHECK(all(paging_gaps(s)).empty());
    s.on_call.channels = {"email"};
    CHECK(all(paging_gaps(s)) == "binh is on call but no channel of on_call.channels has an address of theirs\n");
    s.people.at(0).contacts.clear();
    CHECK(paging_gaps(s).size() == 2);
}

TEST_CASE("channels that all end in files on this machine call nobody") {
    auto s = settings();
    s.on_call.channels = {"file"};
    CHECK(all(paging_gaps(s)).find("only writes files on this machine") != std::string::npos);
    s.on_call.channels = {"file", "pager"};
    CHECK(all(paging_gaps(s)).empty());
}

TEST_CASE("a channel that tells subjects and pages by the person's id is named: an operator knows no ids") {
    auto s = settings();
    s.notice.order = {"email", "pager"};
    CHECK(all(paging_gaps(s)).find("channel pager tells subjects and pages too") != std::string::npos);
    CHECK(all(paging_gaps(s)).find("channel email") == std::string::npos);
}

TEST_CASE("a roster that begins later leaves nobody on call now") {
    auto s = settings();
    auto now = *parse_rfc3339("2026-11-29T00:00:00Z");
    CHECK(all(roster_gaps(s, now)).empty());
    s.on_call.rosters.at(0).starts = *parse_rfc3339("2027-01-01T00:00:00Z");
    CHECK(all(roster_gaps(s, now)) == "roster soc starts at 2027-01-01T00:00:00Z: nobody is on call in it now\n");
}

}  // namespace breachd
