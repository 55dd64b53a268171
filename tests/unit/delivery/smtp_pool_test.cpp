// How many connections the pipelined SMTP client opens, and what comes of mails for which there is none.
#include <unistd.h>

#include <atomic>
#include <list>
#include <thread>

#include "delivery_harness.hpp"
#include "relay_session.hpp"
#include "testkit/catch.hpp"

namespace breachd::delivery {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A relay that has many connections at once, up to `most`; more are told 421.
class BusyRelay {
  public:
    explicit BusyRelay(int most)
        : server_([this, most](int fd) {
              int own = ::dup(fd);
              threads_.emplace_back([this, own, most] { talk(own, most); });
          }) {}
    ~BusyRelay() {
        closing_ = true;
        for (auto& thread : threads_) thread.join();
    }
    std::string url() const { return "smtp://" + server_.address(); }
    int most_at_once() const { return most_at_once_; }
    int refused() const { return refused_; }
    int mails() const { return mails_; }

  private:
    void talk(int fd, int most) {
        RelaySession relay(fd);
        int now = ++open_;
        if (now > most) {
            ++refused_;
            relay.say("421 4.7.0 too many connections\r\n");
        } else if (relay.greet()) {
            if (now > most_at_once_) most_at_once_ = now;
            while (!relay.envelope().empty() && !relay.message().empty()) {
                std::this_thread::sleep_for(milliseconds{20});
                ++mails_;
                relay.say("250 2.0.0 Ok\r\n");
            }
        }
        --open_;
        ::close(fd);
    }

    std::atomic<int> open_{0}, most_at_once_{0}, refused_{0}, mails_{0};
    std::atomic<bool> closing_{false};
    std::list<std::thread> threads_;
    testkit::TcpServer server_;
};

}  // namespace

TEST_CASE("a run uses the connections of its channel, and not one more") {
    auto relay = std::make_unique<BusyRelay>(100);
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", relay->url(), 8)}), collector.hooks());
    for (int i = 1; i <= 200; ++i) REQUIRE(delivery.submit(notice_to("email", i)));
    CHECK(testkit::wait_until([&] { return collector.count() == 200; }));
    CHECK(relay->most_at_once() == 8);
    CHECK(relay->mails() == 200);
    delivery.stop(seconds{2});
}

TEST_CASE("a relay that takes fewer connections than we would open costs no mail anything") {
    auto relay = std::make_unique<BusyRelay>(2);
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", relay->url(), 8)}), collector.hooks());
    for (int i = 1; i <= 100; ++i) REQUIRE(delivery.submit(notice_to("email", i)));
    CHECK(testkit::wait_until([&] { return collector.count() == 100; }));
    CHECK(relay->mails() == 100);
    CHECK(relay->refused() >= 1);
    CHECK(relay->refused() <= 3);
    CHECK(collector.not_begun() == 0);
    delivery.stop(seconds{2});
}

TEST_CASE("without a relay each attempt is one mail's outcome, the others go back and are no attempt") {
    Collector collector;
    auto hooks = collector.hooks();
    std::atomic<int> attempts{0};
    hooks.attempted = [&](const std::string&, const Outcome&) { ++attempts; };
    auto url = "smtp://127.0.0.1:" + std::to_string(testkit::free_port());
    Delivery delivery(settings_of({smtp_channel("email", url, 8)}), hooks);
    for (int i = 1; i <= 50; ++i) REQUIRE(delivery.submit(notice_to("email", i)));
    CHECK(testkit::wait_until([&] { return collector.count() == 50; }));
    CHECK(attempts >= 1);
    CHECK(static_cast<std::size_t>(attempts) + collector.not_begun() == 50);
    CHECK(collector.not_begun() >= 1);
    for (const auto& [id, all] : collector.outcomes()) {
        REQUIRE(all.size() == 1);
        CHECK(all[0].result == SendResult::retry);
        CHECK((all[0].blame == Blame::channel || all[0].cause == Cause::not_begun));
    }
}

TEST_CASE("letters are opened by the pool's writers, one that cannot be opened is a fault of ours") {
    testkit::SmtpSink sink;
    Collector collector;
    auto hooks = collector.hooks();
    auto submitting = std::this_thread::get_id();
    std::atomic<int> elsewhere{0};
    hooks.write_letter = [&](const engine::Letter& letter) -> Result<Message> {
        elsewhere += std::this_thread::get_id() != submitting;
        if (letter.subject == 3) return Error{ErrorCode::failed, "the sealed bytes are not what was written here", ""};
        return notice_to("email", letter.subject).message;
    };
    Delivery delivery(settings_of({smtp_channel("email", sink.url(), 2)}), hooks);
    for (int id = 1; id <= 6; ++id) {
        engine::Send send;
        send.channel = "email";
        send.delivery_id = id;
        send.letter.emplace().subject = id;
        REQUIRE(delivery.submit(std::move(send)));
    }
    for (int id : {1, 2, 4, 5, 6}) CHECK(collector.wait_for(std::to_string(id)).result == SendResult::accepted);
    CHECK(collector.wait_for("3").result == SendResult::retry);
    CHECK(collector.unopened() == std::vector<std::int64_t>{3});
    CHECK(elsewhere == 6);
    CHECK(sink.recipients().size() == 5);
}

TEST_CASE("a relay's name that nobody knows is the channel's trouble") {
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", "smtp://khong-co.invalid", 1)}), collector.hooks());
    REQUIRE(delivery.submit(notice_to("email", 1)));
    CHECK(collector.wait_for("1").blame == Blame::channel);
    CHECK(collector.wait_for("1").cause == Cause::name_not_found);
}

TEST_CASE("of a relay's two addresses the one that answers is used") {
    testkit::SmtpSink sink;  // on 127.0.0.1 only; localhost is ::1 as well, where the machine has it
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", "smtp://localhost:" + std::to_string(sink.port()), 1)}),
                      collector.hooks());
    REQUIRE(delivery.submit(notice_to("email", 1)));
    CHECK(collector.wait_for("1").result == SendResult::accepted);
}

TEST_CASE("a channel with a proxy sends its notices through it") {
    testkit::SmtpSink sink;
    auto channel = smtp_channel("email", sink.url(), 1);
    channel.proxy = "http://127.0.0.1:" + std::to_string(testkit::free_port());  // nobody there
    Collector collector;
    Delivery delivery(settings_of({channel}), collector.hooks());
    REQUIRE(delivery.submit(notice_to("email", 1)));
    CHECK(collector.wait_for("1").blame == Blame::channel);
    CHECK(sink.messages().empty());
}

}  // namespace breachd::delivery
