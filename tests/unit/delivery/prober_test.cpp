// A channel is asked whether it works; nobody is told anything.
#include <future>

#include "delivery_harness.hpp"
#include "testkit/catch.hpp"
#include "testkit/http.hpp"

namespace breachd::delivery {

namespace {

ChannelCheck asked(Delivery& delivery, const std::string& channel, const std::string& to = "") {
    std::promise<ChannelCheck> answer;
    auto come = answer.get_future();
    if (!delivery.check(channel, to, [&](ChannelCheck check) { answer.set_value(std::move(check)); }))
        return {{false, "not taken", Cause::none}, ""};
    return come.get();
}

}  // namespace

TEST_CASE("a check reaches the provider, sends nothing, and tries the address dry") {
    testkit::WebhookReceiver provider;
    testkit::SmtpSink sink;
    testkit::ScratchDirectory scratch;
    auto own = std::make_shared<FileConfig>();
    own->directory = scratch.path();
    Collector collector;
    Delivery delivery(
        settings_of({webhook_channel("sms", provider.url("/sms")), smtp_channel("email", sink.url()),
                     channel_of("file", "file", 1, own),
                     webhook_channel("nobody", "http://127.0.0.1:" + std::to_string(testkit::free_port()) + "/")}),
        collector.hooks());
    CHECK(asked(delivery, "sms").probe.works);
    CHECK(asked(delivery, "file").probe.works);
    auto mail = asked(delivery, "email", "an@hopthu.test");
    CHECK(mail.probe.works);
    CHECK(mail.address_fault.empty());
    CHECK_FALSE(asked(delivery, "email", "an hopthu").address_fault.empty());
    CHECK_FALSE(asked(delivery, "nobody").probe.works);
    CHECK(asked(delivery, "fax").probe.code == "not taken");
    CHECK(provider.received("/sms").empty());
    CHECK(sink.messages().empty());
    CHECK(collector.count() == 0);
}

TEST_CASE("every question is answered, also when the daemon stops") {
    testkit::SmtpSink slow({"-W", "connect:30"});
    Collector collector;
    std::atomic<int> answers{0};
    {
        Delivery delivery(settings_of({smtp_channel("email", slow.url())}), collector.hooks());
        for (int i = 0; i < 3; ++i) CHECK(delivery.check("email", "", [&](const ChannelCheck&) { ++answers; }));
    }
    CHECK(answers == 3);
}

}  // namespace breachd::delivery
