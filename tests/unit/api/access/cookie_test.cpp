// What the cookie of a session opens, and until when.
#include "core/access/session.hpp"
#include "unit/api/api_harness.hpp"

namespace breachd::api {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

const std::string kHere = "http://127.0.0.1:8472";

// An is signed in as a responder with the cookie "an's".
struct House {
    Api api;

    House() {
        auto settings = std::make_shared<Settings>(*api.settings);
        settings->public_url = kHere;
        api.settings = settings;
        auto access = std::make_shared<Access>(*api.access.load());
        access->sign_in.password = true;
        api.access = access;
        seat("an", Role::responder);
    }
    void seat(const std::string& person, Role role) {
        auto book = std::make_shared<AccessBook>(*api.book.load());
        book->accounts[person] = {role, api.now};
        auto cookie = sha256(person + "'s");
        book->sessions[cookie] = {session_id(cookie), person, api.now, api.now, api.now};
        api.book = book;
    }
    testkit::HttpReply call(const std::string& method, const std::string& path, testkit::HttpHeaders headers = {},
                            const std::string& cookie = "an's") {
        headers.emplace("Cookie", "__Host-breachd=" + cookie);
        if (method != "GET" && headers.count("Origin") == 0) headers.emplace("Origin", kHere);
        return api.call(method, path, method == "GET" || method == "DELETE" ? "" : "{}", std::move(headers), "");
    }
    int get(const std::string& cookie = "an's") { return call("GET", "/api/v1/whoami", {}, cookie).status; }
};

constexpr const char* kAcknowledge = "/api/v1/incidents/INC-2026-0001/acknowledge";
constexpr const char* kRelease = "/api/v1/incidents/INC-2026-0001/notice/release";

}  // namespace

TEST_CASE("a cookie calls with the role of the account, in the person's name") {
    House house;
    CHECK(house.get() == 200);
    CHECK(house.call("POST", kAcknowledge).status == 200);
    CHECK(house.api.last().actor == "person:an");
    CHECK(house.api.last().person == "an");
    CHECK(std::get<engine::Acknowledge>(house.api.last().command).via == "console");
    CHECK_FALSE(house.api.last().is_dpo);
    CHECK(house.call("POST", "/api/v1/incidents/INC-2026-0001/hold").status == 403);
    CHECK(house.call("GET", "/api/v1/accounts").status == 403);
    CHECK(house.get("binh's") == 401);
    CHECK(house.get("") == 401);
    auto me = house.call("GET", "/api/v1/me").parsed();
    CHECK(me.at("actor") == "person:an");
    CHECK(me.at("person").at("id") == "an");
    CHECK(me.at("session").at("id").as_string() == session_id(sha256("an's")));
    CHECK(me.at("session").at("idle_until").as_string() == format_rfc3339(house.api.now + hours{1}));
}

TEST_CASE("a session ends when it was not used for the idle limit, and after the absolute limit whatever happens") {
    House house;
    for (int i = 0; i < 13; ++i) {
        house.api.now += minutes{55};
        INFO(i);
        CHECK(house.get() == 200);
    }
    house.api.now += minutes{6};
    CHECK(house.get() == 401);

    House idle;
    idle.api.now += minutes{59};
    CHECK(idle.call("GET", "/api/v1/me").status != 401);  // a console that is open and untouched asks this
    idle.api.now += minutes{1};
    CHECK(idle.get() == 401);

    House refreshed;  // a screen that reads again by itself is nobody's hand
    refreshed.api.now += minutes{59};
    CHECK(refreshed.call("GET", "/api/v1/whoami", {{"X-By-Itself", "1"}}).status == 200);
    refreshed.api.now += minutes{1};
    CHECK(refreshed.get() == 401);
}

TEST_CASE("a session that is used is told to the engine, once a minute at most") {
    House house;
    auto touched = [&] {
        auto before = house.api.count();
        CHECK(house.get() == 200);
        return house.api.count() - before;
    };
    CHECK(touched() == 0);
    house.api.now += minutes{1};
    CHECK(touched() == 1);
    CHECK(touched() == 0);
    house.api.now += minutes{2};
    CHECK(touched() == 1);
    CHECK(house.api.last_command<engine::TouchSession>().at == house.api.now);
}

TEST_CASE("who is no longer configured, or has no account, is not let in, nor is anybody where people do not sign in") {
    House house;
    auto settings = std::make_shared<Settings>(*house.api.settings);
    settings->people = {{"binh", "Trần Bình", {}}};
    auto before = house.api.settings;
    house.api.settings = settings;
    CHECK(house.get() == 401);
    house.api.settings = before;
    CHECK(house.get() == 200);
    auto access = std::make_shared<Access>(*house.api.access.load());
    access->sign_in.password = false;
    house.api.access = access;
    CHECK(house.get() == 401);
    access = std::make_shared<Access>(*access);
    access->sign_in.password = true;
    house.api.access = access;
    auto book = std::make_shared<AccessBook>(*house.api.book.load());
    book->accounts.clear();
    house.api.book = book;
    CHECK(house.get() == 401);
}

TEST_CASE("another site's page can make a browser send the cookie, and it changes nothing") {
    House house;
    auto post = [&](testkit::HttpHeaders headers) {
        return house.call("POST", kAcknowledge, std::move(headers)).status;
    };
    auto before = house.api.count();
    CHECK(post({{"Origin", "https://evil.test"}}) == 403);
    CHECK(post({{"Origin", "null"}}) == 403);
    CHECK(post({{"Origin", kHere}, {"Sec-Fetch-Site", "cross-site"}}) == 403);
    CHECK(post({{"Origin", kHere}, {"Sec-Fetch-Site", "same-site"}}) == 403);
    CHECK(house.api.call("POST", kAcknowledge, "{}", {{"Cookie", "__Host-breachd=an's"}}, "").status == 401);
    CHECK(house.call("GET", "/api/v1/whoami", {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
    CHECK(house.api.count() == before);
    CHECK(post({{"Origin", kHere}, {"Sec-Fetch-Site", "same-origin"}}) == 200);
}

TEST_CASE("what cannot be undone wants the password of these ten minutes, a token does not") {
    House house;
    CHECK(house.call("POST", kRelease).status == 200);
    house.api.now += minutes{10};
    auto refused = house.call("POST", kRelease);
    CHECK(refused.status == 403);
    CHECK(refused.parsed().at("type").as_string() == "urn:breachd:step-up");
    CHECK(house.call("POST", kAcknowledge).status == 200);
    for (const char* path : {"/api/v1/incidents/INC-2026-0001/report/filings"})
        CHECK(house.call("POST", path).status == 403);
    CHECK(house.call("GET", "/api/v1/incidents/INC-2026-0001/subjects/1").status == 403);
    CHECK(house.api.call("POST", kRelease, "{}", {}, "responder").status == 200);
    auto vietnamese = house.call("POST", kRelease, {{"Accept-Language", "vi"}}).parsed();
    CHECK(vietnamese.at("type").as_string() == "urn:breachd:step-up");
    CHECK(vietnamese.at("detail").as_string() == "hãy nhập lại mật khẩu và mã xác thực: việc này không hoàn tác được");
}

TEST_CASE("a token beside the cookie is what counts, and two cookies count as none") {
    House house;
    CHECK(house.api.call("GET", "/api/v1/whoami", "", {{"Cookie", "__Host-breachd=an's"}}, "dpo").parsed().at("role") ==
          "dpo");
    CHECK(house.api.call("GET", "/api/v1/whoami", "", {{"Cookie", "__Host-breachd=an's"}}, "wrong").status == 401);
    CHECK(house.get("an's; __Host-breachd=other") == 401);
}

TEST_CASE("a person sees and ends the own sessions, an admin everybody's") {
    House house;
    house.seat("binh", Role::admin);
    auto listed = [&](const std::string& cookie) {
        return house.call("GET", "/api/v1/sessions", {}, cookie).parsed().at("items").as_array().size();
    };
    CHECK(listed("an's") == 1);
    CHECK(listed("binh's") == 2);
    house.api.engine = [](const engine::Envelope&) { return Result<engine::Answer>(engine::Done{}); };
    auto ended = house.call("DELETE", "/api/v1/sessions/" + session_id(sha256("binh's")));
    CHECK(ended.header("set-cookie").empty());
    CHECK_FALSE(house.api.last_command<engine::EndSession>().anybodys);
    CHECK(house.call("DELETE", "/api/v1/sessions/x", {}, "binh's").status == 200);
    CHECK(house.api.last_command<engine::EndSession>().anybodys);
    auto out = house.call("DELETE", "/api/v1/session");
    CHECK(out.header("set-cookie") == "__Host-breachd=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    CHECK(house.api.last_command<engine::EndSession>().id == session_id(sha256("an's")));
    CHECK(house.api.call("DELETE", "/api/v1/session", "", {}, "dpo").status == 409);
}

TEST_CASE("the person of a token and the person who signed in are one for what two people must do") {
    House house;
    auto access = std::make_shared<Access>(*house.api.access.load());
    for (auto& token : access->tokens) token.person = token.name == "dpo" ? "an" : "";
    house.api.access = access;
    CHECK(house.api.call("POST", kAcknowledge, "{}", {}, "dpo").status == 200);
    CHECK(house.api.last().person == "an");
    CHECK(house.api.last().actor == "person:an");
    CHECK(house.api.call("POST", kAcknowledge, "{}", {}, "responder").status == 200);
    CHECK(house.api.last().person == "responder");
    CHECK(house.api.last().actor == "token:responder");
}

TEST_CASE("an event stream comes by cookie, and ends with the session") {
    House house;
    Wire wire(house.api.port());
    wire.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: __Host-breachd=an's\r\n\r\n");
    CHECK(wire.read_response(true).starts_with("HTTP/1.1 200"));
    CHECK_FALSE(wire.read_until("retry: 3000\n\n").empty());
    CHECK_FALSE(wire.ended(std::chrono::milliseconds(200)));
    auto book = std::make_shared<AccessBook>(*house.api.book.load());
    book->sessions.clear();
    house.api.book = book;
    CHECK(wire.ended());
}

}  // namespace breachd::api
