// A session alone, over a transport of the test: for clients that no socket can play.
#include "http/session.hpp"

#include <cstring>

#include "testkit/catch.hpp"

namespace breachd::http {

namespace {

using namespace std::chrono_literals;

// Keeps what is written; nothing of it ever leaves unless the test says so.
struct Wires {
    char* into = nullptr;
    std::string written;
    bool closed = false;
};

class StillTransport : public net::Transport {
  public:
    explicit StillTransport(Wires& wires) : wires_(wires) {}
    void start(std::shared_ptr<net::TransportUser>) override {}
    void read(char* into, std::size_t, std::shared_ptr<net::TransportUser>) override { wires_.into = into; }
    void write(std::string_view head, std::string_view body, std::shared_ptr<net::TransportUser>) override {
        wires_.written.append(head).append(body);
    }
    void end_sending() override {}
    void close() override { wires_.closed = true; }
    void refuse(std::string_view) override { close(); }
    const std::string& peer() const override { return peer_; }

  private:
    Wires& wires_;
    std::string peer_ = "192.0.2.7";
};

class OpenApplication : public Application {
  public:
    Admission admit(const CallPtr&) override { return {std::nullopt, 100, nullptr}; }
    void handle(const CallPtr&) override {}
    Response overload(const Call&) override { return {}; }
    const std::string& date() override { return date_; }
    void answered(const Call*, int) override {}

  private:
    std::string date_;
};

class DirectLoop : public net::Loop {
  public:
    void post(std::function<void()> work) override { work(); }
};

}  // namespace

TEST_CASE("who does not read the 100 Continue that it asked for is not waited for longer than for any reader") {
    OpenApplication application;
    DirectLoop loop;
    Limits limits;
    limits.tick = 10ms;
    limits.write_patience = 50ms;
    Wires wires;
    BodyBytes bodies(limits);
    auto session =
        std::make_shared<Session>(application, loop, limits, bodies, std::make_unique<StillTransport>(wires));
    session->start();
    session->on_ready(true);
    REQUIRE(wires.into != nullptr);
    std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    std::memcpy(wires.into, head.data(), head.size());
    session->on_read(true, head.size());
    REQUIRE(wires.written == "HTTP/1.1 100 Continue\r\n\r\n");
    bool reads = GENERATE(true, false);
    if (reads) session->on_written(true);
    for (int i = 0; i < 5; ++i) session->tick();
    CHECK_FALSE(session->closed());
    session->tick();
    CHECK(session->closed() == !reads);
    session->close();
    CHECK(wires.closed);
}

}  // namespace breachd::http
