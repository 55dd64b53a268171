// The notices of one channel of type smtp: writers that open and write letters, and one thread with all connections to
// the relay (SmtpClient over SmtpLine).
//
//   submit ─▶ a writer ─▶ waiting ─▶ a connection ─▶ done          each ends in the hook, once
//                           │ ▲          └── nobody's fault, nothing sent ──▶ waiting
//                           └─┼── stop, or no connection can be made ──▶ not_begun
//
// Guarantees
//  1. Never more messages are out than `connections`, and beside each the envelope of one more; never more are held
//     than kSmtpHeldMax.
//  2. Connections are opened one by one at first, then as many at once as work already. While one works, one more that
//     cannot be opened costs no mail anything, and is not tried again for a while.
//  3. Without any, each attempt to open one is one mail's outcome; the others go back to the engine, which knows when
//  to
//     ask a channel again.
//  4. At a stop what is out may finish; what was not sent is given back without charge.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "base/bounded_queue.hpp"
#include "delivery/letter_writers.hpp"
#include "notifiers/smtp/relay.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kSmtpHeldMax = 1024;
inline constexpr Duration kSmtpRefusedPause = std::chrono::seconds{30};

class SmtpPool {
  public:
    SmtpPool(std::string channel, std::shared_ptr<const MailRelay> relay, WriteLetter write, AttemptHook done);
    ~SmtpPool();
    SmtpPool(const SmtpPool&) = delete;
    SmtpPool& operator=(const SmtpPool&) = delete;
    [[nodiscard]] bool submit(engine::Send&& send);
    // As those of WorkerPool.
    void close();
    bool wait(Duration& left);
    void give_up();

  private:
    struct Loop;
    void written(engine::Send&& send);
    void done(engine::AttemptDone outcome);

    std::string channel_;
    std::shared_ptr<const MailRelay> relay_;
    AttemptHook done_;
    std::atomic<std::size_t> held_{0};
    BoundedQueue<int> ended_{1};
    bool has_ended_ = false;
    std::unique_ptr<Loop> loop_;
    LetterWriters writers_;
    std::thread thread_;
};

}  // namespace breachd::delivery
