// Notices of one channel whose provider takes several messages in one request: what waits and goes together is sent
// together, one request at a time, with the provider's gap between two. One thread; pages do not come here.
//
// Guarantee: one outcome for every Send that submit() took, also at stop.
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "delivery/http_loop.hpp"
#include "delivery/letter_writers.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kBatchQueueMax = 4096;

class BatchPool {
  public:
    struct Limits {
        std::size_t most = 1;  // messages in a request
        Duration gap{0};       // from one answer to the next request
    };
    BatchPool(std::string channel, std::shared_ptr<const HttpNotifier> notifier, Limits limits, HttpLoop& http,
              WriteLetter write, AttemptHook done);
    ~BatchPool();
    [[nodiscard]] bool submit(engine::Send&& send) { return waiting_.try_push(std::move(send)); }
    // What waits is given back as not sent; what is out goes on.
    void close();
    bool ended() const { return ended_; }

  private:
    using Group = std::vector<engine::Send>;
    void work();
    Group written(std::vector<engine::Send> taken);
    Group next_group(Group& ready) const;
    void send(Group group);
    bool send_apart(const std::vector<Outcome>& outcomes) const;
    HttpAnswer ask(HttpRequest request);
    void answer_all(const Group& group, const Outcome& outcome);
    void give_back(const Group& group);

    std::string channel_;
    std::shared_ptr<const HttpNotifier> notifier_;
    Limits limits_;
    HttpLoop& http_;
    WriteLetter write_;
    AttemptHook done_;
    BoundedQueue<engine::Send> waiting_{kBatchQueueMax};
    std::atomic<bool> ended_{false};
    BoundedQueue<int> gap_{1};  // nothing comes: its patience is the gap, and closing it ends that
    std::thread thread_;
};

}  // namespace breachd::delivery
