// People sign in at a real daemon, and others try to.
#include <fmt/format.h>
#include <httplib.h>

#include <set>

#include "base/digest.hpp"
#include "base/rng.hpp"
#include "e2e/access/browser.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

std::vector<std::string> entries(Daemon& daemon, const std::string& kind) {
    std::vector<std::string> out;
    httplib::Client client(daemon.url());
    client.set_read_timeout(2);
    auto token = testkit::slurp(daemon.token_file("dpo"));
    httplib::Headers headers{{"Authorization", "Bearer " + token.substr(0, token.find('\n'))}};
    std::string stream;
    client.Get("/api/v1/events?after=0", headers, [&](const char* bytes, std::size_t size) {
        stream.append(bytes, size);
        return stream.find("\n: \n") == std::string::npos;  // the first sign of life: nothing more is there
    });
    for (std::size_t at = 0; (at = stream.find("event: " + kind + "\ndata: ", at)) != std::string::npos; ++at) {
        auto begin = at + 14 + kind.size();
        out.push_back(stream.substr(begin, stream.find('\n', begin) - begin));
    }
    return out;
}

std::string mutated(Rng& rng, std::string cookie) {
    static const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    auto letter = [&] { return letters[rng.below(letters.size())]; };
    switch (rng.below(7)) {
        case 0:
            cookie[rng.below(cookie.size())] = letter();
            break;
        case 1:
            cookie.erase(rng.below(cookie.size()), 1 + rng.below(5));
            break;
        case 2:
            cookie.insert(rng.below(cookie.size()), 1, letter());
            break;
        case 3:
            std::swap(cookie[rng.below(cookie.size())], cookie[rng.below(cookie.size())]);
            break;
        case 4:
            cookie = cookie.substr(0, rng.below(cookie.size()));
            break;
        case 5:
            for (char& c : cookie) c = letter();
            break;
        default:
            cookie = rng.one_in(2) ? cookie + cookie : hex(sha256(cookie));
    }
    return cookie;
}

}  // namespace

TEST_CASE("a person makes an account by a one-time link, signs in, works by the cookie and signs out") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    auto token = an.invited_as("dpo");
    auto begun = an.call("POST", "/api/v1/invitation/begin", {{"token", token}}).parsed();
    CHECK(text(begun, "person") == "an");
    CHECK(text(begun, "name") == "Nguyễn An");
    CHECK(text(begun, "role") == "dpo");
    CHECK(text(begun, "totp_uri").starts_with("otpauth://totp/"));
    CHECK(an.accept(token, "ngắn").status == 422);
    CHECK(an.accept(token, "matkhau123456").status == 422);
    CHECK(an.get("/api/v1/whoami").status == 401);

    auto accepted = an.accept(token, an.password());
    INFO(accepted.body);
    REQUIRE(accepted.status == 200);
    CHECK(text(accepted.parsed(), "role") == "dpo");
    CHECK(text(accepted.parsed(), "session.idle_until") < text(accepted.parsed(), "session.expires_at"));
    auto set = accepted.header("set-cookie");
    CHECK(set.find("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200") != std::string::npos);
    CHECK(text(an.get("/api/v1/whoami").parsed(), "name") == "an");

    auto id = text(daemon.open(now_rfc3339(std::chrono::hours(-1))), "id");
    CHECK(an.call("POST", "/api/v1/incidents/" + id + "/acknowledge").status == 200);
    CHECK(text(daemon.incident(id), "acknowledged_by") == "an");
    CHECK(an.call("POST", "/api/v1/incidents/" + id + "/hold", {{"on", true}, {"reason", "thanh tra"}}).status == 200);

    auto before = an.cookie;
    CHECK(an.sign_in(an.password(), an.next_code()).status == 200);  // over the session that is there
    std::swap(before, an.cookie);
    CHECK(an.get("/api/v1/whoami").status == 401);
    std::swap(before, an.cookie);
    CHECK(an.get("/api/v1/whoami").status == 200);
    CHECK(an.step_up().status == 200);
    auto ended = an.cookie;
    REQUIRE(an.call("DELETE", "/api/v1/session").status == 200);
    CHECK(an.cookie.empty());
    an.cookie = ended;
    CHECK(an.get("/api/v1/whoami").status == 401);
    CHECK(entries(daemon, "signed_in").size() == 2);
    CHECK(entries(daemon, "signed_out").size() == 2);
    CHECK(entries(daemon, "stepped_up").size() == 1);
}

TEST_CASE("a one-time link works once, and a newer one makes the one before worthless") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an"), thief(daemon, "an");
    auto old = an.invited_as("viewer");
    auto token = an.invited_as("viewer");
    CHECK(thief.accept(old, thief.password()).status == 404);
    REQUIRE(an.accept(token, an.password()).status == 200);
    CHECK(thief.accept(token, thief.password()).status == 404);
    CHECK(thief.cookie.empty());
    CHECK(daemon.post("admin", "/api/v1/accounts/nobody/invite", {{"role", "viewer"}}).status == 404);
    CHECK(daemon.post("admin", "/api/v1/accounts/an/invite", {{"role", "source"}}).status == 422);
    CHECK(daemon.post("dpo", "/api/v1/accounts/an/invite", {{"role", "admin"}}).status == 403);
}

TEST_CASE("a code that was used, on its way or over a shoulder, signs nobody in again") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an"), thief(daemon, "an");
    REQUIRE(an.settle("responder"));
    auto code = an.next_code();
    REQUIRE(an.sign_in(an.password(), code).status == 200);
    auto replayed = thief.sign_in(an.password(), code);
    CHECK(replayed.status == 401);
    CHECK(thief.cookie.empty());
    CHECK(an.call("POST", "/api/v1/session/step-up", {{"password", an.password()}, {"totp", code}}).status == 403);
}

TEST_CASE("a stranger learns nothing: the same answer to every mistake, and a wait after five, whoever is named") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("dpo"));
    std::set<std::string> answers;
    // Behind a proxy of its own each, so that only the person is counted: the names differ, the address does not.
    for (const char* person : {"an", "binh", "không có ai"}) {
        Browser stranger(daemon, person);
        auto reply = stranger.sign_in("con trâu đi sau cái cày", "000000");
        CHECK(reply.status == 401);
        answers.insert(reply.body);
    }
    CHECK(answers.size() == 1);
    Browser stranger(daemon, "không có ai");
    for (int i = 0; i < 2; ++i) CHECK(stranger.sign_in("mật khẩu nào đó", "000000").status == 401);
    for (const char* person : {"an", "không có ai"}) {
        Browser next(daemon, person);
        auto reply = next.sign_in(an.password(), "000000");
        CHECK(reply.status == 429);
        CHECK(std::stoi(reply.header("retry-after")) > 20);
    }
    CHECK(an.get("/api/v1/whoami").status == 200);  // who is in stays in
    auto refused = entries(daemon, "sign_in_refused");
    REQUIRE_FALSE(refused.empty());
    for (const auto& entry : refused) CHECK(entry.find("không có ai\"") == std::string::npos);
}

TEST_CASE("ten thousand mutated cookies: none is let in") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("admin"));
    httplib::Client client(daemon.url());
    client.set_keep_alive(true);
    Rng rng(2026);
    int tried = 0, let_in = 0;
    while (tried < 10'000) {
        auto cookie = mutated(rng, an.cookie);
        if (cookie == an.cookie) continue;
        auto reply = client.Get("/api/v1/whoami", {{"Cookie", "__Host-breachd=" + cookie}});
        REQUIRE(reply);
        ++tried;
        if (reply->status != 401) ++let_in;
    }
    CHECK(let_in == 0);
    CHECK(an.get("/api/v1/whoami").status == 200);
    testkit::figure("mutated_cookies", fmt::format("{} tried, {} let in", tried, let_in));
}

TEST_CASE("another site's page can do nothing with a person's cookie, nor sign anybody in") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("dpo"));
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id + "/acknowledge";
    CHECK(an.call("POST", path, {}, {{"Origin", "https://evil.test"}}).status == 403);
    CHECK(an.call("POST", path, {}, {{"Origin", "null"}}).status == 403);
    CHECK(an.call("POST", path, {}, {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
    CHECK(daemon.call("", "POST", path, "{}", {{"Cookie", "__Host-breachd=" + an.cookie}}).status == 401);
    CHECK(at(daemon.incident(id), "acknowledged_at").is_null());
    Browser other(daemon, "an");
    json::object proofs{{"person", "an"}, {"password", an.password()}, {"totp", an.next_code()}};
    CHECK(other.call("POST", "/api/v1/session", proofs, {{"Origin", "https://evil.test"}}).status == 403);
    auto shown = daemon.call("", "GET", "/");
    CHECK(shown.header("x-frame-options") == "DENY");
    CHECK(shown.header("content-security-policy").find("frame-ancestors 'none'") != std::string::npos);
}

TEST_CASE("a session outlives a restart, and not its account") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("responder"));
    daemon.kill();
    REQUIRE(daemon.start());
    CHECK(an.get("/api/v1/whoami").status == 200);
    auto run = [&](std::vector<std::string> words) {
        std::vector<std::string> argv{breachctl_program(), "--server", daemon.url(), "--token-file",
                                      daemon.token_file("admin")};
        argv.insert(argv.end(), words.begin(), words.end());
        return testkit::run(argv);
    };
    auto listed = run({"account", "list"});
    CHECK(listed.code == 0);
    CHECK(listed.out.find("responder") != std::string::npos);
    auto invited = run({"account", "invite", "binh", "--role", "viewer"});
    CHECK(invited.code == 0);
    CHECK(invited.out.starts_with(daemon.url() + "/#/invite/"));
    CHECK(run({"account", "invite", "binh"}).code == 2);
    CHECK(run({"account", "invite", "nobody", "--role", "viewer"}).code == 1);
    CHECK(run({"account", "revoke", "an"}).code == 0);
    CHECK(an.get("/api/v1/whoami").status == 401);
}

TEST_CASE("a person's session and a token of the same person are one where two people are wanted") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an"), binh(daemon, "binh");
    REQUIRE(an.settle("responder"));
    REQUIRE(binh.settle("dpo"));
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id + "/dismiss";
    CHECK(an.call("POST", path, {{"reason", "báo nhầm"}}).status == 202);
    CHECK(daemon.post("an", path, {{"reason", "báo nhầm"}}).status != 200);
    CHECK(text(daemon.incident(id), "state") != "dismissed");
    CHECK(binh.call("POST", path, {{"reason", "báo nhầm"}}).status == 200);
    CHECK(text(daemon.incident(id), "state") == "dismissed");
}

TEST_CASE("neither password nor code, secret, cookie or link lies readable in the store or the log") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    auto token = an.invited_as("dpo");
    REQUIRE(an.accept(token, an.password()).status == 200);
    CHECK(an.sign_in("một mật khẩu gõ nhầm", "123123").status == 401);
    REQUIRE(daemon.stop() == 0);
    for (const auto& file : testkit::files_below(daemon.path("data"))) {
        INFO(file);
        auto bytes = testkit::slurp(file);
        for (const auto& secret : {an.password(), an.secret(), an.cookie, token, std::string("$argon2id$"),
                                   std::string("một mật khẩu gõ nhầm")})
            CHECK(bytes.find(secret) == std::string::npos);
    }
    for (const auto& secret : {an.password(), an.cookie, token}) CHECK(daemon.log().find(secret) == std::string::npos);
}

TEST_CASE("a person changes the own password with the old one and a code, and the other sessions end") {
    Daemon daemon;
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("dpo"));
    auto elsewhere = an;
    elsewhere.cookie.clear();
    REQUIRE(elsewhere.sign_in(an.password(), an.next_code()).status == 200);
    const std::string next = "trăm năm trong cõi người ta";
    auto change = [&](const std::string& password, const std::string& to, const std::string& code) {
        return an.call("POST", "/api/v1/session/password",
                       {{"password", password}, {"totp", code}, {"new_password", to}});
    };
    CHECK(change("không phải mật khẩu này", next, "000000").status == 403);
    CHECK(change(an.password(), "ngắn", "000000").parsed().at("errors").as_array().at(0).at("pointer") ==
          "/new_password");
    CHECK(change(an.password(), an.password(), "000000").status == 422);
    REQUIRE(change(an.password(), next, an.next_code()).status == 200);
    CHECK(an.get("/api/v1/whoami").status == 200);
    CHECK(elsewhere.get("/api/v1/whoami").status == 401);
    Browser again = an;
    again.cookie.clear();
    auto code = an.next_code();
    CHECK(again.sign_in(an.password(), code).status == 401);
    CHECK(again.sign_in(next, code).status == 200);
    auto entry = entries(daemon, "password_changed");
    REQUIRE(entry.size() == 1);
    CHECK(entry[0].find(next) == std::string::npos);
    auto token = daemon.post("dpo", "/api/v1/session/password",
                             json::object{{"password", "x"}, {"totp", "1"}, {"new_password", next}});
    CHECK(token.status == 409);
}
