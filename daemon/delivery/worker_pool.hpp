// Threads for one channel whose notifier does its own I/O. A worker owns nothing but its notifier: it takes a value and
// gives one back. Pages have a queue and workers of their own. Without connections it takes pages only.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "delivery/letter_writers.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"
#include "notifiers/notifier.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kChannelQueueMax = 1024;
inline constexpr int kPageWorkers = 2;  // beside the channel's connections

class WorkerPool {
  public:
    using Make = std::function<std::unique_ptr<BlockingNotifier>()>;
    WorkerPool(int connections, const Make& make, WriteLetter write, AttemptHook done);
    ~WorkerPool();
    [[nodiscard]] bool submit(engine::Send&& send);
    // What is queued is given back as not sent; what is out goes on.
    void close();
    // Waits for the workers until `left` is used up (it is counted down); true when all have ended.
    bool wait(Duration& left);
    // What is still out ends within seconds, its outcome as far as it is known; what then was not sent is given back.
    void give_up();

  private:
    void work(BoundedQueue<engine::Send>& queue, BlockingNotifier& notifier);

    WriteLetter write_;
    AttemptHook done_;
    std::atomic<bool> stopping_{false}, given_up_{false};
    BoundedQueue<engine::Send> pages_{kChannelQueueMax};
    BoundedQueue<engine::Send> notices_{kChannelQueueMax};
    BoundedQueue<int> ended_{kChannelQueueMax};  // one value a worker that has ended
    std::size_t running_ = 0;
    std::vector<std::unique_ptr<BlockingNotifier>> notifiers_;
    std::vector<std::thread> threads_;
};

}  // namespace breachd::delivery
