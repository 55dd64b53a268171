#include "delivery/worker_pool.hpp"

namespace breachd::delivery {

WorkerPool::WorkerPool(const Channel& channel, bool drill, Done done) : done_(std::move(done)) {
    auto start = [&](BoundedQueue<engine::Send>& queue) {
        threads_.emplace_back([this, &queue, notifier = make_notifier(channel, drill)]() mutable { work(queue, std::move(notifier)); });
    };
    start(pages_);
    for (int i = 0; i < std::max(1, channel.connections); ++i) start(notices_);
}

WorkerPool::~WorkerPool() {
    close();
    for (auto& thread : threads_) thread.join();
}

void WorkerPool::close() {
    stopping_ = true;
    pages_.close();
    notices_.close();
}

bool WorkerPool::submit(engine::Send&& send) {
    return send.lane == engine::Lane::page ? pages_.try_push(std::move(send)) : notices_.try_push(std::move(send));
}

void WorkerPool::work(BoundedQueue<engine::Send>& queue, std::unique_ptr<Notifier> notifier) {
    auto& blocking = dynamic_cast<BlockingNotifier&>(*notifier);
    for (;;) {
        auto taken = queue.take(1, std::chrono::seconds{30});
        if (taken.empty() && queue.closed()) return;
        for (const auto& send : taken) {
            engine::AttemptDone done{send.page_id, send.delivery_id, {}};
            if (stopping_) done.outcome = {SendResult::retry, Blame::destination, "", "not sent: the daemon is stopping", "", {}};
            else if (auto good = blocking.check(send.message); !good) done.outcome = {SendResult::rejected, Blame::recipient, "", good.error().message, "", {}};
            else done.outcome = blocking.send(send.message);
            done_(std::move(done));
        }
    }
}

}  // namespace breachd::delivery
