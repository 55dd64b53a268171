// A few threads that read the store for GET requests and build the documents that would hold up the net thread (PDF,
// zip). Each thread owns one store::Reader and nothing else; a job posts its result back by itself.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "store/readers/reader.hpp"

namespace breachd::api {

class ReadPool {
  public:
    // nullptr when the store cannot be opened. A job must not throw and must not touch the net thread's state.
    using Job = std::function<void(store::Reader*)>;
    using Open = std::function<std::unique_ptr<store::Reader>()>;

    ReadPool(unsigned threads, std::size_t queue_max, Open open);
    ~ReadPool();
    [[nodiscard]] bool submit(Job job);  // false when the queue is full
    void stop();

  private:
    void work();

    BoundedQueue<Job> jobs_;
    Open open_;
    std::vector<std::thread> threads_;
};

}  // namespace breachd::api
