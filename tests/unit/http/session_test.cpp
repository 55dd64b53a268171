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
    Admission admit(const CallPtr&) override { return {std::nullopt, 100, false, nullptr}; }
    void handle(const CallPtr& call) override {
        ++handled;
        if (answers) call->respond(Response{.status = 200, .content_type = "text/plain", .body = "answer"});
    }
    Response overload(const Call&) override { return {}; }
    const std::string& date() override { return date_; }
    void answered(const Call*, int) override {}

    bool answers = false;
    int handled = 0;

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
        std::make_shared<Session>(application, loop, limits, bodies, std::make_unique<StillTransport>(wires), [] {});
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

namespace {

struct Pipelined {
    OpenApplication application;
    DirectLoop loop;
    Limits limits;
    Wires wires;
    BodyBytes bodies{limits};
    int closed = 0;
    std::shared_ptr<Session> session;

    Pipelined() {
        application.answers = true;
        session = std::make_shared<Session>(application, loop, limits, bodies, std::make_unique<StillTransport>(wires),
                                            [this] { ++closed; });
        session->start();
        session->on_ready(true);
    }
    void come(std::string_view bytes) {
        REQUIRE(wires.into != nullptr);
        std::memcpy(std::exchange(wires.into, nullptr), bytes.data(), bytes.size());
        session->on_read(true, bytes.size());
    }
};

std::string requests(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    return out;
}

std::size_t answers_in(const std::string& written) {
    std::size_t count = 0;
    for (auto at = written.find("HTTP/1.1 200"); at != std::string::npos; at = written.find("HTTP/1.1 200", at + 1))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("who sends 150 requests and reads nothing has one answer under way, and nothing more of it is read") {
    Pipelined p;
    p.come(requests(150));
    CHECK(p.application.handled == 1);
    CHECK(answers_in(p.wires.written) == 1);
    CHECK(p.wires.into == nullptr);  // no read is under way
    for (int i = 0; i < 20; ++i) p.session->tick();
    CHECK(p.application.handled == 1);
    INFO("each answer that was taken makes room for one, in a turn of its own");
    for (int taken = 1; taken < 150; ++taken) {
        p.session->on_written(true);
        CHECK(p.application.handled == taken + 1);
        CHECK(answers_in(p.wires.written) == static_cast<std::size_t>(taken) + 1);
    }
    p.session->on_written(true);
    CHECK(p.application.handled == 150);
    CHECK(p.wires.into != nullptr);
}

TEST_CASE("the place of a connection is free the moment it is given up, once, and not at the next tick") {
    Pipelined p;
    p.come("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(p.closed == 0);
    p.session->on_written(true);
    CHECK(p.closed == 1);
    p.session->close();
    CHECK(p.closed == 1);
}

}  // namespace breachd::http
