// A world that runs from one seed: the real engine on real SQLite files, under a simulated clock, with fake providers,
// people and faults. Years pass in seconds; the same seed gives the same journal to the byte.
//
// Faults: crashes before and after a commit, lost answers, slow, refusing or dead providers (two together, too), a full
// disk, clock steps, duplicated alerts, late facts, people who do not answer, receipts that take back what was
// accepted, come twice, early, by another hook, or speak of nothing, of what was refused or never sent, settings that
// change in the middle; and the senders of world_intake.cpp: unproven ones, signed messages that are replayed, messages
// that cannot be read, silences, storms; and what world_harsh.cpp brings.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "engine/engine.hpp"
#include "sim/disk.hpp"
#include "sim/witness.hpp"
#include "store/store.hpp"

namespace breachd::sim {

struct WorldOptions {
    std::uint64_t seed = 1;
    Duration span = std::chrono::hours{24 * 6};
    bool faults = true;
    bool senders = true;             // false: only "siem", as when the first seeds were found
    bool wide = true;                // false: without what world_wide.cpp brings
    bool harsh = true;               // false: without what world_harsh.cpp brings
    bool ack_before_commit = false;  // a seeded bug: the oracle must see it
};

class World {
  public:
    explicit World(WorldOptions options);
    ~World();

    // Runs to the end of the span, then heals every provider and lets the rest drain. `look` sees the world about once
    // a day and may complain.
    using Look = std::string (*)(World& world);
    void run(Look look = nullptr);

    const Witness& witness() const { return witness_; }
    store::Store& store() { return *store_; }
    const Settings& settings() const { return *settings_; }
    std::shared_ptr<const Settings> settings_at_first() const { return settings_at_first_; }
    engine::Stats stats() const { return engine_->stats(); }
    const std::string& directory() const { return disk_.directory(); }
    Instant born() const { return born_; }
    Instant now() const { return now_; }
    bool over() const { return over_; }  // everything works again and what is owed has had its time
    // First broken promise met while running ("" when none); the judges' checks at the end are apart.
    const std::string& complaint() const { return complaint_; }

  private:
    struct Provider {
        int accept_percent = 90, retry_percent = 4, reject_percent = 2, lost_percent = 4;
        Duration latency{500};
        Instant dead_from = Instant::max(), dead_to = Instant::max();
    };

    void boot();
    void step(std::vector<engine::Envelope> envelopes);
    void committed(const std::vector<engine::Envelope>& envelopes, engine::StepOutput out, bool then_dies);
    void refused(std::vector<engine::Envelope> envelopes, engine::StepOutput out);
    void crash();
    void try_again(engine::Envelope envelope);  // its sender heard nothing
    void schedule(Instant at, engine::Envelope envelope);
    void complain(std::string what);

    // world_providers.cpp
    void take(engine::Effect effect);
    void send(const engine::Send& send);
    Letter* letter_of(const engine::Send& send);  // in the witness; null when it cannot be opened
    void never_sent(const engine::Send& send);
    void landed(const engine::AttemptDone& done);
    void plan_receipts(const Letter& letter, const std::string& key);
    void plan_lies(const Letter& letter, const std::string& key);
    struct Said {  // a receipt as the world knows it
        std::string key, webhook, hook;
        ReceiptWord word = ReceiptWord::delivered;
    };
    void receipt(Instant at, const Said& said);
    void answered(const Said& said, const Result<engine::Answer>& reply);

    // world_people.cpp
    void plan_story();
    void after_open(const std::string& incident);
    void short_story(const std::string& incident);
    void dismiss(const std::string& incident, Instant at);
    bool touches_data(const std::string& incident) const;
    void import_people(const std::string& incident, Instant at, std::vector<Subject> rows);
    void say(const std::string& incident, Instant at, engine::Command command, const std::string& who, Done done);
    void note(Done done, const std::string& incident);

    // world_wide.cpp
    void plan_wide();
    void plan_reloads();
    void plan_full_disk();
    void reload(Instant at, std::shared_ptr<const Settings> settings);
    void late_people(const std::string& incident, Instant released_at, int already);
    void say_the_list_is_complete(const std::string& incident, Instant released_at);
    void release_again(const std::string& incident, Instant released_at);

    // world_harsh.cpp
    void plan_harsh();
    void may_fill_the_disk(Instant at, bool outcome);
    Outcome not_so_fast(const std::string& channel);
    void plan_bounce(const Letter& letter, const std::string& key);

    // world_intake.cpp
    engine::Envelope message(engine::IngestAlerts ingest);
    void take_down(const engine::IngestAlerts& ingest, const engine::Answer& answer);
    void plan_senders();
    void plan_unproven();
    void plan_signed();
    void plan_unreadable();
    void plan_heartbeats();
    void plan_storm();
    void add_unreadable(engine::IngestAlerts& ingest, const std::string& name);
    Alert forged(Alert alert) const;
    Instant some_time();                            // in the first half of the span
    std::string some_host(const std::string& own);  // of an asset, or its own
    void look_into_quarantine(const std::string& id);
    void settle(Instant at, const std::string& quarantine_id, engine::Command command);

    WorldOptions options_;
    Rng rng_;
    Rng clocks_;   // of senders that do not know the time
    Rng senders_;  // of its own: a world without the other senders is as it was before they came
    Rng wide_;     // and one without world_wide.cpp as before that
    Rng harsh_;    // and one without world_harsh.cpp, too
    Rng decide_;   // what the second person does
    Disk disk_;
    Instant born_{}, now_{};
    std::shared_ptr<const Settings> settings_, settings_at_first_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<engine::Engine> engine_;
    std::multimap<Instant, engine::Envelope> agenda_;
    std::set<Instant> power_cuts_;  // crashes that are planned, beside those of chance
    std::map<std::string, Provider> providers_;
    std::map<std::string, engine::Send> in_flight_;  // by letter_name: sent, outcome on its way back
    std::vector<engine::AttemptDone> unkept_;        // outcomes that a refused step was told
    std::set<std::string> stories_;                  // incidents whose further story is on the agenda
    std::map<std::string, Alert> meant_;             // unreadable body -> what it will turn out to say
    std::set<std::string> webhooks_;                 // receipts that were taken
    Rng lies_;                                       // of receipts that say what is not so; of its own
    bool receipts_ = false, disk_fills_ = false, mails_bounce_ = false, lies_too_ = false;
    std::string strict_;  // a channel whose provider refuses whole destinations
    bool nobody_hears_ = false, over_ = false, refused_ = false;
    bool stands_ = false;  // the last step was committed, and the daemon lives
    Witness witness_;
    std::string complaint_;
};

// Settings of the simulated organisation: two people on a weekly roster, two notice channels, editions from playbooks/.
std::shared_ptr<const Settings> sample_settings(Rng& rng);
// With all senders: siem (token), edr (signs, expected to be heard), firewall (plain syslog), lab (plain, may open),
// and a storm that begins early.
std::shared_ptr<const Settings> with_senders(const Settings& settings, Rng& rng);
// In one of three, so few e-mails a day that two runs on one day need more.
std::shared_ptr<const Settings> with_quota(const Settings& settings, std::uint64_t seed);
// Messages of unknown outcome are not sent again on that channel.
std::shared_ptr<const Settings> with_a_channel_that_leaves(const Settings& settings, std::string_view name);

// Of [0, most).
inline Duration up_to(Rng& rng, Duration most) {
    return Duration{static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(most.count())))};
}

inline constexpr const char* kHosts[] = {"gps-db-1", "face-db-1", "bank-1", "crm-1"};  // of the assets
inline constexpr const char* kForgedKind = "health";  // only senders that prove nothing speak of it

Alert sample_alert(std::string external_id, int severity, std::string host, std::optional<Instant> detected_at = {});
engine::IngestAlerts sample_message(std::string source, SenderProof proof, std::vector<Alert> alerts);
// Of a letter in the witness: its idempotency key, pages apart from notices.
std::string letter_name(const engine::Send& send);
// kh-<first>, kh-<first + 1>, …: each with an e-mail address, a telephone, both or neither.
std::vector<Subject> sample_people(Rng& rng, int first, int count);

}  // namespace breachd::sim
