// Proves the whole store (store/proof) some seconds after the start and daily, on a thread of its own that yields to
// all others: it rests after each slice for as long as the slice took. What it finds goes into the log and /metrics,
// and to `damaged`, which has people called; the daemon goes on.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "base/metrics.hpp"
#include "store/proof/proof.hpp"

namespace breachd::app {

class Prover {
  public:
    // `damaged`: the first place, and how many there are; called on this class's thread, once for each proof.
    using Damaged = std::function<void(const store::Damage& first, std::int64_t places)>;

    // `now`: of the machine, for /metrics.
    Prover(store::StoreOptions options, std::string public_key, std::function<Instant()> now, Damaged damaged);
    ~Prover() { stop(); }
    Prover(const Prover&) = delete;
    Prover& operator=(const Prover&) = delete;

    void stop();  // soon, whatever is under way
    void show(metrics::Page& page) const;
    // When the whole store was proven last, and how many places were not as they should be.
    std::optional<Instant> verified_at() const;
    std::int64_t places() const { return places_; }

  private:
    void work();
    bool wait(Duration patience);  // false: the daemon stops
    void prove();
    void tell(const store::Proof& proof, Duration took);

    store::StoreOptions options_;
    std::string public_key_;
    std::function<Instant()> now_;
    Damaged damaged_;
    BoundedQueue<int> stopping_{1};
    std::atomic<std::shared_ptr<store::Proof>> proof_;  // under way
    std::atomic<std::int64_t> ended_at_{0};             // in seconds of wall time; 0: none yet
    std::atomic<std::int64_t> places_{0};
    std::thread thread_;
};

}  // namespace breachd::app
