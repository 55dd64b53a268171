// A relay that a test plays on a thread of its own, and a delivery that sends notices to it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "delivery_harness.hpp"
#include "relay_session.hpp"
#include "testkit/catch.hpp"

namespace breachd::delivery {

using std::chrono::milliseconds;
using std::chrono::seconds;

// What a relay's thread did not expect; looked at when its scene is over.
inline std::atomic<int> surprises{0};
inline void expect(bool good) { surprises += !good; }

// A relay with one connection after the other, a delivery that sends `mails` notices to it over one, and their
// outcomes.
class Scene {
  public:
    using Talk = std::function<void(RelaySession&, int connection)>;
    explicit Scene(Talk talk, Duration timeout = seconds{5})
        : server_([this, talk = std::move(talk)](int fd) {
              RelaySession session(fd);
              talk(session, ++connections_);
          }) {
        auto channel = smtp_channel("email", "smtp://" + server_.address(), 1);
        channel.timeout = timeout;
        delivery_ = std::make_unique<Delivery>(settings_of({channel}), collector_.hooks());
    }
    ~Scene() {
        delivery_.reset();
        CHECK(surprises.exchange(0) == 0);
    }
    Scene& send(int mails) {
        for (int i = 1; i <= mails; ++i) REQUIRE(delivery_->submit(notice_to("email", ++last_)));
        return *this;
    }
    Outcome outcome(int id) { return collector_.wait_for(std::to_string(id)); }
    Collector& collector() { return collector_; }
    Delivery& delivery() { return *delivery_; }
    int connections() const { return connections_; }

  private:
    std::atomic<int> connections_{0};
    std::int64_t last_ = 0;
    Collector collector_;
    testkit::TcpServer server_;
    std::unique_ptr<Delivery> delivery_;
};

// Takes mails until the client leaves.
inline void take_all(RelaySession& relay) {
    while (!relay.envelope().empty()) {
        if (relay.message().empty() || !relay.say("250 2.0.0 Ok\r\n")) return;
    }
}

// A relay of one connection and one mail at a time (no PIPELINING) that owes its answer to the first mail until it may
// give it.
class HoldingRelay {
  public:
    HoldingRelay()
        : server_([this](int fd) {
              RelaySession relay(fd);
              bool goes_on = relay.greet("250 relay\r\n");
              while (goes_on) goes_on = take(relay);
          }) {}
    ~HoldingRelay() { answer(); }
    HoldingRelay(const HoldingRelay&) = delete;
    HoldingRelay& operator=(const HoldingRelay&) = delete;

    std::string url() const { return "smtp://" + server_.address(); }
    bool holds_a_mail() const {
        return testkit::wait_until([this] { return holds_.load(); });
    }
    void answer() { may_answer_ = true; }

  private:
    bool take(RelaySession& relay) {
        for (const char* answer : {"250 Ok\r\n", "250 Ok\r\n", "354 go on\r\n"})
            if (relay.line().empty() || !relay.say(answer)) return false;
        if (relay.message().empty()) return false;
        holds_ = true;
        testkit::wait_until([this] { return may_answer_.load(); });
        return relay.say("250 2.0.0 Ok\r\n");
    }

    std::atomic<bool> holds_{false}, may_answer_{false};
    testkit::TcpServer server_;
};

}  // namespace breachd::delivery
