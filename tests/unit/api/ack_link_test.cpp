#include "api_harness.hpp"
#include "core/oncall/ack_token.hpp"

namespace breachd::api {

namespace {

std::string link(Api& api, std::chrono::minutes life = std::chrono::minutes(60)) {
    return "/a/" + make_ack_token(kAckKey, {"INC-2026-0001", 0, "an", api.now + life});
}

}  // namespace

TEST_CASE("opening the link of a page shows the incident and changes nothing, however often") {
    Api api;
    api.put_incident("INC-2026-0001", "Lộ <b>vị trí</b> & \"sinh trắc\"");
    for (const char* method : {"GET", "HEAD", "GET"}) {
        auto reply = api.call(method, link(api), "", {}, "");
        CHECK(reply.status == 200);
    }
    CHECK(api.count() == 0);
    auto page = api.call("GET", link(api), "", {}, "");
    CHECK(page.body.find("Tôi tiếp nhận sự cố này") != std::string::npos);
    CHECK(page.body.find("Lộ &lt;b&gt;vị trí&lt;/b&gt; &amp; &quot;sinh trắc&quot;") != std::string::npos);
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("<html lang=\"vi\">") != std::string::npos);
    CHECK(page.header("cache-control") == "no-store");
    CHECK(page.header("referrer-policy") == "no-referrer");
    CHECK(page.header("x-robots-tag").find("noindex") != std::string::npos);
    CHECK(page.header("content-security-policy").find("default-src 'none'") != std::string::npos);
    CHECK(page.header("content-security-policy").find("frame-ancestors 'none'") != std::string::npos);
}

TEST_CASE("pressing the button acknowledges in the person's name") {
    Api api;
    auto reply =
        api.call("POST", link(api), "",
                 {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}}, "");
    CHECK(reply.status == 200);
    CHECK(reply.body.find("Đã tiếp nhận") != std::string::npos);
    auto envelope = api.last();
    CHECK(envelope.incident == "INC-2026-0001");
    CHECK(envelope.actor == "person:an");
    CHECK(api.last_command<engine::Acknowledge>().by == "an");
    CHECK(api.last_command<engine::Acknowledge>().via == "link");
}

TEST_CASE("the button answers the call that the page shows, a link by itself the call that it was sent for") {
    Api api;
    api.put_incident("INC-2026-0001", "Lộ vị trí", 2);
    auto page = api.call("GET", link(api), "", {}, "").body;
    auto from = page.find("action=\"") + 8;
    auto button = "/a/" + page.substr(from, page.find('"', from) - from);
    CHECK(api.call("POST", button, "", {}, "").status == 200);
    CHECK(api.last_command<engine::Acknowledge>().call == 2);
    api.engine = [](const engine::Envelope&) { return Error{ErrorCode::stale, "the incident got worse", ""}; };
    auto refused = api.call("POST", link(api), "", {}, "");
    CHECK(api.last_command<engine::Acknowledge>().call == 0);
    CHECK(refused.status == 409);
    CHECK(refused.body.find("chưa ghi nhận tiếp nhận") != std::string::npos);
}

TEST_CASE("a link that is altered, expired, or pressed from another site does nothing") {
    Api api;
    api.put_incident("INC-2026-0001", "Lộ dữ liệu");
    std::string good = link(api);
    for (std::size_t at : {std::size_t{3}, good.size() / 2, good.size() - 2}) {
        std::string bad = good;
        bad[at] = bad[at] == 'A' ? 'B' : 'A';
        CHECK(api.call("POST", bad, "", {}, "").status == 404);
        CHECK(api.call("GET", bad, "", {}, "").status == 404);
    }
    CHECK(api.call("POST", "/a/x", "", {}, "").status == 404);
    CHECK(api.call("POST", "/a/.", "", {}, "").status == 404);
    CHECK(api.call("POST", link(api, std::chrono::minutes(-1)), "", {}, "").status == 410);
    CHECK(api.call("POST",
                   "/a/" + make_ack_token(std::string(32, 'b'),
                                          {"INC-2026-0001", 0, "an", api.now + std::chrono::hours(1)}),
                   "", {}, "")
              .status == 404);
    CHECK(api.call("POST", good, "", {{"Sec-Fetch-Site", "cross-site"}}, "").status == 403);
    CHECK(api.count() == 0);
}

TEST_CASE("the link of somebody who is no longer configured acknowledges nothing") {
    Api api;
    auto gone = "/a/" + make_ack_token(kAckKey, {"INC-2026-0001", 0, "gone", api.now + std::chrono::hours(1)});
    for (const char* method : {"GET", "POST"}) CHECK(api.call(method, gone, "", {}, "").status == 410);
    CHECK(api.count() == 0);
}

TEST_CASE("a link has one spelling: no other last character, alphabet or padding opens it") {
    Api api;
    const std::string good = link(api);
    int opened = 0;
    for (char last : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
        opened += read_ack_token(kAckKey, good.substr(3, good.size() - 4) + last, api.now) ? 1 : 0;
    CHECK(opened == 1);
    CHECK(read_ack_token(kAckKey, good.substr(3), api.now));
    CHECK_FALSE(read_ack_token(kAckKey, good.substr(3) + "=", api.now));
    // 500 links, so that both alphabets' differing characters are in some of them
    int second_spellings = 0;
    for (int i = 0; i < 500; ++i) {
        auto token = make_ack_token(kAckKey, {"INC-2026-0001", 0, "an", api.now + std::chrono::seconds(i)});
        std::string other = token;
        for (char& c : other) c = c == '-' ? '+' : c == '_' ? '/' : c;
        second_spellings += other != token && read_ack_token(kAckKey, other, api.now) ? 1 : 0;
    }
    CHECK(second_spellings == 0);
}

TEST_CASE("with an empty key no link is valid") {
    Api api([](ServerSettings&, Services& services) { services.ack_key.clear(); });
    CHECK(api.call("POST", "/a/" + make_ack_token("", {"INC-2026-0001", 0, "an", api.now + std::chrono::hours(1)}), "",
                   {}, "")
              .status == 404);
    CHECK(api.count() == 0);
}

}  // namespace breachd::api
