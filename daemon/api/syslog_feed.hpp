// The way of syslog messages into the engine, for one connection or one UDP socket. Syslog has no answer that could say
// "later", so nothing is given up here that can be kept. Net thread only.
//
//   add() ─▶ waiting ─▶ flush() ─▶ in flight ─▶ answered: gone
//              ▲                        │
//              └──── store unavailable ─┘        (tried again by tick())
//
// Guarantees
//  1. A message is in `waiting` or in flight until the engine has committed it, or counted as dropped by reason.
//  2. The user reads on only while behind() is false, so that what waits is what came with one read.
//  3. One command holds messages of one source, at most kBatchMessages or about kBatchBytes.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "api/context.hpp"

namespace breachd::api {

class SyslogFeed : public std::enable_shared_from_this<SyslogFeed> {
  public:
    static constexpr std::size_t kBatchMessages = 256;
    static constexpr std::size_t kBatchBytes = 1 << 20;
    static constexpr std::size_t kInFlightMax = 4;  // commands

    // `room` is called when behind() may have become false, never from within another call.
    SyslogFeed(const Context& context, SyslogCounters& counters, SenderProof proof, std::function<void()> room);

    // One message of a sender that fits `source`.
    void add(const Source& source, std::string_view message);
    // Bytes that are no message; kept whole in quarantine.
    void add_broken(const Source& source, std::string_view bytes, const Error& error);
    // Hands over what waits, as far as the engine takes it.
    void flush();
    // Once a tick: what the engine did not take is offered again.
    void tick();

    bool behind() const { return !waiting_.empty() || in_flight_.size() >= kInFlightMax; }
    bool empty() const { return waiting_.empty() && in_flight_.empty(); }
    // The patience of a stop is over: what still waits is counted as lost. What is in flight may yet be committed.
    void give_up();

  private:
    struct Batch {
        engine::IngestAlerts command;
        std::size_t messages = 0, bytes = 0;
    };

    void append(const Source& source, engine::IngestAlerts read, std::size_t bytes);
    Batch& batch_for(const std::string& source);
    bool submit(const engine::IngestAlerts& command);
    void answered(std::uint64_t id, const Result<engine::Reply>& reply);

    const Context& context_;
    SyslogCounters& counters_;
    SenderProof proof_;
    std::function<void()> room_;
    std::deque<Batch> waiting_;
    std::map<std::uint64_t, Batch> in_flight_;  // kept until the answer: a rolled-back step is no answer to a sender
    std::uint64_t next_id_ = 0;
    bool wait_for_tick_ = false;
};

}  // namespace breachd::api
