#include "notifiers/webhook/webhook.hpp"

#include "notifiers/gateway_answer.hpp"
#include "notifiers/signature.hpp"
#include "testkit/catch.hpp"

namespace breachd {

namespace {

constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

Channel channel(std::string_view secret = kSecret) {
    auto own = std::make_shared<WebhookConfig>();
    own->address = "http://127.0.0.1:9/page";
    own->secret = secret;
    Channel c;
    c.name = "pager";
    c.type = "webhook";
    c.own = own;
    return c;
}

Message page() {
    Message m;
    m.key = "pg-1";
    m.kind = "page";
    m.incident = "INC-2026-0001";
    m.to = Pii<std::string>("an");
    m.subject = "[INC-2026-0001] sự cố mới";
    m.text = Pii<std::string>("sự cố mới");
    m.data = {{"why", "sự cố mới"}, {"severity", 80}, {"ack_url", "http://x/a/t"}};
    m.at = instant_from_ms(1'700'000'000'000);
    return m;
}

Message notice() {
    auto m = page();
    m.key = "INC-2026-0001-5-sms-v1";
    m.kind = "notice";
    m.to = Pii<std::string>("+84912345678");
    m.to_name = Pii<std::string>("Nguyễn An");
    m.short_text = Pii<std::string>("ngắn");
    m.data = {};
    return m;
}

json::object body_of(const HttpRequest& request) { return parse_json(request.body)->as_object(); }

std::string header(const HttpRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

HttpAnswer answered(int status, std::string body = "", std::map<std::string, std::string> headers = {}) {
    return {Transport::answered, status, std::move(headers), std::move(body), Cause::none};
}

std::vector<Message> one(Message message) { return {std::move(message)}; }

Outcome read(const HttpAnswer& answer) { return WebhookNotifier(channel(), false).read(answer, one(page())).at(0); }

}  // namespace

TEST_CASE("a webhook is signed over its own bytes, and its id is the message's key") {
    auto request = WebhookNotifier(channel(), false).build(one(page()));
    REQUIRE(request);
    CHECK(header(*request, "webhook-id") == "pg-1");
    CHECK(header(*request, "webhook-timestamp") == "1700000000");
    CHECK(verify_webhook({std::string(kSecret)}, "pg-1", "1700000000", header(*request, "webhook-signature"),
                         request->body, page().at));
    CHECK(request->method == "POST");
    auto again = WebhookNotifier(channel(), false).build(one(page()));
    CHECK(again->body == request->body);
}

TEST_CASE("a page tells a machine what it needs to page somebody and to acknowledge") {
    auto body = body_of(*WebhookNotifier(channel(), false).build(one(page())));
    CHECK(body.at("type") == "page");
    CHECK(body.at("drill") == false);
    CHECK(body.at("timestamp") == "2023-11-14T22:13:20Z");
    const auto& data = body.at("data").as_object();
    CHECK(data.at("incident_id") == "INC-2026-0001");
    CHECK(data.at("severity") == 80);
    CHECK(data.at("ack_url") == "http://x/a/t");
    CHECK(data.at("to") == "an");
    CHECK_FALSE(data.contains("to_name"));
}

TEST_CASE("a notice carries address, name, language, long and short text") {
    auto body = body_of(*WebhookNotifier(channel(), false).build(one(notice())));
    const auto& data = body.at("data").as_object();
    CHECK(body.at("type") == "notice");
    CHECK(data.at("to") == "+84912345678");
    CHECK(data.at("to_name") == "Nguyễn An");
    CHECK(data.at("language") == "vi");
    CHECK(data.at("short_text") == "ngắn");
    CHECK(data.at("key") == "INC-2026-0001-5-sms-v1");
    CHECK_FALSE(data.contains("guardian_of"));
    auto of_child = notice();
    of_child.guardian_of = Pii<std::string>("Nguyễn Bé");
    CHECK(body_of(*WebhookNotifier(channel(), false).build(one(of_child))).at("data").at("guardian_of") == "Nguyễn Bé");
}

TEST_CASE("everything of a drill is marked, once") {
    auto body = body_of(*WebhookNotifier(channel(), true).build(one(notice())));
    CHECK(body.at("drill") == true);
    CHECK(body.at("mark") == "DIỄN TẬP / DRILL");
    const auto& data = body.at("data").as_object();
    CHECK(data.at("text") == "[DIỄN TẬP / DRILL]\n\nsự cố mới");
    CHECK(data.at("short_text") == "[DIỄN TẬP / DRILL] ngắn");
    auto marked = notice();
    marked.text = Pii<std::string>("DIỄN TẬP / DRILL: đã có");
    CHECK(body_of(*WebhookNotifier(channel(), true).build(one(marked))).at("data").as_object().at("text") ==
          "DIỄN TẬP / DRILL: đã có");
}

TEST_CASE("no secret, no signature header") {
    auto open = channel("");
    CHECK(header(*WebhookNotifier(open, false).build(one(page())), "webhook-signature").empty());
}

TEST_CASE("without success a 2xx is accepted only with an empty body, {} or ok") {
    for (const char* body : {"", " \r\n", "{}", "{ }", "ok", "OK", "ok\n", "\"ok\""})
        for (int status : {200, 202, 204}) CHECK(read(answered(status, body)).result == SendResult::accepted);
    for (const char* body :
         {"not json", "<html>welcome</html>", "[]", "null", R"({"id":"m-9"})", R"({"status":"delivered"})", "okay", "1",
          R"({"status":"queued"})", R"({"success":true})", R"({"error":0})", R"({"error":null,"errors":[]})"}) {
        INFO(body);
        CHECK(read(answered(200, body)).result == SendResult::unknown);
        CHECK(read(answered(200, body)).cause == Cause::answer_unclear);
    }
}

TEST_CASE("a refusal in the body of a 2xx is a refusal") {
    for (const char* body :
         {R"({"status":"failed"})", R"({"status":"ERROR","code":104})", R"({"success":false})", R"({"ok":false})",
          R"({"result":"rejected"})", R"({"error":"no such number"})", R"({"error":-114})", R"({"error":{"code":5}})",
          R"({"errors":["x"]})", R"({"status":"failed","id":"m-1"})"}) {
        INFO(body);
        auto outcome = read(answered(200, body));
        CHECK(outcome.result == SendResult::rejected);
        CHECK(outcome.cause == Cause::refused);
        CHECK(outcome.code.starts_with("http 200"));
    }
    CHECK(read(answered(200, R"({"status":"ERROR","code":104})")).code == "http 200 104");
    CHECK(read(answered(200, R"({"status":"failed","code":"0912345678"})")).code == "http 200");
}

TEST_CASE("success names what the body must say, and nothing else is accepted then") {
    auto told = channel();
    auto own = std::make_shared<WebhookConfig>(own_config<WebhookConfig>(told));
    own->success = parse_success("/CodeResult in [100, 124]").value();
    told.own = own;
    auto say = [&](const std::string& body) {
        return WebhookNotifier(told, false).read(answered(200, body), one(page())).at(0);
    };
    CHECK(say(R"({"CodeResult":"100","SMSID":"d533"})").result == SendResult::accepted);
    CHECK(say(R"({"CodeResult":124})").result == SendResult::accepted);
    auto delivered = say(R"({"CodeResult":100,"status":"delivered","id":"m-9"})");
    CHECK(delivered.result == SendResult::delivered);
    CHECK(delivered.provider_id == "m-9");
    for (const char* body : {"", "{}", "ok", R"({"CodeResult":"104"})", R"({"CodeResult":["100"]})", "[100]"})
        CHECK(say(body).result == SendResult::unknown);
    CHECK(say(R"({"CodeResult":"104","status":"error"})").result == SendResult::rejected);
    // What is not there is not "not equal".
    own = std::make_shared<WebhookConfig>(*own);
    own->success = parse_success("/error != 1").value();
    told.own = own;
    CHECK(say("{}").result == SendResult::unknown);
    CHECK(say(R"({"error":0})").result == SendResult::accepted);
    for (const char* wrong : {"severity >= 5", "/a ==", "title =~ ok", "/a =~ \"(\""})
        CHECK_FALSE(parse_success(wrong));
}

TEST_CASE("a repeat is known only after an attempt of which nothing was heard") {
    auto first = read(answered(409, R"({"status":"duplicate"})"));
    CHECK(first.result == SendResult::rejected);
    CHECK(first.cause == Cause::said_duplicate);
    auto again = page();
    again.in_doubt = true;
    CHECK(WebhookNotifier(channel(), false).read(answered(409), one(again)).at(0).result == SendResult::accepted);
}

TEST_CASE("a wrong answer says who is to blame") {
    struct Case {
        int status;
        SendResult result;
        Blame blame;
    };
    for (auto [status, result, blame] : {Case{400, SendResult::rejected, Blame::recipient},
                                         {422, SendResult::rejected, Blame::recipient},
                                         {401, SendResult::retry, Blame::channel},
                                         {403, SendResult::retry, Blame::channel},
                                         {404, SendResult::retry, Blame::channel},
                                         {410, SendResult::retry, Blame::channel},
                                         {301, SendResult::retry, Blame::channel},
                                         {408, SendResult::retry, Blame::destination},
                                         {425, SendResult::retry, Blame::destination},
                                         {429, SendResult::retry, Blame::destination},
                                         {500, SendResult::retry, Blame::unclear},
                                         {502, SendResult::retry, Blame::unclear},
                                         {504, SendResult::retry, Blame::unclear},
                                         {503, SendResult::retry, Blame::channel}}) {
        INFO(status);
        auto outcome = read(answered(status));
        CHECK(outcome.result == result);
        CHECK(outcome.blame == blame);
        CHECK(outcome.code == "http " + std::to_string(status));
    }
}

TEST_CASE("Retry-After counts, in seconds or as a date against the answer's own clock") {
    using std::chrono::seconds;
    CHECK(read(answered(429, "", {{"retry-after", "120"}})).retry_after == Duration{seconds{120}});
    CHECK(read(answered(503, "",
                        {{"retry-after", "Sun, 22 Nov 2026 04:01:30 GMT"}, {"date", "Sun, 22 Nov 2026 04:00:00 GMT"}}))
              .retry_after == Duration{seconds{90}});
    CHECK(read(answered(503, "",
                        {{"retry-after", "Sun, 22 Nov 2026 03:00:00 GMT"}, {"date", "Sun, 22 Nov 2026 04:00:00 GMT"}}))
              .retry_after == Duration{0});
    for (const char* wrong : {"", "-5", "soon", "99999999999999999999", "86401", "5 s"})
        CHECK_FALSE(read(answered(429, "", {{"retry-after", wrong}})).retry_after);
    CHECK_FALSE(read(answered(429)).retry_after);
}

TEST_CASE("not sent is tried again, lost is unknown, nothing of the provider's words stays") {
    CHECK(read({Transport::not_sent, 0, {}, "", Cause::not_connected}).result == SendResult::retry);
    CHECK(read({Transport::not_sent, 0, {}, "", Cause::not_connected}).blame == Blame::channel);
    CHECK(read({Transport::lost, 0, {}, "", Cause::timed_out}).result == SendResult::unknown);
    CHECK(read({Transport::lost, 0, {}, "", Cause::timed_out}).cause == Cause::timed_out);
    auto refused = read(answered(400, "no such number 0912345678 for an@hopthu.test"));
    CHECK(refused.code == "http 400");
    CHECK(refused.cause == Cause::refused);
}

TEST_CASE("a webhook without an address is refused before it is sent") {
    auto m = page();
    m.to = {};
    CHECK_FALSE(WebhookNotifier(channel(), false).check(m));
    CHECK(WebhookNotifier(channel(), false).check(page()));
}

}  // namespace breachd
