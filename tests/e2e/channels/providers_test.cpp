// Each provider through the real daemon, against a stand-in that misbehaves as ordered: who was told is who the
// stand-in took a message for, and a faulty answer never tells anybody. In drill time, in which a minute is a second.
#include <fmt/format.h>

#include <chrono>
#include <set>

#include "base/digest.hpp"
#include "e2e/daemon.hpp"
#include "testkit/certificates.hpp"
#include "testkit/keys.hpp"
#include "testkit/providers/providers.hpp"

using namespace breachd;
using namespace breachd::e2e;
using testkit::Fault;
using testkit::Providers;

namespace {

// What can happen to a message, each once. Those that leave a doubt come first: they meet first attempts, of which each
// has one more.
const std::vector<Fault> kEverything{Fault::garbage, Fault::reset_taken, Fault::reset_unread,
                                     Fault::slow,    Fault::temporary,   Fault::permanent,
                                     Fault::channel, Fault::too_many,    Fault::error};
constexpr int kPeople = 8;

Settings settings_with(const std::string& channel, const std::string& hooks = "") {
    Settings out;
    out.mode = "drill";
    out.time_scale = 60;
    out.order = "[kenh]";
    out.channels = "  kenh: {" + channel + ", rate: 500/s, connections: 2}";
    out.hooks = hooks;
    out.public_host = "127.0.0.1";
    return out;
}

void spill_secrets(const Daemon& daemon) {
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{{"esms.key", "khoa-api"},
                                                                                     {"esms.secret", "khoa-bi-mat"},
                                                                                     {"zalo.secret", "zalo-bi-mat"},
                                                                                     {"zalo.refresh", "zalo-refresh-1"},
                                                                                     {"apns.p8", testkit::ec_key()}})
        testkit::spill(daemon.path(name), text + "\n");
}

void spill_account(const Daemon& daemon, const std::string& token_url) {
    testkit::spill(daemon.path("fcm.json"), json::serialize(json::object{{"client_email", "breachd@vidu.test"},
                                                                         {"private_key", testkit::rsa_key()},
                                                                         {"project_id", "vidu"},
                                                                         {"token_uri", token_url}}));
}

// People by telephone, or by a registration token of an app.
std::string people(const std::string& column, int count = kPeople) {
    std::string out = "subject_ref,name," + column + "\n";
    for (int i = 1; i <= count; ++i)
        out += fmt::format("KH-{0},Người Thử {0},{1}\n", i,
                           column == "phone" ? fmt::format("09010000{:02}", i) : fmt::format("token{:02}", i));
    return out;
}

std::string released(Daemon& daemon, const std::string& list) {
    auto incident = daemon.open(now_rfc3339());
    auto id = text(incident, "id");
    auto path = "/api/v1/incidents/" + id;
    auto imported = daemon.call("an", "POST", path + "/subjects", list, {{"Content-Type", "text/csv"}});
    INFO(imported.body);
    REQUIRE(imported.status < 300);
    auto reply = daemon.post("dpo", path + "/notice/release", json::object{});
    INFO(reply.body);
    REQUIRE(reply.status < 300);
    return id;
}

bool ends_with(Daemon& daemon, const std::string& id, int told, int unreachable) {
    return daemon.wait_incident(
        id,
        [&](const auto& it) {
            return text(it, "notice_run.told") == std::to_string(told) &&
                   text(it, "notice_run.unreachable") == std::to_string(unreachable);
        },
        std::chrono::seconds(90));
}

std::set<std::string> reached(const Providers& providers, const std::string& provider) {
    std::set<std::string> out;
    for (const auto& each : providers.taken(provider)) out.insert(each.to);
    return out;
}

}  // namespace

TEST_CASE("esms: whatever its answers, who is told has one message, and who is refused has none") {
    Providers providers;
    providers.order("esms", kEverything);
    Daemon daemon(settings_with("type: esms, url: \"" + providers.esms_url() +
                                "\", api_key_file: esms.key, secret_key_file: esms.secret, brandname: VIDU, "
                                "parts_max: 10, letters: unmarked"));
    spill_secrets(daemon);
    REQUIRE(daemon.start());
    auto id = released(daemon, people("phone"));
    CHECK(ends_with(daemon, id, kPeople - 1, 1));
    INFO(json::serialize(daemon.incident(id)) << daemon.log());
    CHECK(reached(providers, "esms").size() == kPeople - 1);
    CHECK(providers.taken("esms").size() == kPeople - 1);  // RequestId: a repeat shows no second message
    for (const auto& each : providers.taken("esms")) CHECK(daemon.log().find(each.to) == std::string::npos);
}

TEST_CASE("esms: a message counts when eSMS says that it arrived, its unsigned call makes us ask, and tells nobody") {
    Providers providers;
    Daemon daemon(
        settings_with("type: esms, url: \"" + providers.esms_url() +
                          "\", api_key_file: esms.key, secret_key_file: esms.secret, brandname: VIDU, "
                          "parts_max: 10, letters: unmarked, told_when: delivered",
                      "  - {name: esms, type: secret_path, secret: bi-mat-cua-duong-dan-1, receipts: [kenh]}"));
    spill_secrets(daemon);
    REQUIRE(daemon.start());
    auto id = released(daemon, people("phone", 3));
    REQUIRE(testkit::wait_until([&] { return providers.taken("esms").size() == 3; }, std::chrono::seconds(30)));
    auto call = [&](const std::string& secret, const std::string& message) {
        return daemon
            .call("", "GET",
                  "/api/v1/hooks/esms/" + secret + "?SMSID=" + message +
                      "&SendStatus=5&SendSuccess=1&phonenumber=0901000001")
            .status;
    };
    CHECK(call("falsch", "esms-1") == 401);
    auto polls = providers.polls();
    CHECK(call("bi-mat-cua-duong-dan-1", "esms-1") == 200);
    CHECK(call("bi-mat-cua-duong-dan-1", "esms-999") == 200);
    CHECK(testkit::wait_until([&] { return providers.polls() > polls; }, std::chrono::seconds(20)));
    CHECK(text(daemon.incident(id), "notice_run.told") == "0");  // eSMS itself says nothing yet
    providers.settle("84901000001", "delivered");
    providers.settle("84901000002", "delivered");
    providers.settle("84901000003", "failed");
    CHECK(ends_with(daemon, id, 2, 1));
    CHECK(daemon.log().find("0901000001") == std::string::npos);
    CHECK(daemon.log().find("bi-mat-cua") == std::string::npos);
}

TEST_CASE("zalo: tokens work once and are kept, a signed event says that a message arrived") {
    Providers providers;
    providers.order("zalo", {Fault::temporary, Fault::permanent, Fault::too_many, Fault::error});
    auto channel = fmt::format(
        "type: zalo, url: \"{}\", token_url: \"{}\", app_id: \"4711\", app_secret_file: zalo.secret, "
        "refresh_token_file: zalo.refresh, template_id: \"643118\", told_when: delivered, text: whole, "
        "parameters: {{ten: \"{{name}}\", ma: \"{{code}}\"}}",
        providers.zalo_url(), providers.zalo_token_url());
    Daemon daemon(settings_with(
        channel, "  - {name: zalo, type: zalo, app_id: \"4711\", secret: oa-bi-mat-0123456789, receipts: [kenh]}"));
    spill_secrets(daemon);
    REQUIRE(daemon.start());
    REQUIRE(testkit::wait_until([&] { return providers.tokens() == 1; }, std::chrono::seconds(20)));
    auto id = released(daemon, people("phone"));
    REQUIRE(
        testkit::wait_until([&] { return providers.taken("zalo").size() == kPeople - 2; }, std::chrono::seconds(90)));
    CHECK(providers.tokens() == 1);
    CHECK(providers.misuse().empty());
    CHECK(text(daemon.incident(id), "notice_run.told") == "0");
    auto event = [&](const std::string& message, const std::string& secret) {
        auto at = fmt::format("{}", std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
        auto body = json::serialize(json::object{{"event_name", "user_received_message"},
                                                 {"app_id", "4711"},
                                                 {"message", {{"msg_id", message}, {"delivery_time", at}}},
                                                 {"timestamp", at}});
        auto mac = hex(sha256({"4711", body, at, secret}));
        return daemon.call("", "POST", "/api/v1/hooks/zalo", body, {{"X-ZEvent-Signature", "mac=" + mac}}).status;
    };
    for (const auto& each : providers.taken("zalo")) {
        CHECK(event(each.id, "khong-phai") == 401);
        CHECK(testkit::wait_until([&] { return event(each.id, "oa-bi-mat-0123456789") == 200; }));
    }
    CHECK(event("zalo-999", "oa-bi-mat-0123456789") == 200);
    CHECK(ends_with(daemon, id, kPeople - 2, 2));
    // The kept token is used after a restart; the first refresh token would be refused now.
    CHECK(daemon.stop() == 0);
    REQUIRE(daemon.start());
    released(daemon, people("phone", 2));
    CHECK(testkit::wait_until([&] { return providers.taken("zalo").size() == kPeople; }, std::chrono::seconds(30)));
    CHECK(providers.tokens() == 1);
    CHECK(providers.misuse().empty());
    for (const auto& file : testkit::files_below(daemon.path("data"))) {
        auto bytes = testkit::slurp(file);
        CHECK(bytes.find("zalo-refresh-") == std::string::npos);
        CHECK(bytes.find("token-1") == std::string::npos);
    }
    CHECK(daemon.log().find("zalo-refresh-") == std::string::npos);
}

TEST_CASE("fcm: Google's token is got for a signed statement, an app that is gone is no person who was told") {
    Providers providers;
    auto faults = kEverything;
    providers.order("fcm", faults);
    Daemon daemon(settings_with("type: fcm, service_account_file: fcm.json, url: \"" + providers.fcm_url() + "\""));
    spill_account(daemon, providers.google_token_url());
    REQUIRE(daemon.start());
    auto id = released(daemon, people("push_token"));
    bool ended = ends_with(daemon, id, kPeople - 1, 1);
    INFO(json::serialize(daemon.incident(id)) << daemon.log());
    CHECK(ended);
    CHECK(reached(providers, "fcm").size() == kPeople - 1);
    CHECK(providers.tokens() == 1);
    CHECK(daemon.log().find("PRIVATE KEY") == std::string::npos);
}

TEST_CASE("apns: over HTTP/2, with a token of ours, a telephone that is gone is no person who was told") {
    Providers providers;
    providers.order("apns", kEverything);
    auto port = testkit::free_port();
    ScratchDirectory scratch;
    testkit::Certificates certificates;
    testkit::Process proxy({"nghttpx", "--conf=/dev/null", fmt::format("--frontend=127.0.0.1,{}", port),
                            fmt::format("--backend=127.0.0.1,{}", providers.port()), "--workers=1", "--log-level=ERROR",
                            certificates.server_key(), certificates.server_certificate()},
                           scratch / "nghttpx.log");
    Daemon daemon(settings_with(
        fmt::format("type: apns, key_file: apns.p8, key_id: ABC123DEFG, team_id: DEF123GHIJ, topic: test.vidu.app, "
                    "url: \"https://127.0.0.1:{}\", ca_file: {}",
                    port, certificates.ca())));
    spill_secrets(daemon);
    REQUIRE(daemon.start());
    auto id = released(daemon, people("push_token"));
    bool ended = ends_with(daemon, id, kPeople - 1, 1);
    INFO(json::serialize(daemon.incident(id)) << daemon.log() << testkit::slurp(scratch / "nghttpx.log"));
    CHECK(ended);
    CHECK(reached(providers, "apns").size() == kPeople - 1);
}

TEST_CASE("a gateway by template: its body's words decide, and an id keeps a repeat from being a second message") {
    Providers providers;
    providers.order("esms", kEverything);
    Daemon daemon(settings_with(
        "type: http_gateway, url: \"" + providers.esms_url() +
        "/SendMultipleMessage_V4_post_json/\", secret: khoa-api, address: phone, "
        "body: '{\"ApiKey\": \"{secret}\", \"Phone\": \"{contact_84}\", \"Content\": \"{text}\", \"RequestId\": "
        "\"{id}\"}', success: '/CodeResult in [100, 124]', refused: '/CodeResult in [108]', "
        "fault: '/CodeResult in [103]', id_at: /SMSID, code_at: /CodeResult"));
    REQUIRE(daemon.start());
    auto id = released(daemon, people("phone"));
    bool ended = ends_with(daemon, id, kPeople - 1, 1);
    INFO(json::serialize(daemon.incident(id)) << daemon.log());
    CHECK(ended);
    CHECK(reached(providers, "esms").size() == kPeople - 1);
    CHECK(providers.taken("esms").size() == kPeople - 1);
    CHECK(daemon.log().find("khoa-api") == std::string::npos);
}

TEST_CASE("speedsms: whatever its answers, who is told has a message, and who is refused has none") {
    Providers providers;
    providers.order("speedsms", {Fault::none, Fault::permanent, Fault::channel, Fault::too_many, Fault::error,
                                 Fault::reset_unread, Fault::reset_taken, Fault::garbage});
    Daemon daemon(settings_with("type: speedsms, url: \"" + providers.speedsms_url() +
                                "\", token: khoa-speed, sender: VIDU, letters: unmarked, parts_max: 10"));
    REQUIRE(daemon.start());
    auto id = released(daemon, people("phone"));
    bool ended = ends_with(daemon, id, kPeople - 1, 1);
    INFO(json::serialize(daemon.incident(id)) << daemon.log());
    CHECK(ended);
    CHECK(reached(providers, "speedsms").size() == kPeople - 1);
}
