// A passkey at a real daemon.
#include "base/digest.hpp"
#include "e2e/access/browser.hpp"
#include "testkit/authenticator.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

std::string origin_of(const Daemon& daemon) {
    auto url = daemon.url();
    return "http://localhost" + url.substr(url.rfind(':'));
}

struct Phone {
    Daemon& daemon;
    Browser& browser;
    testkit::Authenticator& device;
    unsigned char count = 7;

    HttpHeaders from_here() const { return {{"Origin", origin_of(daemon)}}; }
    HttpReply post(const std::string& path, const json::object& body = {}) {
        return browser.call("POST", path, body, from_here());
    }
    HttpReply add(const std::string& name) {
        auto begun = post("/api/v1/passkeys/begin").parsed();
        auto client = device.client_data("webauthn.create", text(begun, "challenge"));
        return post(
            "/api/v1/passkeys",
            {{"name", name}, {"client_data", base64url(client)}, {"authenticator_data", base64url(device.made())}});
    }
    json::object proof(const std::string& challenge) {
        auto client = device.client_data("webauthn.get", challenge);
        auto data = device.said(0x05, "", ++count);
        return {{"passkey", json::object{{"id", base64url(device.id())},
                                         {"client_data", base64url(client)},
                                         {"authenticator_data", base64url(data)},
                                         {"signature", base64url(device.sign(data, client))}}}};
    }
    std::string asked(const std::string& path) { return text(post(path).parsed(), "challenge"); }
};

}  // namespace

TEST_CASE("a person adds a passkey, signs in with it and steps up, an answer counts once, a removed key never") {
    Settings settings;
    settings.public_host = "localhost";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    Browser an(daemon, "an");
    REQUIRE(an.settle("dpo"));
    testkit::Authenticator device(origin_of(daemon), "localhost");
    Phone phone{daemon, an, device};
    auto added = phone.add("điện thoại");
    INFO(added.body);
    REQUIRE(added.status == 200);
    CHECK(phone.add("lần nữa").status == 409);

    Browser again(daemon, "an");
    Phone there{daemon, again, device, 20};
    auto answer = there.proof(there.asked("/api/v1/session/challenge"));
    auto signed_in = there.post("/api/v1/session", answer);
    INFO(signed_in.body);
    REQUIRE(signed_in.status == 200);
    CHECK(text(signed_in.parsed(), "person") == "an");
    CHECK(again.get("/api/v1/whoami").status == 200);
    CHECK(there.post("/api/v1/session", answer).status == 401);
    CHECK(there.post("/api/v1/session/step-up", there.proof(there.asked("/api/v1/session/step-up/challenge"))).status ==
          200);
    CHECK(there.post("/api/v1/session/step-up", there.proof(there.asked("/api/v1/session/challenge"))).status == 403);
    there.count = 3;  // a copy of the key that is behind
    CHECK(there.post("/api/v1/session", there.proof(there.asked("/api/v1/session/challenge"))).status == 401);

    auto id = text(added.parsed(), "id");
    CHECK(again.call("DELETE", "/api/v1/passkeys/" + id, {}, there.from_here()).status == 200);
    there.count = 50;
    CHECK(there.post("/api/v1/session", there.proof(there.asked("/api/v1/session/challenge"))).status == 401);
}
