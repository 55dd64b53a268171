// What a connection that ends says about the message that was on it.
#include <sys/socket.h>

#include "delivery_harness.hpp"
#include "testkit/catch.hpp"
#include "testkit/sockets.hpp"

namespace breachd::delivery {

using std::chrono::seconds;

TEST_CASE("a kept connection that ends without a byte: what may go once only went once, and is unknown") {
    // Answers the first request of a connection, takes the second and hangs up.
    std::mutex mutex;
    std::map<std::string, int> requests;
    testkit::TcpServer gateway([&](int fd) {
        for (int n = 1; n <= 2; ++n) {
            auto request = testkit::read_request(fd);
            if (request.empty()) return;
            auto key = request.substr(request.find("webhook-id: ") + 12);
            std::lock_guard lock(mutex);
            ++requests[key.substr(0, key.find('\r'))];
            if (n == 1) testkit::say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }
    });
    auto sms = webhook_channel("sms", "http://" + gateway.address() + "/", 1);
    bool once = GENERATE(true, false);
    sms.on_unknown = once ? "leave" : "resend";
    Collector collector;
    Delivery delivery(settings_of({sms}), collector.hooks());
    for (int i = 1; i <= 20; ++i) CHECK(delivery.submit(notice_to("sms", i)));
    CHECK(testkit::wait_until([&] { return collector.count() == 20; }));
    delivery.stop(seconds{1});
    int unknown = 0, twice = 0;
    for (const auto& [id, all] : collector.outcomes()) {
        CHECK((all.at(0).result == SendResult::accepted || all.at(0).result == SendResult::unknown));
        unknown += all.at(0).result == SendResult::unknown;
    }
    std::lock_guard lock(mutex);
    CHECK(requests.size() == 20);
    for (const auto& [key, count] : requests) twice += count > 1;
    // A provider that knows the key again takes a second one for the first.
    CHECK(unknown == (once ? 10 : 0));
    if (once) CHECK(twice == 0);
}

TEST_CASE("a request that did not go out whole was not sent") {
    testkit::TcpServer gateway([](int fd) {
        char some[100];
        (void)::recv(fd, some, sizeof some, 0);
        ::linger at_once{1, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);  // the rest meets a reset
    });
    Collector collector;
    Delivery delivery(settings_of({webhook_channel("sms", "http://" + gateway.address() + "/", 1)}), collector.hooks());
    auto large = notice_to("sms", 1);
    large.message.text = Pii<std::string>(std::string(20'000'000, 'x'));
    CHECK(delivery.submit(std::move(large)));
    CHECK(collector.wait_for("1").result == SendResult::retry);
}

}  // namespace breachd::delivery
