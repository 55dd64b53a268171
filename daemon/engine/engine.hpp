// The engine: the one thread that decides. It is a list of desks over a ledger (step.hpp), and the order of a step.
// step() takes all waiting commands, hands each to its desk, writes everything into one transaction, commits with one
// sync, and only then gives out answers and effects. So the waiting queue is the group commit, and nothing is said that
// is not on disk.
//
// Guarantees
//  1. An answer or effect of a step exists only if the step's transaction was committed.
//  2. The same journal, settings, commands, times and seed give the same entries (no clock, no chance of its own).
//  3. After StopSending no step hands out a letter or a page.
//  4. After an environment failure (disk full) all that the failed step touched in memory is taken back, and every
//     waiting command is refused.
// Owned by the engine's thread; nothing here is safe to call from another.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/clock_news.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"
#include "engine/stats.hpp"
#include "store/store.hpp"

namespace breachd::engine {

struct EngineOptions {
    std::uint64_t seed = 1;
    std::string version = "dev";
    std::string sqlite_version;                           // for the journal
    Duration last_seen_every = std::chrono::seconds{10};  // how often an idle daemon notes that it runs
    std::function<std::string()> clock_mark;  // for the next start (clock/trusted_time.hpp); empty: none is kept
    std::function<std::chrono::nanoseconds()> steady;  // times the commit, for /metrics; empty: it is not timed
};

struct StepOutput {
    std::vector<std::pair<Answered, Result<Answer>>> answers;
    std::vector<Effect> effects;
    bool impaired = false;  // the store could not be written; stop accepting, wait for room
    std::optional<std::chrono::nanoseconds> commit_took;  // by EngineOptions::steady
};

class Engine {
  public:
    Engine(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options);
    ~Engine();

    // Folds the incidents that are awake, turns what was in flight at the crash into `unknown`, notes the start. First
    // call.
    void start(Instant now);
    // `news`: what the daemon's clock has to say since the last step.
    // Throws StoreError only when the process must end (I/O error, corruption).
    StepOutput step(std::vector<Envelope> envelopes, Instant now, const std::vector<ClockNews>& news = {});
    // The store's housekeeping, after the answers of a step are given out: it may take as long as the disk wants. True
    // while there is more of it. Throws StoreError like step().
    bool rest();
    // When step() must be called again even without commands.
    Instant next_wake(Instant now) const;
    // After step(), start() or rest() threw: pages that need no database, to be sent before the process ends.
    std::vector<Effect> last_words(const std::string& why, Instant now) const;
    // Notes the orderly stop in the journal and signs a head.
    void stop(Instant now);

    // As it was after the last step; none: no such incident.
    std::optional<Incident> incident(const std::string& id) const;
    // Those in memory; the others rest.
    const std::map<std::string, Incident>& awake() const;
    const Settings& settings() const;
    Stats stats() const;
    // Key for acknowledge links; the API verifies with the same.
    std::string ack_key();
    // Who may sign in and who is signed in, after the last step; AccessChanged says each change.
    std::shared_ptr<const AccessBook> access() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::engine
