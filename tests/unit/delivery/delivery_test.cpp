#include "relay_scene.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "notifiers/signature.hpp"
#include "testkit/catch.hpp"
#include "testkit/http.hpp"
#include "testkit/proxy.hpp"
#include "testkit/sockets.hpp"

namespace breachd::delivery {

namespace {

testkit::WebhookReceiver::Reply reply(int status, std::string body = "{}", milliseconds delay = {}) {
    return {status, std::move(body), delay};
}

}  // namespace

TEST_CASE("the provider's answer becomes the outcome of the attempt") {
    testkit::WebhookReceiver provider;
    provider.answer([](const testkit::Received& request) {
        if (request.path == "/ok") return reply(200, R"({"status":"delivered","id":"m-1"})");
        if (request.path == "/busy") return reply(503);
        if (request.path == "/bad") return reply(400, "no such person");
        if (request.path == "/long") return reply(200, std::string(200'000, 'x'));
        return reply(302);
    });
    Collector collector;
    auto ok = with_success(webhook_channel("ok", provider.url("/ok")), "/status == delivered");
    Delivery delivery(
        settings_of({ok, webhook_channel("busy", provider.url("/busy")), webhook_channel("bad", provider.url("/bad")),
                     webhook_channel("long", provider.url("/long")), webhook_channel("away", provider.url("/away"))}),
        collector.hooks());
    std::int64_t id = 0;
    for (const char* channel : {"ok", "busy", "bad", "long", "away"}) CHECK(delivery.submit(notice_to(channel, ++id)));
    CHECK(collector.wait_for("1").result == SendResult::delivered);
    CHECK(collector.wait_for("1").provider_id == "m-1");
    CHECK(collector.wait_for("2").result == SendResult::retry);
    CHECK(collector.wait_for("3").result == SendResult::rejected);
    CHECK(collector.wait_for("4").result == SendResult::unknown);
    CHECK(collector.wait_for("5").code == "http 302");
    auto got = provider.received("/ok").at(0);
    CHECK(verify_webhook({"kho-doan"}, got.headers["webhook-id"], got.headers["webhook-timestamp"],
                         got.headers["webhook-signature"], got.body, instant_from_ms(1'700'000'000'000)));
}

TEST_CASE("nobody there: not sent, hung up or too slow after the request: unknown") {
    // Takes a request and hangs up without a word.
    testkit::TcpServer mute([](int fd) {
        char request[8192];
        (void)::recv(fd, request, sizeof request, 0);
    });
    testkit::WebhookReceiver slow;
    slow.answer([](const testkit::Received&) { return reply(200, "{}", seconds{4}); });
    auto impatient = webhook_channel("slow", slow.url("/"));
    impatient.timeout = seconds{1};
    Collector collector;
    Delivery delivery(
        settings_of({webhook_channel("nobody", "http://127.0.0.1:" + std::to_string(testkit::free_port()) + "/"),
                     webhook_channel("mute", "http://" + mute.address() + "/"), impatient}),
        collector.hooks());
    CHECK(delivery.submit(notice_to("nobody", 1)));
    CHECK(delivery.submit(notice_to("mute", 2)));
    CHECK(delivery.submit(notice_to("slow", 3)));
    CHECK(collector.wait_for("1").result == SendResult::retry);
    CHECK(collector.wait_for("1").blame == Blame::channel);
    CHECK(collector.wait_for("2").result == SendResult::unknown);
    CHECK(collector.wait_for("3").result == SendResult::unknown);
}

TEST_CASE("link-local addresses, among them the metadata services of clouds, are never connected to") {
    Collector collector;
    Delivery delivery(
        settings_of({webhook_channel("a", "http://169.254.169.254/"), webhook_channel("b", "http://[fe80::1]/"),
                     webhook_channel("c", "http://[::ffff:169.254.169.254]/"),
                     webhook_channel("d", "http://2852039166/"), webhook_channel("e", "file:///etc/passwd")}),
        collector.hooks());
    std::int64_t id = 0;
    for (const char* channel : {"a", "b", "c", "d", "e"}) CHECK(delivery.submit(notice_to(channel, ++id)));
    for (const char* sent : {"1", "2", "3", "4", "5"}) {
        auto outcome = collector.wait_for(sent);
        CHECK(outcome.result == SendResult::retry);
        CHECK(outcome.blame == Blame::channel);
    }
}

TEST_CASE("nothing of a provider's words is in an outcome: its number, and our word for the cause") {
    testkit::WebhookReceiver provider;
    provider.answer([](const testkit::Received& request) {
        if (request.path == "/ok") return reply(200, R"({"error":"-114","message":"nguoi1@hopthu.test is not here"})");
        return reply(400, "Lê Ba (nguoi2) is unknown");
    });
    testkit::SmtpSink sink({"-f", "RCPT", "-B", "550 5.1.1 nguoi3: no such user"});
    Collector collector;
    Delivery delivery(settings_of({webhook_channel("ok", provider.url("/ok")),
                                   webhook_channel("no", provider.url("/no")), smtp_channel("email", sink.url())}),
                      collector.hooks());
    std::int64_t id = 0;
    for (const char* channel : {"ok", "no", "email"}) {
        auto send = notice_to(channel, ++id);
        send.message.to_name = Pii<std::string>("Lê Ba");
        CHECK(delivery.submit(std::move(send)));
    }
    CHECK(collector.wait_for("1").code == "http 200 -114");
    CHECK(collector.wait_for("1").cause == Cause::refused);
    CHECK(collector.wait_for("2").code == "http 400");
    CHECK(collector.wait_for("2").cause == Cause::refused);
    CHECK(collector.wait_for("3").code == "550 5.1.1");
    CHECK(collector.wait_for("3").cause == Cause::address_unknown);
}

TEST_CASE("what cannot be tried is answered all the same") {
    Collector collector;
    Delivery delivery(
        settings_of({webhook_channel("hook", "http://127.0.0.1:9/"), smtp_channel("email", "smtp://127.0.0.1:9")}),
        collector.hooks());
    auto nowhere = notice_to("hook", 1);
    nowhere.message.to = {};
    CHECK(delivery.submit(std::move(nowhere)));
    auto wrong = notice_to("email", 2);
    wrong.message.to = Pii<std::string>("no address");
    CHECK(delivery.submit(std::move(wrong)));
    CHECK(delivery.submit(notice_to("gone", 3)));
    CHECK(collector.wait_for("1").result == SendResult::rejected);
    CHECK(collector.wait_for("2").result == SendResult::rejected);
    CHECK(collector.wait_for("3").result == SendResult::retry);
}

TEST_CASE("a channel has never more notices out than connections, and pages have slots of their own") {
    httplib::Server provider;
    std::atomic<int> now{0}, most{0};
    provider.Post("/sms", [&](const httplib::Request& request, httplib::Response& response) {
        if (request.body.find("\"page\"") == std::string::npos) {
            for (int here = ++now, seen = most; here > seen && !most.compare_exchange_weak(seen, here);) {
            }
            std::this_thread::sleep_for(milliseconds{50});
            --now;
        }
        response.set_content("{}", "application/json");
    });
    int port = provider.bind_to_any_port("127.0.0.1");
    std::thread serving([&] { provider.listen_after_bind(); });
    Collector collector;
    Delivery delivery(settings_of({webhook_channel("sms", "http://127.0.0.1:" + std::to_string(port) + "/sms", 3)}),
                      collector.hooks());
    for (int i = 1; i <= 60; ++i) CHECK(delivery.submit(notice_to("sms", i)));
    CHECK(delivery.submit(page_to("sms", "pg-1")));
    CHECK(collector.wait_for("pg-1").result == SendResult::accepted);
    CHECK(collector.count() < 60);
    CHECK(testkit::wait_until([&] { return collector.count() == 61; }));
    CHECK(most == 3);
    provider.stop();
    serving.join();
}

TEST_CASE(
    "a page overtakes 10,000 notices that wait on the same webhook, and stopping answers every one of them once") {
    testkit::WebhookReceiver provider;
    provider.answer([](const testkit::Received& request) {
        return reply(200, "{}",
                     request.body.find("\"page\"") != std::string::npos ? milliseconds{0} : milliseconds{20});
    });
    Collector collector;
    Delivery delivery(settings_of({webhook_channel("sms", provider.url("/"), 2)}), collector.hooks());
    // The engine keeps asking: what does not fit now is submitted again, until 10,000 were.
    std::atomic<int> taken{0};
    std::atomic<bool> enough{false};
    std::thread engine([&] {
        for (int id = 1; id <= 10'000 && !enough;) {
            if (delivery.submit(notice_to("sms", id)))
                ++taken, ++id;
            else
                std::this_thread::sleep_for(milliseconds{1});
        }
    });
    CHECK(testkit::wait_until([&] { return taken >= 4000; }));
    REQUIRE(delivery.submit(page_to("sms", "pg-1")));
    CHECK(collector.wait_for("pg-1").result == SendResult::accepted);
    CHECK(static_cast<std::size_t>(taken) > collector.count() + 1000);  // they still wait
    delivery.stop(seconds{5});
    enough = true;
    engine.join();
    auto outcomes = collector.outcomes();
    CHECK(outcomes.size() == static_cast<std::size_t>(taken) + 1);
    for (const auto& [id, all] : outcomes) {
        REQUIRE(all.size() == 1);
        REQUIRE((all[0].result == SendResult::accepted ||
                 (all[0].result == SendResult::retry && all[0].blame == Blame::none)));
    }
    CHECK(collector.not_begun() == outcomes.size() - provider.received().size());
    CHECK(provider.received().size() ==
          static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), [](const auto& o) {
              return o.second[0].result == SendResult::accepted;
          })));
}

TEST_CASE("a page overtakes the notices that wait on the same mail relay") {
    testkit::SmtpSink sink({"-W", ".:1"});  // a message a second and connection
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", sink.url(), 2)}), collector.hooks());
    int taken = 0;
    while (delivery.submit(notice_to("email", taken + 1))) ++taken;
    CHECK(taken >= 1024);
    REQUIRE(delivery.submit(page_to("email", "pg-1")));
    CHECK(collector.wait_for("pg-1").result == SendResult::accepted);
    CHECK(collector.count() < 500);  // they still wait
    delivery.stop(seconds{5});
    CHECK(collector.not_begun() > 500);
    CHECK(collector.count() == static_cast<std::size_t>(taken) + 1);
    for (const auto& [id, all] : collector.outcomes()) REQUIRE(all.size() == 1);
}

TEST_CASE("stopping does not wait for a provider that says nothing: what may have been taken is unknown") {
    HoldingRelay relay;
    testkit::WebhookReceiver provider;
    provider.answer([](const testkit::Received&) { return reply(200, "{}", seconds{4}); });
    auto mail = smtp_channel("email", relay.url(), 1);
    mail.timeout = seconds{60};
    Collector collector;
    Delivery delivery(settings_of({mail, webhook_channel("sms", provider.url("/"), 2)}), collector.hooks());
    for (int i = 1; i <= 10; ++i) {
        CHECK(delivery.submit(notice_to("email", i)));
        CHECK(delivery.submit(notice_to("sms", 100 + i)));
    }
    CHECK(provider.wait_for(2));
    CHECK(relay.holds_a_mail());
    delivery.stop(milliseconds{300});
    CHECK_FALSE(delivery.submit(notice_to("sms", 999)));
    auto outcomes = collector.outcomes();
    CHECK(outcomes.size() == 20);
    std::map<SendResult, int> counts;
    for (const auto& [id, all] : outcomes) {
        REQUIRE(all.size() == 1);
        ++counts[all[0].result];
    }
    CHECK(counts[SendResult::unknown] == 3);  // two to the provider, one to the relay
    CHECK(counts[SendResult::retry] == 17);
}

TEST_CASE("what had not gone out when delivery gives up is given back, and no channel is blamed for it") {
    // Take a connection and say nothing: no greeting, no TLS.
    auto silent = [](int fd) {
        char byte = 0;
        while (::recv(fd, &byte, 1, 0) > 0) {
        }
    };
    testkit::TcpServer relay(silent), gateway(silent);
    auto mail = smtp_channel("email", "smtp://" + relay.address(), 1);
    auto sms = webhook_channel("sms", "https://" + gateway.address() + "/", 1);
    mail.timeout = sms.timeout = seconds{60};
    Collector collector;
    Delivery delivery(settings_of({mail, sms}), collector.hooks());
    CHECK(delivery.submit(notice_to("email", 1)));
    CHECK(delivery.submit(notice_to("sms", 2)));
    std::this_thread::sleep_for(milliseconds{300});
    delivery.stop(milliseconds{200});
    REQUIRE(collector.count() == 2);
    CHECK(collector.not_begun() == 2);
    for (const char* id : {"1", "2"}) CHECK(collector.wait_for(id).blame == Blame::none);
}

TEST_CASE("new settings take new channels at once, what is out on the old ones is finished") {
    testkit::WebhookReceiver old_provider, new_provider;
    old_provider.answer([](const testkit::Received&) { return reply(200, "{}", milliseconds{300}); });
    HoldingRelay old_relay;
    testkit::SmtpSink sink;
    Collector collector;
    Delivery delivery(
        settings_of({webhook_channel("sms", old_provider.url("/")), smtp_channel("email", old_relay.url(), 1)}),
        collector.hooks());
    CHECK(delivery.submit(notice_to("sms", 1)));
    CHECK(delivery.submit(notice_to("email", 2)));
    CHECK(old_provider.wait_for(1));
    CHECK(old_relay.holds_a_mail());
    delivery.replace(settings_of({webhook_channel("sms", new_provider.url("/"))}));
    CHECK(delivery.submit(notice_to("sms", 3)));
    CHECK(collector.wait_for("3").result == SendResult::accepted);
    CHECK(collector.wait_for("1").result == SendResult::accepted);
    old_relay.answer();
    CHECK(collector.wait_for("2").result == SendResult::accepted);
    CHECK(new_provider.received().size() == 1);
    for (int i = 0; i < 20; ++i) delivery.replace(settings_of({smtp_channel("email", sink.url(), 1)}));
    CHECK(delivery.submit(notice_to("email", 4)));
    CHECK(collector.wait_for("4").result == SendResult::accepted);
}

TEST_CASE("what waits for a worker when new settings come is given back at once, and is no attempt") {
    HoldingRelay relay;
    Collector collector;
    auto hooks = collector.hooks();
    std::atomic<int> attempts{0};
    hooks.attempted = [&](const std::string&, const Outcome&) { ++attempts; };
    auto settings = settings_of({smtp_channel("email", relay.url(), 1)});
    Delivery delivery(settings, hooks);
    for (int i = 1; i <= 20; ++i) CHECK(delivery.submit(notice_to("email", i)));
    CHECK(relay.holds_a_mail());
    delivery.replace(settings);
    CHECK(testkit::wait_until([&] { return collector.not_begun() == 19; }));
    relay.answer();
    CHECK(testkit::wait_until([&] { return collector.count() == 20; }));
    CHECK(collector.not_begun() == 19);
    for (const auto& [id, all] : collector.outcomes()) {
        REQUIRE(all.size() == 1);
        CHECK(all[0].blame == Blame::none);
        CHECK(all[0].result == (id == "1" ? SendResult::accepted : SendResult::retry));
    }
    CHECK(attempts == 1);
}

TEST_CASE("files are delivered through a pool of workers") {
    testkit::ScratchDirectory scratch;
    auto own = std::make_shared<FileConfig>();
    own->directory = scratch.path();
    auto file = channel_of("file", "file", 4, own);
    Collector collector;
    Delivery delivery(settings_of({file}), collector.hooks());
    for (int i = 1; i <= 50; ++i) CHECK(delivery.submit(notice_to("file", i)));
    CHECK(testkit::wait_until([&] { return collector.count() == 50; }));
    CHECK(testkit::files_below(scratch.path()).size() == 50);
}

TEST_CASE("requests go through the channel's proxy, and past every proxy of the environment") {
    testkit::WebhookReceiver provider;
    testkit::Proxy proxy("breachd:mat-khau"), other;
    ::setenv("http_proxy", other.url().c_str(), 1);
    auto through = webhook_channel("through", provider.url("/through"));
    through.proxy = "http://breachd:mat-khau@" + proxy.address();
    auto refused = webhook_channel("refused", provider.url("/refused"));
    refused.proxy = proxy.url();
    Collector collector;
    Delivery delivery(settings_of({through, refused, webhook_channel("direct", provider.url("/direct"))}),
                      collector.hooks());
    CHECK(delivery.submit(notice_to("through", 1)));
    CHECK(delivery.submit(notice_to("refused", 2)));
    CHECK(delivery.submit(notice_to("direct", 3)));
    CHECK(collector.wait_for("1").code == "http 204");
    CHECK(collector.wait_for("2").code == "http 407");
    CHECK(collector.wait_for("2").blame == Blame::channel);
    CHECK(collector.wait_for("3").result == SendResult::accepted);
    ::unsetenv("http_proxy");
    CHECK(provider.received("/through").empty());  // the proxy of this test answers by itself
    CHECK(provider.received("/direct").size() == 1);
    auto lines = proxy.requests();
    CHECK(std::count(lines.begin(), lines.end(), "POST " + provider.url("/through") + " HTTP/1.1") == 1);
    CHECK(other.requests().empty());
}

TEST_CASE("letters are written on delivery's threads, one that cannot be opened is a fault of ours") {
    testkit::ScratchDirectory scratch;
    testkit::WebhookReceiver provider;
    auto own = std::make_shared<FileConfig>();
    own->directory = scratch.path();
    auto file = channel_of("file", "file", 4, own);
    Collector collector;
    auto hooks = collector.hooks();
    auto submitting = std::this_thread::get_id();
    std::atomic<int> elsewhere{0}, attempts_of_sms{0};
    hooks.attempted = [&](const std::string& channel, const Outcome&) { attempts_of_sms += channel == "sms"; };
    hooks.write_letter = [&](const engine::Letter& letter) -> Result<Message> {
        elsewhere += std::this_thread::get_id() != submitting;
        if (letter.subject == 3) return Error{ErrorCode::failed, "the sealed bytes are not what was written here", ""};
        return notice_to("any", letter.subject).message;
    };
    Delivery delivery(settings_of({webhook_channel("sms", provider.url("/")), file}), hooks);
    for (int id = 1; id <= 6; ++id) {
        engine::Send send;
        send.channel = id % 2 ? "sms" : "file";
        send.delivery_id = id;
        send.letter.emplace().subject = id;
        CHECK(delivery.submit(std::move(send)));
    }
    for (int id : {1, 5}) CHECK(collector.wait_for(std::to_string(id)).result == SendResult::accepted);
    for (int id : {2, 4, 6}) CHECK(collector.wait_for(std::to_string(id)).result == SendResult::delivered);
    CHECK(collector.wait_for("3").result == SendResult::retry);
    CHECK(collector.unopened() == std::vector<std::int64_t>{3});
    CHECK(elsewhere == 6);
    CHECK(attempts_of_sms == 3);
}

}  // namespace breachd::delivery
