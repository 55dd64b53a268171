#include "notifiers/ntfy/ntfy.hpp"

#include "core/telling/notice.hpp"
#include "testkit/catch.hpp"
#include "testkit/listed_keys.hpp"

namespace breachd {

namespace {

Channel channel(std::map<std::string, std::string> values = {{"url", "https://ntfy.vidu.test/"}, {"token", "tk_1"}}) {
    ListedKeys keys(std::move(values));
    Channel c;
    c.name = c.type = "ntfy";
    c.own = ntfy_provider().read(keys);
    c.proxy = "http://proxy.vidu.test:3128";
    return c;
}

std::vector<Message> page(std::string topic = "truc-an") {
    Message m;
    m.key = "pg-1";
    m.kind = "page";
    m.to = Pii(std::move(topic));
    m.subject = "[INC-2026-0001] sự cố mới";
    m.text = Pii<std::string>("sự cố mới\nHạn gần nhất: …\n");
    m.data = {{"severity", 80}, {"ack_url", "https://breachd.vidu.test/a/t"}};
    return {m};
}

json::object body_of(const HttpRequest& request) { return parse_json(request.body)->as_object(); }

std::string header(const HttpRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

HttpAnswer answered(int status, std::string body) {
    return {Transport::answered, status, {}, std::move(body), Cause::none};
}

Outcome read(const HttpAnswer& answer) { return NtfyNotifier(channel(), false).read(answer, page()).at(0); }

}  // namespace

TEST_CASE("ntfy: a page is published as JSON to the person's topic, with a button that acknowledges") {
    auto request = NtfyNotifier(channel(), false).build(page());
    REQUIRE(request);
    CHECK(request->method == "POST");
    CHECK(request->url == "https://ntfy.vidu.test/");
    CHECK(request->proxy == "http://proxy.vidu.test:3128");
    CHECK(header(*request, "Authorization") == "Bearer tk_1");
    auto body = body_of(*request);
    CHECK(body.at("topic") == "truc-an");
    CHECK(body.at("title") == "[INC-2026-0001] sự cố mới");
    CHECK(body.at("priority") == 5);
    CHECK(body.at("click") == "https://breachd.vidu.test/a/t");
    const auto& button = body.at("actions").as_array().at(0).as_object();
    CHECK(button.at("method") == "POST");
    CHECK(button.at("url") == "https://breachd.vidu.test/a/t");
}

TEST_CASE("ntfy: a message without an incident has no button, one that is less severe rings less") {
    auto alarm = page();
    alarm[0].data = {{"severity", 40}};
    auto body = body_of(*NtfyNotifier(channel(), false).build(alarm));
    CHECK(body.at("priority") == 4);
    CHECK_FALSE(body.contains("actions"));
    CHECK_FALSE(body.contains("click"));
}

TEST_CASE("ntfy: in drill time title and text say so") {
    auto body = body_of(*NtfyNotifier(channel(), true).build(page()));
    CHECK(body.at("title").as_string().find(kDrillMark) != json::string::npos);
    CHECK(body.at("message").as_string().find(kDrillMark) != json::string::npos);
}

TEST_CASE("ntfy: a long text is cut between letters, so that it does not become an attachment") {
    auto letter = page();
    std::string text;
    while (text.size() < 9000) text += "ự";
    letter[0].text = Pii(text);
    auto sent = body_of(*NtfyNotifier(channel(), false).build(letter)).at("message").as_string();
    CHECK(sent.size() <= 4096);
    CHECK(sent.size() > 3900);
    CHECK(sent.size() % 3 == 0);  // three bytes a letter, and three of the ellipsis
}

TEST_CASE("ntfy: only the name of a topic is an address") {
    NtfyNotifier notifier(channel(), false);
    CHECK(notifier.check(page()[0]));
    for (const char* wrong : {"", "a b", "a/b", "trực", "a?b"}) CHECK_FALSE(notifier.check(page(wrong)[0]));
    CHECK_FALSE(notifier.check(page(std::string(65, 'a'))[0]));
}

TEST_CASE("ntfy: accepted is said by its own id, every other answer is judged by its status") {
    auto good = read(answered(200, R"({"id":"hwQ2YpKdmg","event":"message"})"));
    CHECK(good.result == SendResult::accepted);
    for (const char* other :
         {"", "{}", "ok", R"({"id":"x"})", R"({"id":"x","event":"open"})", R"({"event":"message"})"})
        CHECK(read(answered(200, other)).result == SendResult::retry);
    CHECK(read(answered(200, "<html>sign in to the hotel</html>")).result == SendResult::retry);
    CHECK(read(answered(401, "{}")).blame == Blame::channel);
    CHECK(read(answered(403, "{}")).blame == Blame::channel);
    CHECK(read(answered(429, "{}")).blame == Blame::destination);
    CHECK(read(answered(400, "{}")).result == SendResult::rejected);
    CHECK(read({Transport::lost, 0, {}, "", Cause::timed_out}).result == SendResult::unknown);
}

TEST_CASE("ntfy: the probe asks for the server's health with the token, and believes only ntfy's own answer") {
    NtfyNotifier notifier(channel(), false);
    auto request = notifier.probe();
    CHECK(request.method == "GET");
    CHECK(request.url == "https://ntfy.vidu.test/v1/health");
    CHECK(header(request, "Authorization") == "Bearer tk_1");
    CHECK(notifier.read_probe(answered(200, R"({"healthy":true})")).works);
    CHECK_FALSE(notifier.read_probe(answered(200, R"({"healthy":false})")).works);
    CHECK_FALSE(notifier.read_probe(answered(200, "<html></html>")).works);
    CHECK_FALSE(notifier.read_probe(answered(401, "{}")).works);
}

TEST_CASE("ntfy: keys, without a token it is said that a topic is open") {
    ListedKeys keys(std::map<std::string, std::string>{{"url", "https://ntfy.vidu.test///"}});
    auto own = ntfy_provider().read(keys);
    CHECK(own->url() == "https://ntfy.vidu.test");
    CHECK(keys.errors.empty());
    CHECK(keys.warnings.size() == 1);
    CHECK(header(*NtfyNotifier(channel({{"url", "http://x"}}), false).build(page()), "Authorization").empty());
}

}  // namespace breachd
