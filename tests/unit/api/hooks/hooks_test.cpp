#include "api/openapi.hpp"
#include "base/enum_words.hpp"
#include "notifiers/signature.hpp"
#include "unit/api/api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kSecret = "whsec_" + base64("a secret of the pager, long enough");
const std::string kSmsSecret = "whsec_" + base64("a secret of the SMS gateway alone");
const std::string kAck =
    R"({"type":"incident.acknowledge","data":{"incident_id":"INC-2026-0001","by":"an","note":"đang xem"}})";

struct Hooked {
    Api api;
    Hooked() {
        auto access = std::make_shared<Access>(*api.access.load());
        access->hooks = {{"pager", "standard_webhooks", {"whsec_" + base64("the secret before this one"), kSecret}},
                         {"plain", "bearer", {"bnd_hook"}},
                         {"sms", "standard_webhooks", {kSmsSecret}, "", "", {"sms"}}};
        api.access = access;
    }
    testkit::HttpReply post(const std::string& body, std::chrono::seconds offset = {},
                            const std::string& secret = kSecret, const std::string& hook = "pager") {
        Instant at = std::chrono::floor<std::chrono::seconds>(api.now) + offset;
        return api.call("POST", "/api/v1/hooks/" + hook, body,
                        {{"webhook-id", "msg_1"},
                         {"webhook-timestamp", std::to_string(to_ms(at) / 1000)},
                         {"webhook-signature", sign_webhook(secret, "msg_1", at, body)}},
                        "");
    }
};

}  // namespace

TEST_CASE("a signed acknowledgement goes to the engine with the message's id, for each secret that is valid") {
    Hooked hooked;
    CHECK(hooked.post(kAck).status == 200);
    auto command = hooked.api.last_command<engine::HookAcknowledge>();
    CHECK(command.integration == "pager");
    CHECK(command.webhook_id == "msg_1");
    CHECK(command.by == "an");
    CHECK(hooked.api.last().incident == "INC-2026-0001");
    CHECK(hooked.api.last().actor == "hook:pager");
    CHECK(hooked.post(kAck, {}, "whsec_" + base64("the secret before this one")).status == 200);
}

TEST_CASE("a wrong secret, an old or future message, another body and an unknown hook are all the same 401") {
    Hooked hooked;
    auto first = hooked.post(kAck, {}, "whsec_" + base64("some other secret entirely"));
    CHECK(first.status == 401);
    CHECK(hooked.post(kAck, std::chrono::seconds(301)).status == 401);
    CHECK(hooked.post(kAck, std::chrono::seconds(-301)).status == 401);
    CHECK(hooked.post(kAck, std::chrono::seconds(299)).status == 200);
    auto unknown = hooked.post(kAck, {}, kSecret, "nosuch");
    CHECK(unknown.status == 401);
    CHECK(unknown.body == first.body);
    Instant at = std::chrono::floor<std::chrono::seconds>(hooked.api.now);
    CHECK(hooked.api
              .call("POST", "/api/v1/hooks/pager", kAck + " ",
                    {{"webhook-id", "msg_1"},
                     {"webhook-timestamp", std::to_string(to_ms(at) / 1000)},
                     {"webhook-signature", sign_webhook(kSecret, "msg_1", at, kAck)}},
                    "")
              .status == 401);
    CHECK(hooked.api.call("POST", "/api/v1/hooks/pager", kAck, {}, "dpo").status == 401);
    CHECK(hooked.api.count() == 1);
}

TEST_CASE("a delivery receipt is handed on with its channels and without the provider's words") {
    Hooked hooked;
    REQUIRE(
        hooked
            .post(
                R"({"type":"delivery.receipt","data":{"key":"INC-2026-0001-1-sms-v1","outcome":"delivered","code":"0","words":"to kh1@vidu.test ok"}})",
                {}, kSmsSecret, "sms")
            .status == 200);
    auto receipt = hooked.api.last_command<engine::Receipt>();
    CHECK(receipt.channels == std::vector<std::string>{"sms"});
    CHECK(receipt.key == "INC-2026-0001-1-sms-v1");
    CHECK(receipt.outcome == ReceiptWord::delivered);
    CHECK(receipt.code == "0");
    REQUIRE(hooked
                .post(R"({"type":"delivery.receipt","data":{"id":"sms-77","outcome":"failed","code":"0912345678"}})",
                      {}, kSmsSecret, "sms")
                .status == 200);
    CHECK(hooked.api.last_command<engine::Receipt>().provider_id == "sms-77");
    CHECK(hooked.api.last_command<engine::Receipt>().code.empty());
}

TEST_CASE("every documented outcome of a receipt is taken, every other is 422") {
    Hooked hooked;
    auto said = [&](const std::string& outcome) {
        return hooked
            .post(R"({"type":"delivery.receipt","data":{"key":"k","outcome":")" + outcome + "\"}}", {}, kSmsSecret,
                  "sms")
            .status;
    };
    std::string document(kOpenapi);
    std::string listed = "enum: [";
    for (const auto& word : enum_words<ReceiptWord>()) {
        CHECK(said(word) == 200);
        listed += (listed.back() == '[' ? "" : ", ") + word;
    }
    CHECK(document.find(listed + "]") != std::string::npos);
    for (const char* word : {"", "Delivered", "sent", "bounced"}) CHECK(said(word) == 422);
}

TEST_CASE("a hook that names no channels brings no receipts, what is unknown or lacks something is 422") {
    Hooked hooked;
    CHECK(hooked.post(R"({"type":"delivery.receipt","data":{"key":"k","outcome":"delivered"}})").status == 403);
    CHECK(hooked.post(R"({"type":"delivery.receipt","data":{"outcome":"failed"}})", {}, kSmsSecret, "sms").status ==
          422);
    CHECK(hooked.post(R"({"type":"weather","data":{}})").status == 422);
    CHECK(hooked.post(R"({"type":"incident.acknowledge","data":{"by":"an"}})").status == 422);
    CHECK(hooked.post(R"({"type":"incident.acknowledge","data":{"incident_id":"INC-2026-0001"}})").status == 422);
    CHECK(hooked.post("[]").status == 422);
    CHECK(hooked.post("nonsense").status == 400);
    CHECK(hooked.api.count() == 0);
}

namespace {

std::string acknowledged_by(const std::string& by) {
    return json::serialize(json::object{{"type", "incident.acknowledge"},
                                        {"data", {{"incident_id", "INC-2026-0001"}, {"by", by}, {"note", "x"}}}});
}

}  // namespace

TEST_CASE(
    "an acknowledgement names a known person, by id, name or token, anybody else's is 422 and reaches no engine") {
    Hooked hooked;
    for (auto [by, id] : {std::pair{"an", "an"}, {"Nguyễn An", "an"}, {"Trần Bình", "binh"}, {"dpo", "dpo"}}) {
        INFO(by);
        CHECK(hooked.post(acknowledged_by(by)).status == 200);
        CHECK(hooked.api.last_command<engine::HookAcknowledge>().by == id);
    }
    const auto count = hooked.api.count();
    for (const char* by : {"ai do khong ton tai", "Nguyễn", "viewer", "wazuh", "an\x1b[2J", "an\r\nbinh", "AN "}) {
        auto refused = hooked.post(acknowledged_by(by));
        CHECK(refused.status == 422);
        CHECK(refused.parsed().at("errors").at(0).at("pointer") == "/data/by");
    }
    CHECK(hooked.api.count() == count);
}

TEST_CASE("a hook whose configuration names a person acknowledges as that person, unless the call names a known one") {
    Hooked hooked;
    auto access = std::make_shared<Access>(*hooked.api.access.load());
    access->hooks.at(0).person = "binh";
    hooked.api.access = access;
    for (auto [by, id] : {std::pair{"", "binh"}, {"operator 7", "binh"}, {"an", "an"}}) {
        CHECK(hooked.post(acknowledged_by(by)).status == 200);
        CHECK(hooked.api.last_command<engine::HookAcknowledge>().by == id);
    }
}

TEST_CASE("a provider is told the incident's id and state and the moment, and nothing else of the incident") {
    Hooked hooked;
    hooked.api.engine = [](const engine::Envelope&) {
        auto incident = std::make_shared<Incident>();
        incident->id = "INC-2026-0001";
        incident->title = "Lộ dữ liệu vị trí";
        incident->state = IncidentState::acknowledged;
        incident->acknowledged_at = parse_rfc3339("2026-11-23T03:00:00Z").value();
        return Result<engine::Answer>(engine::Changed{incident, {}});
    };
    auto reply = hooked.post(kAck);
    CHECK(reply.parsed() == json::value{{"incident_id", "INC-2026-0001"},
                                        {"state", "acknowledged"},
                                        {"acknowledged_at", "2026-11-23T03:00:00Z"}});
    CHECK(reply.header("etag").empty());
}

TEST_CASE("a hook that cannot sign may carry a token") {
    Hooked hooked;
    CHECK(hooked.api.call("POST", "/api/v1/hooks/plain", kAck, {}, "hook").status == 200);
    CHECK(hooked.api.call("POST", "/api/v1/hooks/plain", kAck, {}, "dpo").status == 401);
    CHECK(hooked.api.call("POST", "/api/v1/hooks/plain", kAck, {}, "").status == 401);
}

}  // namespace breachd::api
