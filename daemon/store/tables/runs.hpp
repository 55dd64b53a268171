// Tables runs, run_reach, delivery_counts and accepted_counts: how far the telling of one incident's subjects is, as
// numbers that are kept along with every change instead of being counted. For the tables of subjects, imports and
// deliveries, and for the readers.
//
// Invariants
//  1. File and memory agree at every commit: what a transaction changed is written just before it, as a few rows.
//  2. A commit costs what changed. A run that nothing asked for lately leaves memory.
//  3. After a rollback nothing is known; the next question reads the rows.
//  4. Every change of a subject's or a delivery's state is noted, and unbound until take_unbound(): what the journal
//     does not bind yet outlives a crash.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/incident/incident.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/contacts.hpp"
#include "store/tables/kept.hpp"
#include "store/tables/send_state.hpp"

namespace breachd::store {

inline constexpr std::string_view kListed = "listed";  // in the place of a state: all who have these own kinds

struct RunCounts {
    std::int64_t subjects = 0, told = 0, unreachable = 0, pending = 0;
    std::int64_t pointed = 0, by_hand = 0, impossible = 0;
    std::map<int, std::int64_t> told_by;         // version -> people whose last telling, by hand too, was by it
    std::map<std::string, PeopleGroup> groups;   // own kinds -> those who have only these
    std::int64_t in_flight = 0;                  // rows in state sending, or accepted but not yet told
    std::map<std::string, std::int64_t> queued;  // channel -> rows queued or retrying
    std::map<std::string, std::int64_t> handed;  // channel -> rows handed over to another
    std::map<std::string, std::int64_t> out;     // channel -> rows in state sending
    std::int64_t unsettled = 0;                  // rows queued, retrying or in state sending

    // Nobody waits. Who was pointed to the whole notice may still wait for it on another channel.
    bool ended() const { return subjects > 0 && pending == 0 && unsettled == 0; }
};

// Changes go through its functions, which note what a commit must write.
class Run {
  public:
    std::int64_t number() const { return number_; }
    const std::string& incident() const { return incident_; }
    const ReachCounts& reach() const { return reach_; }
    bool has_set_aside() const;  // somebody is removed, or impossible to tell
    int since() const { return since_; }
    RunCounts counts(int version) const;
    int latest_version() const;                                                              // 0: nothing was sent
    std::map<std::string, std::map<std::string, std::int64_t>> progress(int version) const;  // channel -> state -> rows

    void count(int version, std::string_view channel, SendState state, std::int64_t by);
    void count_told(int version, std::string_view channel, std::int64_t by);  // accepted rows of subjects who are told
    void count_sent(Instant at, std::string_view channel);                    // came into a state of may_have_gone()
    void count_people(std::string_view state, int version, const std::string& kinds, std::int64_t by);
    void release(int version, int since);  // from now on `version` is told to those whom none since `since` has told
    void add_reach(const ReachCounts& more);

    std::int64_t take_number() { return ++last_number_; }  // for a new subject, staged ones included
    std::int64_t last_number() const { return last_number_; }

    // Changes that no entry of the journal binds yet: how many rows, and the SHA-256 chained over the lines of each
    // transaction (hash of the hash before and the new lines).
    struct Unbound {
        std::int64_t rows = 0;
        std::string sha256;
    };
    void note_change(std::string_view line);
    std::int64_t unbound_rows() const { return unbound_.rows + new_changes_; }
    Unbound take_unbound();

    // Per version: no subject below this number is unplanned. A hint; 1 is always right.
    std::int64_t& unplanned_from(int version) { return unplanned_from_.try_emplace(version, 1).first->second; }
    void set_unplanned(std::int64_t number);  // this one may be unplanned again, in every version

  private:
    friend class Runs;
    using Place = std::tuple<int, std::string, std::string>;  // version, channel, state's word
    using Slot = std::pair<std::int64_t, std::string>;        // start of a quarter of an hour, channel

    std::int64_t number_ = 0;
    std::string incident_;
    ReachCounts reach_;
    int version_ = 0, since_ = 1;
    using Standing = std::tuple<std::string, int, std::string>;  // state, version, own kinds
    std::map<Standing, std::int64_t> people_;
    std::set<Standing> changed_people_;
    std::int64_t last_number_ = 0;
    std::map<Place, std::int64_t> deliveries_;
    std::map<int, std::int64_t> unplanned_from_;
    Unbound unbound_;
    std::string new_lines_;  // of this transaction
    std::int64_t new_changes_ = 0;
    std::set<Place> changed_deliveries_;
    std::map<Slot, std::int64_t> sent_;  // by this transaction
    bool changed_ = false, changed_reach_ = false;
    bool listed_ = false;  // among those with changes
    std::uint64_t last_used_ = 0;
    class Runs* owner_ = nullptr;

    void note();
    void chain();
};

class Runs final : public Kept {
  public:
    explicit Runs(Connection& connection) : connection_(connection) {}

    // Null when the incident has no subjects and no import yet. A run lives until the end of the step.
    Run* find(std::string_view incident);
    Run& find_or_create(std::string_view incident);
    Run& of(std::int64_t number);
    void read_last_number(Run& run);  // rows with the highest numbers were taken away

    void before_commit() override;
    void on_commit() noexcept override;
    void on_rollback() noexcept override;

  private:
    friend class Run;
    Run* load(std::int64_t number);
    Run* used(Run* run);
    void write(Run& run);

    Connection& connection_;
    std::map<std::int64_t, std::unique_ptr<Run>> runs_;
    std::map<std::string, Run*, std::less<>> by_incident_;
    std::vector<Run*> changed_;
    std::uint64_t uses_ = 0;
};

}  // namespace breachd::store
