// Asking a channel whether it works tells nobody anything.
#include <algorithm>

#include "notifiers/file/file.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "notifiers/webhook/webhook.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "testkit/proxy.hpp"

namespace breachd {

namespace {

Channel mail(const std::string& url, const std::string& proxy = "", std::string tls = "auto") {
    auto own = std::make_shared<SmtpConfig>();
    own->relay = url;
    own->from = "thongbao@vidu.test";
    own->tls = std::move(tls);
    Channel c;
    c.name = "email";
    c.type = "smtp";
    c.own = own;
    c.proxy = proxy;
    c.timeout = std::chrono::seconds{10};
    return c;
}

Message letter() {
    Message m;
    m.key = "k-1";
    m.kind = "notice";
    m.to = Pii<std::string>("an@hopthu.test");
    m.subject = "Thông báo";
    m.text = Pii<std::string>("Kính gửi");
    return m;
}

HttpAnswer answered(int status) { return {Transport::answered, status, {}, "words", Cause::none}; }

}  // namespace

TEST_CASE("a relay is asked up to NOOP and is sent nothing, the same connection carries the next message") {
    testkit::SmtpSink sink;
    SmtpNotifier notifier(mail(sink.url()), false);
    auto result = notifier.probe();
    CHECK(result.works);
    CHECK(result.code.starts_with("250"));
    CHECK(sink.messages().empty());
    CHECK(notifier.send(letter()).result == SendResult::accepted);
    CHECK(notifier.probe().works);
    CHECK(sink.messages().size() == 1);
}

TEST_CASE("a relay that is not there, turns us away or offers no encryption where it is required does not work") {
    auto nobody = SmtpNotifier(mail("smtp://127.0.0.1:" + std::to_string(testkit::free_port())), false).probe();
    CHECK_FALSE(nobody.works);
    CHECK(nobody.cause == Cause::not_connected);
    testkit::SmtpSink closed({"-q", "connect"});
    CHECK_FALSE(SmtpNotifier(mail(closed.url()), false).probe().works);
    testkit::SmtpSink plain;
    CHECK_FALSE(SmtpNotifier(mail(plain.url(), "", "required"), false).probe().works);
}

TEST_CASE("mail goes through the channel's proxy, with its credentials, and not past it") {
    testkit::SmtpSink sink;
    testkit::Proxy proxy("breachd:mat-khau");
    SmtpNotifier through(mail(sink.url(), "http://breachd:mat-khau@" + proxy.address()), false);
    CHECK(through.probe().works);
    CHECK(through.send(letter()).result == SendResult::accepted);
    CHECK(sink.messages().size() == 1);
    REQUIRE_FALSE(proxy.requests().empty());
    CHECK(proxy.requests()[0] == "CONNECT 127.0.0.1:" + std::to_string(sink.port()) + " HTTP/1.1");
}

TEST_CASE("a proxy that refuses or is not there is the channel's fault, and nothing was sent") {
    testkit::SmtpSink sink;
    testkit::Proxy proxy("breachd:mat-khau");
    for (const auto& url : {proxy.url(), "http://127.0.0.1:" + std::to_string(testkit::free_port())}) {
        auto outcome = SmtpNotifier(mail(sink.url(), url), false).send(letter());
        CHECK(outcome.result == SendResult::retry);
        CHECK(outcome.blame == Blame::channel);
    }
    CHECK(sink.messages().empty());
}

TEST_CASE("an address of a proxy that cannot be read is not repeated with its password") {
    auto result = SmtpNotifier(mail("smtp://127.0.0.1:25", "http://breachd:mat:khau@127.0.0.1:99999"), false).probe();
    CHECK_FALSE(result.works);
    CHECK(result.cause == Cause::name_not_found);
    CHECK(result.code.empty());
}

TEST_CASE("a directory is asked by a file that does not stay") {
    testkit::ScratchDirectory scratch;
    auto own = std::make_shared<FileConfig>();
    own->directory = scratch / "sent";
    Channel c;
    c.own = own;
    CHECK(FileNotifier(c, false).probe().works);
    CHECK(testkit::files_below(scratch / "sent").empty());
    auto blocked = std::make_shared<FileConfig>();
    blocked->directory = "/proc/nowhere";
    c.own = blocked;
    auto result = FileNotifier(c, false).probe();
    CHECK_FALSE(result.works);
    CHECK(result.cause == Cause::file_not_written);
}

TEST_CASE("a webhook is asked by OPTIONS, without a body that a receiver could take for a message") {
    auto own = std::make_shared<WebhookConfig>();
    own->address = "http://127.0.0.1:9/page";
    own->secret = "kho-doan";
    Channel c;
    c.own = own;
    c.proxy = "http://proxy.vidu.test:3128";
    WebhookNotifier notifier(c, false);
    auto request = notifier.probe();
    CHECK(request.method == "OPTIONS");
    CHECK(request.url == own->address);
    CHECK(request.body.empty());
    CHECK(request.proxy == c.proxy);
    CHECK(std::none_of(request.headers.begin(), request.headers.end(),
                       [](const auto& header) { return header.first.starts_with("webhook-"); }));
}

TEST_CASE("whoever answers is there, a refusal of us, no service and silence are not") {
    for (int status : {200, 204, 301, 404, 405, 429}) CHECK(probe_of_answer(answered(status)).works);
    for (int status : {401, 403, 407, 500, 503}) {
        auto result = probe_of_answer(answered(status));
        CHECK_FALSE(result.works);
        CHECK(result.cause == (status >= 500 ? Cause::service_down : Cause::sign_in_refused));
    }
    CHECK_FALSE(probe_of_answer({Transport::not_sent, 0, {}, "", Cause::not_connected}).works);
    CHECK(probe_of_answer({Transport::lost, 0, {}, "", Cause::timed_out}).cause == Cause::timed_out);
}

}  // namespace breachd
