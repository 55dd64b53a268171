#include "scratch.hpp"

using namespace breachd;
using namespace breachd::test;

namespace {

SignIn sign_in_of(const std::string& yaml) {
    auto report = read_of(yaml);
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    return report.config.settings.sign_in;
}

}  // namespace

TEST_CASE("people may sign in where a browser keeps the cookie: over https, and on this machine") {
    CHECK(sign_in_of("server: {public_url: \"https://breach.vidu.test\"}\n").password);
    CHECK(sign_in_of("server: {public_url: \"http://localhost:8472\"}\n").password);
    CHECK(sign_in_of("server: {public_url: \"http://127.0.0.1:8472\"}\n").password);
    CHECK(sign_in_of("server: {public_url: \"http://[::1]:8472\"}\n").password);
    CHECK(sign_in_of("").password);  // it listens on 127.0.0.1
    CHECK_FALSE(sign_in_of("server: {public_url: \"http://breach.vidu.test\"}\n").password);
    CHECK_FALSE(sign_in_of("server: {public_url: \"http://localhost.evil.test\"}\n").password);
}

TEST_CASE("where people are to sign in over plain http the check fails, unless they are not to") {
    const std::string plain = "server: {public_url: \"http://breach.vidu.test\"}\n";
    has(errors_of(plain + "sign_in: {idle: 30m}\n"), "b.yaml:3:10: people can sign in only where server.public_url");
    CHECK_FALSE(sign_in_of(plain + "sign_in: {password: false}\n").password);
}

TEST_CASE("passkeys belong to a name: an address of numbers has none") {
    CHECK(sign_in_of("server: {public_url: \"https://breach.vidu.test\"}\n").passkey);
    CHECK(sign_in_of("server: {public_url: \"http://localhost:8472\"}\n").passkey);
    CHECK_FALSE(sign_in_of("server: {public_url: \"http://127.0.0.1:8472\"}\n").passkey);
    CHECK_FALSE(sign_in_of("server: {public_url: \"https://[2001:db8::1]\"}\n").passkey);
    CHECK_FALSE(sign_in_of("server: {public_url: \"https://breach.vidu.test\"}\nsign_in: {passkey: false}\n").passkey);
    has(errors_of("server: {public_url: \"http://127.0.0.1:8472\"}\nsign_in: {passkey: true}\n"),
        "passkeys belong to a name: server.public_url is an address of numbers");
    has(errors_of("server: {public_url: \"http://breach.vidu.test\"}\nsign_in: {password: false, passkey: true}\n"),
        "people can sign in only where server.public_url begins with https://");
}

TEST_CASE("the limits of a session are settings with sane defaults") {
    using namespace std::chrono;
    auto usual = sign_in_of("");
    CHECK(usual.idle == hours{1});
    CHECK(usual.absolute == hours{12});
    CHECK(usual.step_up == minutes{10});
    auto given = sign_in_of("sign_in: {idle: 30m, absolute: 8h, step_up: 5m}\n");
    CHECK(given.idle == minutes{30});
    CHECK(given.absolute == hours{8});
    CHECK(given.step_up == minutes{5});
    has(errors_of("sign_in: {idle: 1s}\n"), "1s is out of range: 5m to 1d");
    has(errors_of("sign_in: {absolute: 400d}\n"), "400d is out of range: 15m to 7d");
    has(errors_of("sign_in: {idel: 1h}\n"), "did you mean \"idle\"?");
}

TEST_CASE("a token may say whose it is, and only of somebody who is configured") {
    const std::string people = "people: [{id: an, name: Nguyễn An}]\n";
    auto token = [](const std::string& more) {
        return "access: {tokens: [{name: laptop, role: dpo, token_file: tokens/an.token" + more + "}]}\n";
    };
    auto report = read_of(people + token(", person: an"));
    CHECK(report.config.settings.tokens.at(0).person == "an");
    has(errors_of(people + token(", person: ann")), "(did you mean \"an\"?)");
    has(warnings_of(people + token("") + "sign_in: {idle: 1h}\n"), "access.tokens laptop: beside whoever signs in");
    CHECK(warnings_of(people + token(", person: an") + "sign_in: {idle: 1h}\n").find("beside") == std::string::npos);
}
