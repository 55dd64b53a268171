// The engine's answers: what came of a command, as values. Status numbers, headers and JSON are made of them in api/.
// An answer that was kept for its Idempotency-Key is kept as its kind and data and comes back equal.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "core/incident/conflicts.hpp"
#include "core/incident/incident.hpp"
#include "core/telling/message.hpp"
#include "settings/oncall.hpp"
#include "store/imports/listed_rows.hpp"

namespace breachd::engine {

using IncidentPtr = std::shared_ptr<const Incident>;

struct Done {};
BOOST_DESCRIBE_STRUCT(Done, (), ())

// --- alerts ---
struct TakenAlert {
    std::string alert_id;
    std::string incident;    // "" : none
    bool duplicate = false;  // known already
    bool updated = false;    // and this message said something new of it
};
BOOST_DESCRIBE_STRUCT(TakenAlert, (), (alert_id, incident, duplicate, updated))
struct Accepted {
    std::vector<TakenAlert> alerts;
    std::vector<std::string> quarantined;  // ids of what could not be read beside the alerts
    std::int64_t not_alerts = 0;           // other records of the same feed
};
BOOST_DESCRIBE_STRUCT(Accepted, (), (alerts, quarantined, not_alerts))
struct Unreadable {  // no alert in it could be read
    std::string why, where;
    std::string quarantine_id;  // "" : a replay of a message that was kept before
};
BOOST_DESCRIBE_STRUCT(Unreadable, (), (why, where, quarantine_id))
struct Replayed {  // out of quarantine
    std::vector<TakenAlert> alerts;
};
BOOST_DESCRIBE_STRUCT(Replayed, (), (alerts))
struct Discarded {
    std::string quarantine_id;
};
BOOST_DESCRIBE_STRUCT(Discarded, (), (quarantine_id))

// --- one incident ---
struct Changed {  // the incident as it then is; `at`: the moment of the step
    IncidentPtr incident;
    Instant at{};
    bool waits = false;  // for a second person
};
BOOST_DESCRIBE_STRUCT(Changed, (), (incident, at, waits))
struct Opened {
    IncidentPtr incident;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(Opened, (), (incident, at))

struct Conflicting {  // facts that somebody else changed meanwhile: nothing was changed
    std::int64_t version = 0;
    std::vector<FactConflict> conflicts;
};
BOOST_DESCRIBE_STRUCT(Conflicting, (), (version, conflicts))

struct DecidedOne {
    std::string incident;
    std::string refused;  // "" : done
};
BOOST_DESCRIBE_STRUCT(DecidedOne, (), (incident, refused))
struct Decided {  // several incidents in one call
    std::vector<DecidedOne> items;
};
BOOST_DESCRIBE_STRUCT(Decided, (), (items))

// --- the rest ---
struct Overridden {  // a turn on call
    RosterOverride turn;
};
BOOST_DESCRIBE_STRUCT(Overridden, (), (turn))
struct ImportBegun {
    std::string import_id;
    std::function<void(store::ListedRows&, const Subject&)> add_row = {};  // for who reads the list, on its own thread
};
BOOST_DESCRIBE_STRUCT(ImportBegun, (), (import_id))
struct ImportStaged {  // rows of the chunk, from 0: see store::Staged
    std::vector<std::size_t> differing, others, told;
};
BOOST_DESCRIBE_STRUCT(ImportStaged, (), ())
struct Imported {
    IncidentPtr incident;
    Instant at{};
    std::int64_t rows = 0, duplicates = 0, unreachable = 0;
    std::map<std::string, std::int64_t> reachable;
    std::vector<std::string> kinds_missing;  // kinds of data in the list that the incident does not have
    std::string import_id = {};
    // `rows`: new people. People who were listed before: all of the list, those who changed, those to be told again.
    std::int64_t known = 0, updated = 0, reopened = 0;
    std::optional<Instant> imported_at = {};  // this very list was imported then: nothing was changed now
};
BOOST_DESCRIBE_STRUCT(Imported, (),
                      (incident, at, rows, duplicates, unreachable, reachable, kinds_missing, import_id, known, updated,
                       reopened, imported_at))
struct Kept {  // a document
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (sha256))
struct Tested {  // a channel
    SendResult result = SendResult::unknown;
    std::string code;
    Cause cause{};
};
BOOST_DESCRIBE_STRUCT(Tested, (), (result, code, cause))
struct Signed {  // a head of the journal
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Signed, (), (note))

using Answer = std::variant<Done, Accepted, Unreadable, Replayed, Discarded, Changed, Opened, ImportBegun, ImportStaged,
                            Imported, Kept, Tested, Signed, Decided, Conflicting, Overridden>;

// Runs on the engine's thread after the commit; must only hand over (post to the net thread).
using Answered = std::function<void(Result<Answer>)>;

// "changed", "import_begun", ...
std::string_view answer_kind(const Answer& answer);
// Of an incident only what the API shows: a kept answer serves nobody else.
json::value answer_data(const Answer& answer);
Result<Answer> answer_from(std::string_view kind, const json::value& data);

}  // namespace breachd::engine
