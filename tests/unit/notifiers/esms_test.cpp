#include "notifiers/esms/esms.hpp"

#include "core/telling/notice.hpp"
#include "notifiers/esms/answer.hpp"
#include "notifiers/sms.hpp"
#include "testkit/catch.hpp"
#include "testkit/listed_keys.hpp"

namespace breachd {

namespace {

using Values = std::map<std::string, std::string>;

const Values kKeys{{"api_key", "khoa-api"}, {"secret_key", "khoa-bi-mat"}, {"brandname", "VIDU"}};

Channel channel(Values more = {}) {
    more.insert(kKeys.begin(), kKeys.end());
    ListedKeys keys(more);
    Channel c;
    c.name = "sms";
    c.type = "esms";
    c.notice_contacts = bit(ContactKind::phone);
    c.own = esms_provider().read(keys);
    CHECK(keys.errors.empty());
    return c;
}

std::vector<Message> notice() {
    Message m;
    m.key = "INC-2026-0001-3-sms-v1";
    m.kind = "notice";
    m.to = Pii<std::string>("+84901000003");
    m.short_text = Pii<std::string>("Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    return {m};
}

json::object body_of(const HttpRequest& request) { return parse_json(request.body)->as_object(); }

HttpAnswer answered(int status, std::string body) {
    return {Transport::answered, status, {}, std::move(body), Cause::none};
}

HttpAnswer result(const std::string& code) {
    return answered(200, R"({"CodeResult":")" + code + R"(","CountRegenerate":0,"SMSID":"d533-a1"})");
}

}  // namespace

TEST_CASE("esms: customer care under the brandname, the message's key is the RequestId") {
    auto request = EsmsNotifier(channel({{"callback_url", "https://n.vidu.test/api/v1/hooks/esms/bi-mat"}}), false)
                       .build(notice());
    REQUIRE(request);
    CHECK(request->url == "https://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/");
    CHECK(request->method == "POST");
    auto body = body_of(*request);
    CHECK(body.at("ApiKey") == "khoa-api");
    CHECK(body.at("SecretKey") == "khoa-bi-mat");
    CHECK(body.at("Phone") == "84901000003");
    CHECK(body.at("Content") == "Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    CHECK(body.at("Brandname") == "VIDU");
    CHECK(body.at("SmsType") == "2");
    CHECK(body.at("IsUnicode") == "1");
    CHECK(body.at("RequestId") == "INC-2026-0001-3-sms-v1");
    CHECK(body.at("Sandbox") == "0");
    CHECK(body.at("CallbackUrl") == "https://n.vidu.test/api/v1/hooks/esms/bi-mat");
}

TEST_CASE("esms: the id that is asked about later is a text or a number") {
    CHECK(outcome_of_esms(result("100"), false).provider_id == "d533-a1");
    CHECK(outcome_of_esms(answered(200, R"({"CodeResult":100,"SMSID":987654})"), false).provider_id == "987654");
    CHECK(outcome_of_esms(answered(200, R"({"CodeResult":100,"SMSID":null})"), false).provider_id.empty());
}

TEST_CASE("esms: plain letters are sent in the small alphabet, a sandbox sends nothing, a drill says so") {
    auto body = body_of(*EsmsNotifier(channel({{"letters", "unmarked"}, {"sandbox", "on"}}), false).build(notice()));
    CHECK(body.at("Content") == "Vi Du: Du lieu vi tri cua Quy khach bi lo. Ma: ab12");
    CHECK(body.at("IsUnicode") == "0");
    CHECK(body.at("Sandbox") == "1");
    CHECK_FALSE(body.contains("CallbackUrl"));
    auto drill = body_of(*EsmsNotifier(channel(), true).build(notice()));
    CHECK(drill.at("Content").as_string().find(kDrillMark) != json::string::npos);
}

TEST_CASE("esms: what gateways refuse is not sent, and a text of too many parts not at all") {
    auto odd = notice();
    odd[0].short_text = Pii<std::string>("“Mã” {x} & 5%\r\nab");
    CHECK(body_of(*EsmsNotifier(channel(), false).build(odd)).at("Content") == "Mã x 5 ab");
    std::string text;
    while (text.size() < 1000) text += "dữ ";
    odd[0].short_text = Pii(text);
    auto built = EsmsNotifier(channel(), false).build(odd);
    REQUIRE_FALSE(built);
    CHECK(built.error().code == ErrorCode::too_large);
    CHECK(EsmsNotifier(channel({{"parts_max", "10"}}), false).build(odd));
}

TEST_CASE("esms: a key that is longer than a RequestId is known by its hash, the same each time") {
    auto lengthy = notice();
    lengthy[0].key = "INC-2026-0001-3-" + std::string(60, 'x') + "-v1";
    auto id = [&] { return body_of(*EsmsNotifier(channel(), false).build(lengthy)).at("RequestId").as_string(); };
    auto first = id();
    CHECK(first.size() <= 50);
    CHECK(first == id());
    lengthy[0].key += "2";
    CHECK(first != id());
}

TEST_CASE("esms: only a number in Vietnam is an address") {
    EsmsNotifier notifier(channel(), false);
    CHECK(notifier.check(notice()[0]));
    for (const char* wrong : {"", "0901000003", "84901000003", "+14155550100", "+84", "+84901a00003"}) {
        auto message = notice()[0];
        message.to = Pii<std::string>(wrong);
        CHECK_FALSE(notifier.check(message));
    }
}

TEST_CASE("esms: what its codes mean, and whom they are about") {
    struct Case {
        const char* code;
        SendResult result;
        Blame blame;
        Cause cause;
    };
    const Case cases[] = {
        {"100", SendResult::accepted, Blame::none, Cause::none},
        {"99", SendResult::retry, Blame::unclear, Cause::blocked},
        {"101", SendResult::retry, Blame::channel, Cause::sign_in_refused},
        {"140", SendResult::retry, Blame::channel, Cause::sign_in_refused},
        {"102", SendResult::retry, Blame::channel, Cause::service_refused},
        {"103", SendResult::retry, Blame::channel, Cause::no_balance},
        {"104", SendResult::retry, Blame::channel, Cause::sender_refused},
        {"118", SendResult::retry, Blame::channel, Cause::service_refused},
        {"300", SendResult::retry, Blame::channel, Cause::service_refused},
        {"108", SendResult::rejected, Blame::recipient, Cause::address_malformed},
        {"146", SendResult::rejected, Blame::content, Cause::template_refused},
        {"177", SendResult::rejected, Blame::recipient, Cause::template_refused},
        {"124", SendResult::unknown, Blame::none, Cause::said_duplicate},
        {"107", SendResult::unknown, Blame::none, Cause::answer_unclear},
        {"204", SendResult::unknown, Blame::none, Cause::answer_unclear},
        {"31337", SendResult::unknown, Blame::none, Cause::answer_unclear},
    };
    for (const auto& each : cases) {
        INFO(each.code);
        auto outcome = outcome_of_esms(result(each.code), false);
        CHECK(outcome.result == each.result);
        CHECK(outcome.blame == each.blame);
        CHECK(outcome.cause == each.cause);
        CHECK(outcome.code == each.code);
    }
    CHECK(outcome_of_esms(result("100"), false).provider_id == "d533-a1");
    CHECK(outcome_of_esms(answered(200, R"({"CodeResult":100})"), false).result == SendResult::accepted);
    for (const char* body : {"", "{}", "<html></html>", "[100]", R"({"CodeResult":"0901000003"})",
                             R"({"CodeResult":["100"]})", R"({"CodeResult":null})"})
        CHECK(outcome_of_esms(answered(200, body), false).result == SendResult::unknown);
    CHECK(outcome_of_esms(answered(503, "{}"), false).blame == Blame::channel);
    CHECK(outcome_of_esms({Transport::lost, 0, {}, "", Cause::timed_out}, false).result == SendResult::unknown);
}

TEST_CASE("esms: a repeated RequestId is a message that was taken, after an attempt of which nothing was heard") {
    CHECK(outcome_of_esms(result("124"), true).result == SendResult::accepted);
    auto messages = notice();
    messages[0].in_doubt = true;
    CHECK(EsmsNotifier(channel(), false).read(result("124"), messages).at(0).result == SendResult::accepted);
    auto twice = result("124");
    twice.repeated = true;
    CHECK(EsmsNotifier(channel(), false).read(twice, notice()).at(0).result == SendResult::accepted);
}

TEST_CASE("esms: the question for a status names the message, and no number") {
    auto request = EsmsNotifier(channel(), false).ask("d533/a&1");
    CHECK(request.method == "GET");
    CHECK(request.url ==
          "https://rest.esms.vn/MainService.svc/json/GetSmsReceiverStatus_get?ApiKey=khoa-api&SecretKey=khoa-bi-mat&"
          "RefId=d533%2Fa%261");
    CHECK(request.body.empty());
}

TEST_CASE("esms: a status is known once the message was sent, nothing else says anything") {
    auto said = [](const std::string& list) {
        return status_of_esms(answered(200, R"({"CodeResult":"100","ReceiverList":)" + list + "}")).word;
    };
    CHECK(said(R"([{"IsSent":true,"SentResult":true,"Phone":"84901000003"}])") == ReceiptWord::delivered);
    CHECK(said(R"([{"IsSent":"true","SentResult":"true"}])") == ReceiptWord::delivered);
    CHECK(said(R"([{"IsSent":true,"SentResult":false}])") == ReceiptWord::failed);
    CHECK(said(R"([{"IsSent":true,"SentResult":true},{"IsSent":true,"SentResult":false}])") == ReceiptWord::failed);
    CHECK_FALSE(said(R"([{"IsSent":true,"SentResult":true},{"IsSent":false,"SentResult":false}])"));
    CHECK_FALSE(said(R"([{"IsSent":false,"SentResult":false}])"));
    CHECK_FALSE(said("[]"));
    CHECK_FALSE(said("[7]"));
    CHECK_FALSE(status_of_esms(answered(200, R"({"CodeResult":"101"})")).word);
    CHECK_FALSE(status_of_esms(answered(500, R"({"ReceiverList":[{"IsSent":true,"SentResult":true}]})")).word);
    CHECK_FALSE(status_of_esms({Transport::lost, 0, {}, "", Cause::timed_out}).word);
}

TEST_CASE("esms: the probe asks about no message, wrong keys and other servers are seen") {
    EsmsNotifier notifier(channel(), false);
    CHECK(notifier.probe().method == "GET");
    CHECK(notifier.probe().body.empty());
    CHECK(notifier.read_probe(answered(200, R"({"CodeResult":"100","ReceiverList":[]})")).works);
    auto refused = notifier.read_probe(answered(200, R"({"CodeResult":"101"})"));
    CHECK_FALSE(refused.works);
    CHECK(refused.cause == Cause::sign_in_refused);
    CHECK_FALSE(notifier.read_probe(answered(200, "<html></html>")).works);
    CHECK_FALSE(notifier.read_probe(answered(404, "{}")).works);
    CHECK_FALSE(notifier.read_probe({Transport::not_sent, 0, {}, "", Cause::not_connected}).works);
}

TEST_CASE("esms: keys, both secrets and a brandname as it can be registered") {
    ListedKeys none{Values{}};
    esms_provider().read(none);
    CHECK(none.errors.size() == 3);
    for (const char* wrong : {"DIEN LUC HA NOI", "VÍ DỤ", "A&B"}) {
        auto values = kKeys;
        values["brandname"] = wrong;
        ListedKeys keys(values);
        esms_provider().read(keys);
        CHECK(keys.errors.size() == 1);
    }
}

}  // namespace breachd
