// Threads for one channel whose notifier does its own I/O. A worker owns nothing but its notifier: it takes a value and
// gives one back. Pages have a queue and a worker of their own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "engine/messages.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kChannelQueueMax = 1024;

class WorkerPool {
  public:
    using Done = std::function<void(engine::AttemptDone)>;
    WorkerPool(const Channel& channel, bool drill, Done done);
    ~WorkerPool();
    [[nodiscard]] bool submit(engine::Send&& send);
    void close();  // what is queued is given back as not sent; the destructor waits for what is out

  private:
    void work(BoundedQueue<engine::Send>& queue, std::unique_ptr<Notifier> notifier);

    Done done_;
    std::atomic<bool> stopping_{false};
    BoundedQueue<engine::Send> pages_{kChannelQueueMax};
    BoundedQueue<engine::Send> notices_{kChannelQueueMax};
    std::vector<std::thread> threads_;
};

}  // namespace breachd::delivery
