// What the world saw from outside: the oracle judges the daemon by this and by what the store then says.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/triage/alert.hpp"

namespace breachd::sim {

// One message to the intake that was committed, in order of commits; its answer may have been lost on the way.
struct Taken {
    struct Placed {
        std::string alert_id, incident;
        bool duplicate = false;
    };
    Instant at{};
    std::string source, replay_key;
    SenderProof proof = SenderProof::none;
    std::vector<Alert> alerts;
    std::vector<std::string> unreadable;   // bodies
    int status = 0;                        // 0: nobody heard the answer
    std::vector<Placed> placed;            // one an alert
    std::vector<std::string> quarantined;  // ids
};

// A message in quarantine, as its sender and the people who look at it know of it.
struct Kept {
    std::string source;
    SenderProof proof = SenderProof::none;
    Instant came_at{};
    Alert meant;                   // what it says when it can be read at last
    int settled = 0, refused = 0;  // answers to those who replayed or discarded it
};

struct Witness {
    struct Opened {
        Instant detected_at{};
        bool location_or_biometric = false;
        bool finance = false;
        std::optional<Instant> first_filed_at;
        std::int64_t imported = 0;
        bool released = false;
    };
    struct Up {
        Instant from{}, to = Instant::max();
    };
    std::map<std::string, Opened> incidents;  // told to us in an answer (so committed)
    std::vector<Taken> messages;
    std::map<std::string, Kept> quarantine;
    std::map<std::string, int> accepted_by_key;         // provider really took the message: key -> times
    std::map<std::string, int> attempts_by_key;         // requests that reached a provider
    std::map<std::string, int> doubts_by_key;           // of those: lost answers, and crashes in flight
    std::map<std::string, std::vector<Instant>> pages;  // incident -> moments a page reached a provider
    std::set<std::string> acknowledged;
    std::set<std::string> dismissed;
    std::vector<Up> up;  // when the daemon ran
    int crashes = 0, full_disks = 0;
};

}  // namespace breachd::sim
