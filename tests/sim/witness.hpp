// What the world saw from outside: what was sent to the daemon and committed, what it answered, what reached providers.
// Auditor and oracle judge by this and by what the daemon then says of itself. Answers that were lost on their way are
// here too (their step was committed): people of the world never act on them.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/telling/subject.hpp"
#include "core/triage/alert.hpp"
#include "settings/settings.hpp"

namespace breachd::sim {

// One message to the intake, in order of commits.
struct Taken {
    struct Placed {
        std::string alert_id, incident;
        bool duplicate = false;
    };
    std::int64_t order = 0;  // among all that was committed
    Instant at{};
    std::string source, replay_key;
    SenderProof proof = SenderProof::none;
    std::vector<Alert> alerts;
    std::vector<std::string> unreadable;   // bodies
    int status = 0;                        // of the answer
    std::vector<Placed> placed;            // one an alert
    std::vector<std::string> quarantined;  // ids
    std::optional<Instant> came_at;        // replayed from quarantine: when it came first; `proof` is that of then
};

// A message in quarantine, as its sender and the people who look at it know of it.
struct Kept {
    std::string source;
    SenderProof proof = SenderProof::none;
    Instant came_at{};
    Alert meant;                   // what it says when it can be read at last
    int settled = 0, refused = 0;  // answers to those who replayed or discarded it
};

// A call of a person, or a reload, that was answered with yes.
struct Done {
    enum class What {
        patched,
        acknowledged,
        proposed,
        dismissed,
        imported,
        released,
        filed,
        remedied,
        reloaded,
        called_complete
    };
    std::int64_t order = 0;  // among all that was committed
    Instant at{};
    What what = What::patched;
    std::string incident;
    std::optional<std::vector<std::string>> kinds;  // patched
    std::vector<Subject> people;                    // imported
    std::shared_ptr<const Settings> settings;       // reloaded
    bool to_everyone = true;                        // released
    std::string who;                                // called_complete
};

// One letter to one person on one channel, over all its attempts; known by its idempotency key.
struct Letter {
    enum class State { sending, accepted, delivered, retrying, failed, unknown };  // as the daemon was told
    std::string incident, channel, to;
    std::string guardian_of;  // the child that it names
    State state = State::sending;
    Instant since{};           // in that state
    Instant first{};           // when it was sent first, whether or not the provider was there
    int attempts = 0;          // that reached the provider
    int accepted = 0;          // times that the provider really took it
    int doubts = 0;            // lost answers, and crashes in flight
    int again_in_doubt = 0;    // attempts after an unknown outcome
    bool by_receipt = false;   // a receipt settled the doubt
    bool never_left = false;   // the daemon died between its commit and its sending
    bool only_points = false;  // a text message that does not say where the whole notice can be read
    bool taken() const { return state == State::accepted || state == State::delivered; }
    bool told() const { return taken() && !only_points; }
};

struct Witness {
    struct Span {
        Instant from{}, to = Instant::max();
        bool holds(Instant at) const { return at >= from && at < to; }
    };
    std::vector<Taken> messages;
    std::vector<Taken> replayed;  // from quarantine, with alerts
    std::vector<Done> calls;
    std::int64_t order = 0;  // of the last of both
    std::map<std::string, Kept> quarantine;
    std::map<std::string, Letter> letters;
    std::map<std::string, int> pages_by_id;             // page id -> times it reached a provider
    std::map<std::string, std::vector<Instant>> pages;  // incident -> moments at which a page reached a provider
    std::vector<Instant> emergencies;                   // pages that need no store
    std::map<std::string, Instant> published;           // incident -> when its public notice was first put up
    std::map<std::string, std::map<std::int64_t, int>> taken_by_day;  // channel -> day in Vietnam -> notices taken
    std::vector<Span> up;                                             // when the daemon ran
    std::vector<Span> full;                                           // when its disk was full
    std::map<std::string, Span> dead;                                 // channel -> when its provider was not there
    std::string slows;  // a channel whose provider asks whole destinations to wait
    int crashes = 0, refused_steps = 0;
};

}  // namespace breachd::sim
