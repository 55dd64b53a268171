// Access tokens of channels: kept before they are used, renewed before they run out.
#include "testkit/process.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;

namespace {

Settings with_zalo() {
    auto s = desk_settings();
    Channel zalo;
    zalo.name = "zalo";
    zalo.notice_contacts = bit(ContactKind::phone);
    zalo.signs_in = true;
    s.channels.push_back(zalo);
    return s;
}

TokenDone got(const std::string& access, const std::string& refresh = "r") {
    return {"zalo", AccessToken{access, refresh, "origin", std::chrono::hours{24}, {}}, "http 200", Cause::none};
}

TokenDone refused(Cause cause = Cause::sign_in_refused) { return {"zalo", {}, "-14014", cause}; }

std::size_t alarms(Desk& desk) {
    std::size_t out = 0;
    for (const auto& page : desk.entries<Paged>("")) out += page.page_id.find("token-zalo") != std::string::npos;
    return out;
}

}  // namespace

TEST_CASE("at the start a channel without a token asks for one, and uses it once it is kept") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    REQUIRE(desk.renewals.size() == 1);
    CHECK(desk.renewals[0].channel == "zalo");
    CHECK(desk.renewals[0].held == AccessToken{});
    CHECK(desk.tokens.empty());
    desk.tell(got("t-1"));
    REQUIRE(desk.tokens.size() == 1);
    CHECK(desk.tokens[0].token.access == "t-1");
    CHECK(desk.store().tokens().find("zalo")->token == *got("t-1").token);
}

TEST_CASE("a token is renewed before it runs out, with the one that is held") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.tell(got("t-1", "r-2"));
    desk.wait(std::chrono::hours{22});
    CHECK(desk.renewals.size() == 1);
    desk.wait(std::chrono::hours{1} + std::chrono::minutes{1});
    REQUIRE(desk.renewals.size() == 2);
    CHECK(desk.renewals[1].held.refresh == "r-2");
    desk.tell(got("t-2", "r-3"));
    CHECK(desk.tokens.back().token.access == "t-2");
}

TEST_CASE("after a restart the kept token is used, and none is asked for") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.tell(got("t-1"));
    desk.tokens.clear();
    desk.boot();
    desk.wait(std::chrono::seconds{1});
    REQUIRE(desk.tokens.size() == 1);
    CHECK(desk.tokens[0].token.access == "t-1");
    CHECK(desk.renewals.size() == 1);
}

TEST_CASE("a question whose answer was lost in a crash is asked again after two minutes, not at once") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.boot();
    desk.wait(std::chrono::seconds{60});
    CHECK(desk.renewals.size() == 1);
    desk.wait(std::chrono::seconds{70});
    CHECK(desk.renewals.size() == 2);
}

TEST_CASE("messages that cannot go out ask once, however many there are") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    for (int i = 0; i < 20; ++i) desk.tell(TokenWanted{"zalo", false});
    CHECK(desk.renewals.size() == 1);
    desk.tell(got("t-1"));
    for (int i = 0; i < 20; ++i) desk.tell(TokenWanted{"zalo", true});  // refused, within a minute of its coming
    CHECK(desk.renewals.size() == 1);
    desk.wait(std::chrono::minutes{2});
    for (int i = 0; i < 20; ++i) desk.tell(TokenWanted{"zalo", true});
    CHECK(desk.renewals.size() == 2);
    desk.tell(TokenWanted{"email", true});
    desk.tell(TokenWanted{"gone", true});
    CHECK(desk.renewals.size() == 2);
}

TEST_CASE("a provider's bound on new tokens is kept even when it refuses the present one") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    auto apns = got("jwt-1", "");
    apns.token->lives = std::chrono::minutes{55};
    apns.token->keep = std::chrono::minutes{20};
    desk.tell(apns);
    desk.wait(std::chrono::minutes{19});
    desk.tell(TokenWanted{"zalo", true});
    CHECK(desk.renewals.size() == 1);
    desk.wait(std::chrono::minutes{2});
    desk.tell(TokenWanted{"zalo", true});
    CHECK(desk.renewals.size() == 2);
}

TEST_CASE("a delivery that lost its token gets the kept one again") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.tell(got("t-1"));
    desk.tell(TokenWanted{"zalo", false});
    CHECK(desk.tokens.size() == 2);
    CHECK(desk.renewals.size() == 1);
}

TEST_CASE("a refused refresh token is paged at once, a provider that is away after three times, both are tried again") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.tell(refused());
    CHECK(alarms(desk) > 0);
    desk.wait(std::chrono::minutes{1} + std::chrono::seconds{1});
    CHECK(desk.renewals.size() == 2);
    Desk away(with_zalo());
    away.wait(std::chrono::seconds{1});
    away.tell(refused(Cause::not_connected));
    away.tell(refused(Cause::not_connected));
    CHECK(alarms(away) == 0);
    away.tell(refused(Cause::not_connected));
    CHECK(alarms(away) > 0);
    Desk first_away(with_zalo());
    first_away.wait(std::chrono::seconds{1});
    first_away.tell(refused(Cause::not_connected));
    first_away.tell(refused());
    CHECK(alarms(first_away) == 0);
    first_away.tell(refused());
    CHECK(alarms(first_away) > 0);
    away.tell(got("t-1"));
    CHECK(away.tokens.size() == 1);
    CHECK(away.store().tokens().find("zalo")->failures == 0);
}

TEST_CASE("a token that is to be renewed is used while the provider is away, also after a restart") {
    Desk desk(with_zalo());
    desk.wait(std::chrono::seconds{1});
    desk.tell(got("t-1"));
    desk.wait(std::chrono::hours{23} + std::chrono::minutes{30});
    desk.tell(refused(Cause::not_connected));
    desk.tokens.clear();
    desk.boot();
    desk.wait(std::chrono::seconds{1});
    REQUIRE_FALSE(desk.tokens.empty());
    CHECK(desk.tokens[0].token.access == "t-1");
    auto asked = desk.renewals.size();
    for (int i = 0; i < 20; ++i) desk.tell(TokenWanted{"zalo", true});  // what fails is tried in its own time
    CHECK(desk.renewals.size() == asked);
}

TEST_CASE("a token is nowhere in clear on disk") {
    testkit::ScratchDirectory scratch;
    {
        Desk desk(std::make_shared<const Settings>(with_zalo()), scratch.path());
        desk.wait(std::chrono::seconds{1});
        desk.tell(got("TOKEN-IN-CLEAR", "REFRESH-IN-CLEAR"));
        desk.stop();
    }
    for (const auto& file : testkit::files_below(scratch.path())) {
        auto bytes = testkit::slurp(file);
        CHECK(bytes.find("TOKEN-IN-CLEAR") == std::string::npos);
        CHECK(bytes.find("REFRESH-IN-CLEAR") == std::string::npos);
    }
}
