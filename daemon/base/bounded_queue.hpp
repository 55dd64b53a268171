// The only place with a mutex: islands (net, engine, delivery) exchange values through these and share nothing else.
// Guarantees: first in, first out; never more than `capacity` values; push on a full queue refuses at once, so that
// the caller can say 429 instead of waiting; close() wakes everybody.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace breachd {

template <class T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

    // False when full or closed; the value is then left as it was.
    [[nodiscard]] bool try_push(T&& value) {
        {
            std::lock_guard lock(mutex_);
            if (closed_ || values_.size() >= capacity_) return false;
            values_.push_back(std::move(value));
        }
        ready_.notify_one();
        return true;
    }

    // Takes up to `most` values, waiting up to `patience` for the first (steady time; suspend does not count).
    std::vector<T> take(std::size_t most, std::chrono::milliseconds patience) {
        return take(most, patience, [](const T&) { return std::size_t{1}; });
    }

    // The same by weight: stops with the value that brings the sum to `most`.
    template <class Weigh>
    std::vector<T> take(std::size_t most, std::chrono::milliseconds patience, Weigh weigh) {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, patience, [&] { return closed_ || woken_ || !values_.empty(); });
        woken_ = false;
        std::vector<T> out;
        for (std::size_t weight = 0; !values_.empty() && weight < most;) {
            weight += weigh(values_.front());
            out.push_back(std::move(values_.front()));
            values_.pop_front();
        }
        return out;
    }

    // Ends the current or next wait of take() without a value.
    void wake() {
        {
            std::lock_guard lock(mutex_);
            woken_ = true;
        }
        ready_.notify_all();
    }

    void close() {
        {
            std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
    }

    bool closed() const {
        std::lock_guard lock(mutex_);
        return closed_;
    }

    std::size_t size() const {
        std::lock_guard lock(mutex_);
        return values_.size();
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<T> values_;
    std::size_t capacity_;
    bool closed_ = false;
    bool woken_ = false;
};

}  // namespace breachd
