// One HTTP/1.1 connection: reads requests, has the application answer them, writes the answers. Net thread only.
//
//   start ─▶ head ─▶ body ⇄ piece ─▶ handling ─▶ writing ─▶ head …
//              │                         └─▶ streaming (server-sent events) ─▶ closed
//              └─ refused ─▶ writing ─▶ draining ─▶ closed
//
// Invariants
//  1. One request at a time: pipelined bytes wait in the buffer, and nothing is read while a request is being handled.
//  2. A request that broke the protocol, or whose body was not read to its end, is the last of its connection.
//  3. Memory is bounded: the head by the input buffer, the body by the route's limit, pieces by one buffer, and the
//     bodies of all sessions by BodyBytes: from the head's Content-Length, or as they come, until they are answered.
//  4. A body comes at body_bytes_per_second on the average, with no silence longer than body_silence_patience.
//  5. While a response streams, what the client sends is read only to see it leave.
//  6. Every phase but `handling` ends by itself: tick() counts, no session has a timer object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/application.hpp"
#include "http/body_bytes.hpp"
#include "http/parser.hpp"
#include "net/loop.hpp"
#include "net/transport.hpp"
#include "settings/server.hpp"

namespace breachd::http {

class Session : public net::TransportUser, public Outflow, public std::enable_shared_from_this<Session> {
  public:
    // `on_closed` is called once, the moment the connection is given up: its place is free from then on.
    Session(Application& application, net::Loop& loop, const Limits& limits, BodyBytes& bodies,
            std::unique_ptr<net::Transport> transport, std::function<void()> on_closed);
    ~Session() override;

    void start();
    void tick();       // once every Limits::tick
    void wind_down();  // no further request after the one under way
    void close();
    bool closed() const override { return phase_ == Phase::closed; }

    void on_ready(bool good) override;
    void on_read(bool good, std::size_t bytes) override;
    void on_written(bool good) override;
    void write(std::string bytes, std::function<void(bool)> done) override;
    void end() override;

  private:
    enum class Phase { handshake, head, body, piece, handling, writing, streaming, draining, closed };

    void enter(Phase phase);
    void read_more();
    void advance();  // goes on with the buffered bytes
    void advance_head();
    void advance_body();
    void after_head();
    void body_complete();
    // Makes room for a body of this length, as far as it is to be trusted; false when there is none.
    bool expect_body(std::uint64_t length);
    void refuse(Response response);
    void respond(std::uint64_t serial, Response response);
    void send(Response response);
    void next_request();
    void discard();  // reads on, for the sake of the end
    void tick_head();
    void tick_body();
    bool over(std::chrono::milliseconds patience) const { return limits_.over(ticks_, patience); }

    Application& application_;
    net::Loop& loop_;
    const Limits& limits_;
    BodyBytes::Part body_part_;
    std::unique_ptr<net::Transport> transport_;
    std::function<void()> on_closed_;
    std::string peer_;
    std::shared_ptr<const net::PeerCertificate> certificate_;

    Phase phase_ = Phase::handshake;
    std::uint64_t ticks_ = 0;         // since the phase began
    std::uint64_t body_ticks_ = 0;    // spent waiting for the body of this request
    std::uint64_t silent_ticks_ = 0;  // ... since something of it came
    bool reading_ = false;            // a read is under way
    bool wind_down_ = false;
    bool close_after_ = false;   // after the response that is being written
    bool drain_after_ = false;   // ... reading on for a moment first
    bool first_ = true;          // no request has been read yet
    bool continue_due_ = false;  // "100 Continue" is being written

    std::unique_ptr<RequestParser> parser_;
    std::string input_;  // fixed size; [begin_, end_) holds bytes not parsed yet
    std::size_t begin_ = 0, end_ = 0;
    std::uint64_t serial_ = 0;  // of the request: an answer with an older one is dropped
    CallPtr call_;
    std::shared_ptr<BodySink> sink_;
    std::size_t body_bytes_max_ = 0;
    std::size_t drained_ = 0;

    std::string head_out_, body_out_;
    std::function<void(std::shared_ptr<Outflow>)> stream_;
    std::function<void(bool)> stream_done_;
};

}  // namespace breachd::http
