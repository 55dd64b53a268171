#include "notifiers/http_gateway/http_gateway.hpp"

#include "core/telling/notice.hpp"
#include "testkit/catch.hpp"
#include "testkit/listed_keys.hpp"

namespace breachd {

namespace {

using Values = std::map<std::string, std::string>;

const Values kJson{{"url", "https://sms.nhacungcap.test/gui"},
                   {"secret", "khoa-bi-mat"},
                   {"headers", "X-Api-Key: {secret}\nIdempotency-Key: {id}"},
                   {"body", R"({"phone":"{contact_84}","sms":{"content":"{text}","brand":"VIDU"},"ref":"{id}"})"},
                   {"success", "/CodeResult in [100, 124]"},
                   {"refused", "/CodeResult in [108]"},
                   {"fault", "/CodeResult in [101, 103]"},
                   {"id_at", "/data/0/id"},
                   {"code_at", "/CodeResult"}};

Values with(Values values, const std::string& key, const std::string& value) {
    values[key] = value;
    return values;
}

Channel channel(const Values& values = kJson) {
    ListedKeys keys(values);
    Channel c;
    c.name = "sms";
    c.type = "http_gateway";
    c.notice_contacts = bit(ContactKind::phone);
    c.own = http_gateway_provider().read(keys);
    INFO((keys.errors.empty() ? "" : keys.errors.front()));
    CHECK(keys.errors.empty());
    return c;
}

std::string first_error(const Values& values) {
    ListedKeys keys(values);
    http_gateway_provider().read(keys);
    return keys.errors.empty() ? "" : keys.errors.front();
}

std::vector<Message> notice() {
    Message m;
    m.key = "INC-2026-0001-3-sms-v1";
    m.kind = "notice";
    m.to = Pii<std::string>("+84901000003");
    m.subject = "Thông báo";
    m.text = Pii<std::string>("Toàn văn thông báo.");
    m.short_text = Pii<std::string>("Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    return {m};
}

std::string header(const HttpRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

HttpAnswer answered(int status, std::string body) {
    return {Transport::answered, status, {}, std::move(body), Cause::none};
}

Outcome read(const HttpAnswer& answer, const Values& values = kJson, bool in_doubt = false) {
    auto messages = notice();
    messages[0].in_doubt = in_doubt;
    return HttpGatewayNotifier(channel(values), false).read(answer, messages).at(0);
}

}  // namespace

TEST_CASE("gateway: one message is one request, with its fields in body and headers") {
    auto request = HttpGatewayNotifier(channel(), false).build(notice());
    REQUIRE(request);
    CHECK(request->method == "POST");
    CHECK(request->url == "https://sms.nhacungcap.test/gui");
    CHECK(header(*request, "X-Api-Key") == "khoa-bi-mat");
    CHECK(header(*request, "Idempotency-Key") == "INC-2026-0001-3-sms-v1");
    CHECK(header(*request, "Content-Type") == "application/json; charset=utf-8");
    CHECK(request->body ==
          R"({"phone":"84901000003","sms":{"content":"Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12",)"
          R"("brand":"VIDU"},"ref":"INC-2026-0001-3-sms-v1"})");
}

TEST_CASE("gateway: a form is encoded, plain letters on request") {
    auto values =
        with(with(kJson, "body_kind", "form"), "body", "to={contact_0}&msg={text_unmarked}&k={secret}&r={id}");
    auto request = HttpGatewayNotifier(channel(values), false).build(notice());
    REQUIRE(request);
    CHECK(header(*request, "Content-Type") == "application/x-www-form-urlencoded");
    CHECK(request->body ==
          "to=0901000003&msg=Vi%20Du%3A%20Du%20lieu%20vi%20tri%20cua%20Quy%20khach%20bi%20lo.%20Ma%3A%20ab12&k=khoa-bi-"
          "mat&"
          "r=INC-2026-0001-3-sms-v1");
}

TEST_CASE("gateway: no text of a letter can add a member, a field or a parameter") {
    auto trick = notice();
    trick[0].short_text = Pii<std::string>("x\",\"phone\":\"0900\" {secret} {contact} & admin=1\r\nX: y");
    auto json_body = parse_json(HttpGatewayNotifier(channel(), false).build(trick)->body).value();
    CHECK(json_body.at("phone") == "84901000003");
    CHECK(json_body.at_pointer("/sms/content").as_string() == trick[0].short_text.reveal());
    CHECK(json_body.as_object().size() == 3);
    auto form = with(with(kJson, "body_kind", "form"), "body", "to={contact}&msg={text}&r={id}");
    auto body = HttpGatewayNotifier(channel(form), false).build(trick)->body;
    CHECK(std::count(body.begin(), body.end(), '&') == 2);
    CHECK(body.find("khoa-bi-mat") == std::string::npos);
    CHECK(body.find('\n') == std::string::npos);
}

TEST_CASE("gateway: a text beyond the limit is not cut, and no request is made of it") {
    auto values = with(kJson, "text_bytes_max", "60");
    auto built = HttpGatewayNotifier(channel(values), false).build(notice());
    REQUIRE_FALSE(built);
    CHECK(built.error().code == ErrorCode::too_large);
}

TEST_CASE("gateway: a page carries the link that acknowledges, a drill says so, PUT is possible") {
    auto page = notice();
    page[0].kind = "page";
    page[0].short_text = Pii<std::string>("[INC-2026-0001] sự cố mới");
    page[0].data = {{"ack_url", "https://breachd.vidu.test/a/t"}};
    auto values = with(kJson, "method", "PUT");
    auto request = HttpGatewayNotifier(channel(values), true).build(page);
    CHECK(request->method == "PUT");
    auto content = parse_json(request->body)->at_pointer("/sms/content").as_string();
    CHECK(content.find("https://breachd.vidu.test/a/t") != json::string::npos);
    CHECK(content.find(kDrillMark) != json::string::npos);
}

TEST_CASE("gateway: a number that the template cannot write is refused before anything is sent") {
    struct Case {
        const char *body, *to;
        bool good;
    };
    const Case cases[] = {{"{contact}", "U3c9f", true},          {"{contact}", "", false},
                          {"{contact_84}", "U3c9f", false},      {"{contact_84}", "+14155550100", true},
                          {"{contact_0}", "+84901000003", true}, {"{contact_0}", "+14155550100", false}};
    for (const auto& each : cases) {
        INFO(each.body << " " << each.to);
        auto values = with(kJson, "body", std::string(R"({"p":")") + each.body + R"(","t":"{text}","i":"{id}"})");
        auto message = notice()[0];
        message.to = Pii<std::string>(each.to);
        CHECK(HttpGatewayNotifier(channel(values), false).check(message).has_value() == each.good);
    }
}

TEST_CASE("gateway: what answers mean") {
    struct Case {
        int status;
        const char* body;
        SendResult result;
        Blame blame;
        const char* code;
    };
    const Case cases[] = {
        {200, R"({"CodeResult":"100"})", SendResult::accepted, Blame::none, "http 200"},
        {200, R"({"CodeResult":124})", SendResult::accepted, Blame::none, "http 200"},
        {200, R"({"CodeResult":"100","status":"delivered"})", SendResult::delivered, Blame::none, "http 200"},
        {200, R"({"CodeResult":"108"})", SendResult::rejected, Blame::recipient, "http 200 108"},
        {200, R"({"CodeResult":"103"})", SendResult::retry, Blame::channel, "http 200 103"},
        {200, R"({"CodeResult":"999"})", SendResult::unknown, Blame::none, "http 200 999"},
        {200, R"({"CodeResult":"999","status":"failed"})", SendResult::rejected, Blame::recipient, "http 200 999"},
        {200, "", SendResult::unknown, Blame::none, "http 200"},
        {200, "ok", SendResult::unknown, Blame::none, "http 200"},
        {200, "<html>sign in</html>", SendResult::unknown, Blame::none, "http 200"},
        {200, R"({"CodeResult":"0901000003"})", SendResult::unknown, Blame::none, "http 200"},  // no number is kept
        {400, "{}", SendResult::rejected, Blame::recipient, "http 400"},
        {401, "{}", SendResult::retry, Blame::channel, "http 401"},
        {409, "{}", SendResult::rejected, Blame::recipient, "http 409"},
        {429, "{}", SendResult::retry, Blame::destination, "http 429"},
        {500, "{}", SendResult::retry, Blame::unclear, "http 500"},
        {503, "{}", SendResult::retry, Blame::channel, "http 503"},
    };
    for (const auto& each : cases) {
        INFO(each.status << " " << each.body);
        auto outcome = read(answered(each.status, each.body));
        CHECK(outcome.result == each.result);
        CHECK(outcome.blame == each.blame);
        CHECK(outcome.code == each.code);
    }
    CHECK(read({Transport::lost, 0, {}, "", Cause::timed_out}).result == SendResult::unknown);
    CHECK(read({Transport::not_sent, 0, {}, "", Cause::not_connected}).blame == Blame::channel);
    CHECK(read(answered(200, R"({"CodeResult":100,"data":[{"id":77}]})")).provider_id == "77");
}

TEST_CASE("gateway: without success an answer of some JSON proves nothing, a text may be asked for") {
    auto bare = kJson;
    for (const char* key : {"success", "refused", "fault", "id_at", "code_at"}) bare.erase(key);
    for (const char* body : {"", "{}", "ok", " OK\r\n"})
        CHECK(read(answered(200, body), bare).result == SendResult::accepted);
    CHECK(read(answered(200, R"({"message":"queued"})"), bare).result == SendResult::unknown);
    CHECK(read(answered(200, R"({"status":"failed"})"), bare).result == SendResult::rejected);
    auto text = with(bare, "success_text", "^(?i)sent: [0-9]+$");
    CHECK(read(answered(200, "SENT: 5"), text).result == SendResult::accepted);
    CHECK(read(answered(200, "ERR: 5"), text).result == SendResult::unknown);
    CHECK(read(answered(200, ""), text).result == SendResult::unknown);
}

TEST_CASE("gateway: 409 means that an earlier attempt was taken only when the gateway was told the message's id") {
    CHECK(read(answered(409, "{}"), kJson, true).result == SendResult::accepted);
    auto without_id = with(with(kJson, "body", R"({"p":"{contact}","t":"{text}"})"), "headers", "X-Api-Key: {secret}");
    CHECK(read(answered(409, "{}"), without_id, true).result == SendResult::rejected);
}

TEST_CASE("gateway: a configuration that would leak, tell nobody or mean nothing is refused") {
    struct Case {
        const char *key, *value, *error;
    };
    const Case cases[] = {
        {"url", "https://x/{contact}", "url: no fields"},
        {"headers", "X-To: {contact}", "only {secret} and {id}"},
        {"headers", "X Y: 1", "a name is made of"},
        {"headers", "X: {token}", "there is no field {token}"},
        {"body", R"({"t":"{text}"})", "{contact} is needed"},
        {"body", R"({"t":"{contact}"})", "{text} is needed"},
        {"body", R"({"t":"{contact} {text} {phone}"})", "there is no field {phone}"},
        {"body", "t={contact}&m={text}", "no JSON"},
        {"success", "severity >= 5", "asks about a member"},
        {"success_text", "ok", "exclude each other"},
        {"refused", "/a =~ \"(\"", "refused:"},
        {"id_at", "id", "the place of a member"},
        {"method", "GET", "not one of its words"},
    };
    for (const auto& each : cases) {
        INFO(each.key << " " << each.value);
        CHECK(first_error(with(kJson, each.key, each.value)).find(each.error) != std::string::npos);
    }
    CHECK(first_error(with(with(kJson, "body_kind", "form"), "body", "contact}&x")).find("a form is") !=
          std::string::npos);
    CHECK(first_error(with(kJson, "body", std::string(kTemplateBytesMax + 1, 'x'))).find("longer than") !=
          std::string::npos);
    ListedKeys bare(Values{{"url", "https://x"}, {"body", R"({"p":"{contact}","t":"{text}"})"}});
    http_gateway_provider().read(bare);
    CHECK(bare.errors.empty());
    CHECK(bare.warnings.size() == 2);
}

TEST_CASE("gateway: the probe sends no message") {
    HttpGatewayNotifier notifier(channel(), false);
    CHECK(notifier.probe().method == "OPTIONS");
    CHECK(notifier.probe().body.empty());
    CHECK(notifier.read_probe(answered(405, "")).works);
    CHECK_FALSE(notifier.read_probe(answered(401, "")).works);
}

}  // namespace breachd
