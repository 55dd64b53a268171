// Entries of the journal about the daemon itself: they belong to no incident. The rules of event.hpp hold for them.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "core/journal/reason.hpp"

namespace breachd {

struct AlertsReceived {  // one committed batch
    std::int64_t count = 0;
    std::int64_t duplicates = 0;
    std::string sha256;  // over the rows' digests in order
};
BOOST_DESCRIBE_STRUCT(AlertsReceived, (), (count, duplicates, sha256))
struct AlertQuarantined {       // one committed batch of a source; what is wrong with each is in the quarantine
    std::string quarantine_id;  // of the first
    std::string source;
    std::int64_t count = 1;
    std::string sha256;  // over the bodies' digests in order
};
BOOST_DESCRIBE_STRUCT(AlertQuarantined, (), (quarantine_id, source, count, sha256))
struct QuarantineReplayed {
    std::string quarantine_id;
    std::string source;
    std::int64_t alerts = 0;  // that it turned out to hold
};
BOOST_DESCRIBE_STRUCT(QuarantineReplayed, (), (quarantine_id, source, alerts))
struct QuarantineDiscarded {  // a person saw that there is nothing in it; the bytes stay
    std::string quarantine_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(QuarantineDiscarded, (), (quarantine_id, reason))
struct SourceSilent {  // nothing heard for longer than its sender promises
    std::string source;
    std::optional<Instant> last_heard_at;  // never, since it is expected
    Instant expected_since{};
};
BOOST_DESCRIBE_STRUCT(SourceSilent, (), (source, last_heard_at, expected_since))
struct SourceHeard {  // again, after a silence
    std::string source;
    std::int64_t silent_s = 0;
};
BOOST_DESCRIBE_STRUCT(SourceHeard, (), (source, silent_s))
struct MessagesLost {  // at a listener whose senders get no answer (syslog over UDP)
    std::string listener;
    std::int64_t count = 0;
    std::vector<std::string> sources;  // that may have sent them
};
BOOST_DESCRIBE_STRUCT(MessagesLost, (), (listener, count, sources))
struct DaemonStarted {
    std::string version;
    std::string mode;
    std::string sqlite;
    std::string last_seen;  // last committed moment before, "" at the first start
};
BOOST_DESCRIBE_STRUCT(DaemonStarted, (), (version, mode, sqlite, last_seen))
// What showed that a database was put back from a copy (store/home.hpp).
enum class RestoredBy { by_command, moved, older, foreign, unwitnessed };
BOOST_DESCRIBE_ENUM(RestoredBy, by_command, moved, older, foreign, unwitnessed)
struct RestoredRun {  // as the copy has it
    std::string incident;
    std::int64_t subjects = 0, told = 0, waiting = 0, in_flight = 0;
};
BOOST_DESCRIBE_STRUCT(RestoredRun, (), (incident, subjects, told, waiting, in_flight))
struct StoreRestored {  // notices and publication wait until a person says that work goes on
    RestoredBy cause = RestoredBy::moved;
    std::optional<Instant> last_seen;     // of the copy: what was sent after it is not known here
    std::int64_t entries = 0;             // of the copy's journal
    std::int64_t entries_known = 0;       // of the journal that the witness knows; 0: it says nothing
    std::int64_t pages = 0;               // that wait, or were being sent
    std::vector<RestoredRun> runs;        // that are under way
    std::vector<std::string> publishing;  // incidents whose public notice was ordered
};
BOOST_DESCRIBE_STRUCT(StoreRestored, (), (cause, last_seen, entries, entries_known, pages, runs, publishing))
struct StoreContinued {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(StoreContinued, (), (reason))
struct DaemonStopped {
    Reason why;
};
BOOST_DESCRIBE_STRUCT(DaemonStopped, (), (why))
struct ClockStepped {
    std::int64_t by_ms = 0;
    bool in_doubt = false;  // too far to be believed: time is counted without the machine's clock
};
BOOST_DESCRIBE_STRUCT(ClockStepped, (), (by_ms, in_doubt))
enum class ClockAgreement { put_back, synchronised, person };
BOOST_DESCRIBE_ENUM(ClockAgreement, put_back, synchronised, person)
struct ClockAgreed {         // the machine's clock is believed again
    std::int64_t by_ms = 0;  // time moves by so much
    ClockAgreement how = ClockAgreement::put_back;
    std::string by, reason;  // of a person
};
BOOST_DESCRIBE_STRUCT(ClockAgreed, (), (by_ms, how, by, reason))
struct ConfigurationLoaded {  // its bytes, secrets masked, are the document of this hash
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(ConfigurationLoaded, (), (sha256))
struct ChannelState {
    std::string channel;
    bool down = false;
    Reason why;
};
BOOST_DESCRIBE_STRUCT(ChannelState, (), (channel, down, why))
// A person stands in for whoever the roster names, or two swap; what was said of a roster and a time last counts.
struct OnCallOverridden {
    std::string override_id;
    std::string roster;
    std::string person, name;
    Instant from{}, until{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OnCallOverridden, (), (override_id, roster, person, name, from, until, reason))
struct OnCallOverrideEnded {
    std::string override_id, roster, reason;
};
BOOST_DESCRIBE_STRUCT(OnCallOverrideEnded, (), (override_id, roster, reason))

}  // namespace breachd
