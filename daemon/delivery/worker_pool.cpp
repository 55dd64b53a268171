#include "delivery/worker_pool.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "delivery/not_sent.hpp"

namespace breachd::delivery {

namespace {

constexpr Duration kSlice = std::chrono::milliseconds{20};

}  // namespace

WorkerPool::WorkerPool(int connections, const Make& make, WriteLetter write, AttemptHook done)
    : write_(std::move(write)), done_(std::move(done)) {
    auto start = [&](BoundedQueue<engine::Send>& queue) {
        auto* notifier = notifiers_.emplace_back(make()).get();
        ++running_;
        threads_.emplace_back([this, &queue, notifier] { work(queue, *notifier); });
    };
    for (int i = 0; i < kPageWorkers; ++i) start(pages_);
    for (int i = 0; i < connections; ++i) start(notices_);
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

bool WorkerPool::wait(Duration& left) {
    while (running_ > 0) {
        auto slice = std::min(left, kSlice);
        auto ended = ended_.take(running_, slice);
        running_ -= ended.size();
        if (!ended.empty()) continue;
        left -= slice;
        if (left <= Duration{0}) return false;
    }
    return true;
}

void WorkerPool::give_up() {
    given_up_ = true;
    for (auto& notifier : notifiers_) notifier->give_up();
}

bool WorkerPool::submit(engine::Send&& send) {
    return send.lane == engine::Lane::page ? pages_.try_push(std::move(send)) : notices_.try_push(std::move(send));
}

void WorkerPool::work(BoundedQueue<engine::Send>& queue, BlockingNotifier& notifier) {
    for (;;) {
        auto taken = queue.take(1, std::chrono::seconds{30});
        if (taken.empty() && queue.closed()) break;
        for (auto& send : taken) {
            if (stopping_) {
                done_(send.channel, not_sent_stopping(send));
                continue;
            }
            if (!write_message(send, write_, done_)) continue;
            engine::AttemptDone done{send.page_id, send.delivery_id, {}};
            if (auto good = notifier.check(send.message); !good)
                done.outcome = {SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}};
            else
                done.outcome = notifier.send(send.message);
            // We hung up: that nothing was sent is not the channel's fault.
            bool faulty = done.outcome.blame == Blame::channel || done.outcome.blame == Blame::unclear;
            if (given_up_ && done.outcome.result == SendResult::retry && faulty) done = not_sent_stopping(send);
            done_(send.channel, std::move(done));
        }
    }
    BREACHD_CHECK(ended_.try_push(0));
}

}  // namespace breachd::delivery
