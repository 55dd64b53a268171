// Brings syslog messages into the engine, for one connection or one UDP socket. Syslog has no answer that says "later",
// so every message is kept here until the engine has it, as long as that can be done. Net thread only.
//
//   add() ─▶ waiting ─▶ flush() ─▶ in flight ─▶ answered: gone
//              ▲                        │
//              └──── store unavailable ─┘        (tried again by tick())
//
// Guarantees
//  1. A message is in `waiting` or in flight until the engine has committed it, or counted as dropped by reason.
//  2. The user adds only while may_read(), and flushes when a batch is full(), so that few messages wait.
//  3. One command holds whole messages of one source: about kBatchAlerts, which one message may go beyond, or about
//     kBatchBytes. Commands of a source are handed over in the order of their messages, also those that were rolled
//     back; one that was comes behind those that were in flight with it and were committed.
//  4. A message spends its source's rate; while the rate is in debt, nothing more is read.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "syslog/services.hpp"

namespace breachd::syslog {

class Feed : public std::enable_shared_from_this<Feed> {
  public:
    static constexpr std::size_t kBatchAlerts = 256;  // and what could not be read
    static constexpr std::size_t kBatchBytes = 1 << 20;
    static constexpr std::size_t kInFlightMax = 4;  // commands

    static constexpr Duration kHeardEvery = std::chrono::minutes{1};

    // `room` is called when may_read() may have become true, never from within another call.
    Feed(const Services& services, Counters& counters, std::function<void()> room);
    // The proof of the sender, for all messages that are added from here on; `none` at the beginning.
    void set_proof(SenderProof proof) { proof_ = proof; }

    // One message of a sender that fits `source`. A message that is no alert (statistics of a sensor) tells the engine
    // at most once a minute that the source is alive.
    void add(const Settings& settings, const Source& source, std::string_view message);
    // Bytes that are no message; kept whole in quarantine.
    void add_broken(const Source& source, std::string_view bytes, const Error& error);
    // Hands waiting messages over, as far as the engine takes them.
    void flush();
    // Once a tick: offers again what the engine did not take.
    void tick();

    bool behind() const { return !waiting_.empty() || in_flight_.size() >= kInFlightMax; }
    bool may_read() const { return !behind() && (debt_ticks_ == 0 || stopping_); }
    // At a stop the rate no longer counts: messages that it held back would be lost.
    void wind_down() { stopping_ = true; }
    // A whole batch waits: flush() before more is added.
    bool full() const { return full_; }
    bool empty() const { return waiting_.empty() && in_flight_.empty(); }
    // The patience of a stop is over: waiting messages, and those that come back, are counted as lost; messages in
    // flight may yet be committed, and are counted as unanswered.
    void give_up();

  private:
    struct Batch {
        std::uint64_t id = 0;      // in the order of beginning
        bool handed_over = false;  // once: it was rolled back, and later messages may be in flight
        engine::IngestAlerts command;
        std::size_t messages = 0, bytes = 0;
        bool full() const { return command.elements() >= kBatchAlerts || bytes >= kBatchBytes; }
    };

    void append(const Source& source, engine::IngestAlerts read, std::size_t bytes);
    Batch& batch_for(const std::string& source);
    bool heard_lately(const std::string& source);
    void spend(const Source& source, std::size_t alerts);
    bool submit(const Batch& batch);
    void wait_again(Batch batch);
    void answered(std::uint64_t id, const Result<engine::Answer>& answer);

    const Services& services_;
    Counters& counters_;
    SenderProof proof_ = SenderProof::none;
    std::function<void()> room_;
    std::deque<Batch> waiting_;
    std::map<std::uint64_t, Batch> in_flight_;  // kept until the answer: a rolled-back step is no answer to a sender
    std::uint64_t next_id_ = 0;
    // until the rate of the sources is paid off; ticks, so that a set clock stops nobody
    std::uint64_t debt_ticks_ = 0;
    bool full_ = false;
    bool wait_for_tick_ = false;
    bool stopping_ = false, given_up_ = false;
};

}  // namespace breachd::syslog
