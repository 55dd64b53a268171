// How far the telling of one incident's subjects is, as numbers that are kept along with every change instead of being
// counted: run_counts() is asked once a batch over a million subjects. Owned by the Store (engine's thread).
//
// In memory from the first question on; what a transaction changed is written as a few rows just before its commit, and
// all of it is forgotten on rollback and read again. So file and memory agree at every commit.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include "store/codec.hpp"

namespace breachd::store {

using SubjectTag = std::array<char, 16>;
struct SubjectTagHash {
    std::size_t operator()(const SubjectTag& tag) const;  // the tags are hashes already
};
using SubjectTags = std::unordered_set<SubjectTag, SubjectTagHash>;  // looked up, never walked

// Subjects by usable address; the last is those without any.
inline constexpr std::array<ContactKind, 4> kAddresses = {ContactKind::email, ContactKind::phone, ContactKind::zalo_id,
                                                          ContactKind::push_token};
struct ReachCounts {
    std::int64_t subjects = 0;
    std::array<std::int64_t, kAddresses.size()> by_address{};
    std::int64_t none = 0;

    void add(Reach reach, std::int64_t rows = 1);
    void add(const ReachCounts& other);
};

struct Run {
    std::int64_t run = 0;
    std::string incident;
    ReachCounts reach;
    std::int64_t told = 0;
    std::int64_t unreachable = 0;
    std::int64_t last_number = 0;  // highest number given to a subject, staged ones included

    struct Count {
        std::int64_t value = 0;
        bool changed = false;
        void add(std::int64_t by) { value += by, changed = true; }
    };
    std::map<std::tuple<int, std::string, std::string>, Count> deliveries;  // version, channel, state's word
    std::map<std::pair<std::int64_t, std::string>, Count> accepted;         // slot, channel
    bool changed = false;                                                   // the numbers above the maps

    // Per version: no subject below this number is unplanned. A hint; 1 is always right.
    std::map<int, std::int64_t> unplanned_from;

    void count(int version, std::string_view channel, SendState state, std::int64_t by);
    void count_told(int version, std::string_view channel, std::int64_t by);  // accepted rows of subjects who are told
    void count_accepted(Instant at, std::string_view channel);
    void set_unplanned(std::int64_t number);  // this one may be unplanned again, in every version
    RunCounts counts(int version, Instant day_start) const;
};

class RunCounters {
  public:
    explicit RunCounters(Connection& connection) : connection_(connection) {}

    // Null when the incident has no subjects and no import yet.
    Run* find(std::string_view incident);
    Run& find_or_create(std::string_view incident);
    Run& of(std::int64_t run);
    void flush();   // before commit
    void forget();  // after rollback
    // Tags of the finished imports and of one that is open, for finding duplicates.
    SubjectTags& tags_of_finished(const Run& run);
    SubjectTags& tags_of_import(std::int64_t import);
    void forget_tags();

  private:
    Run* load(std::int64_t run);

    Connection& connection_;
    std::map<std::int64_t, std::unique_ptr<Run>> runs_;
    std::map<std::int64_t, SubjectTags> finished_tags_;  // by run
    std::map<std::int64_t, SubjectTags> import_tags_;    // by import
};

}  // namespace breachd::store
