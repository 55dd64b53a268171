// A world that runs from one seed: the real engine on a real in-memory SQLite, under a simulated clock, with fake
// providers, people and faults. Years pass in seconds; the same seed gives the same journal to the byte.
//
// Faults: crashes before and after a commit, lost answers, slow, refusing or dead providers, a full disk, clock steps,
// duplicated alerts, late facts, people who do not answer.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "engine/engine.hpp"
#include "store/store.hpp"

namespace breachd::sim {

// What the world saw from outside: the oracle judges the daemon by this and by what the store then says.
struct Witness {
    struct Opened {
        Instant detected_at{};
        bool location_or_biometric = false;
        bool finance = false;
        std::optional<Instant> first_filed_at;
        std::int64_t imported = 0;
        bool released = false;
    };
    std::map<std::string, Opened> incidents;                // told to us in an answer (so committed)
    std::set<std::string> alerts;                           // external ids answered 202
    std::map<std::string, int> accepted_by_key;             // provider really took the message: key -> times
    std::map<std::string, int> attempts_by_key;             // requests that reached a provider
    std::map<std::string, int> doubts_by_key;               // of those: lost answers, and crashes in flight
    std::map<std::string, std::vector<Instant>> pages;      // incident -> moments a page reached a provider
    std::set<std::string> acknowledged;
    std::set<std::string> dismissed;
    int crashes = 0, full_disks = 0;
};

struct WorldOptions {
    std::uint64_t seed = 1;
    Duration span = std::chrono::hours{24 * 6};
    bool faults = true;
    bool ack_before_commit = false;  // a seeded bug: the oracle must see it
};

class World {
  public:
    explicit World(WorldOptions options);
    ~World();

    // Runs to the end of the span, then heals every provider and lets the rest drain.
    void run();

    const Witness& witness() const { return witness_; }
    const std::map<std::string, Incident>& incidents() const { return engine_->incidents(); }
    store::Store& store() { return *store_; }
    const Settings& settings() const { return *settings_; }
    Instant now() const { return now_; }
    // First broken promise met while running ("" when none); the oracle's checks at the end are apart.
    const std::string& complaint() const { return complaint_; }

  private:
    struct Provider {
        int accept_percent = 90, retry_percent = 4, reject_percent = 2, lost_percent = 4;
        Duration latency{500};
        Instant dead_from = Instant::max(), dead_to = Instant::max();
    };
    struct Later {
        std::string what;
        engine::Envelope envelope;
    };

    void boot();
    void step(std::vector<engine::Envelope> envelopes);
    void crash();
    void landed(const engine::AttemptDone& done);
    void take(engine::Effect effect);
    void send(const engine::Send& send);
    void schedule(Instant at, engine::Envelope envelope);
    void plan_story();
    engine::Envelope alert_envelope(const std::string& external_id, int severity, const std::string& host, std::optional<Instant> detected_at);
    void after_open(const std::string& incident, const Incident& facts);
    std::vector<Subject> people(int count);
    void check_overdue();

    WorldOptions options_;
    Rng rng_;
    Instant now_{};
    std::shared_ptr<const Settings> settings_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<engine::Engine> engine_;
    std::multimap<Instant, engine::Envelope> agenda_;
    std::map<std::string, Provider> providers_;
    std::map<std::string, engine::Send> in_flight_;  // by key: sent, outcome on its way back
    std::set<std::string> stories_;                  // incidents whose further story is on the agenda
    Witness witness_;
    std::string complaint_;
};

// Settings of the simulated organisation: two people on a weekly roster, two notice channels, editions from playbooks/.
std::shared_ptr<const Settings> sample_settings(Rng& rng);

}  // namespace breachd::sim
