// Table deliveries: one row a subject, channel and version of the notice; the outbox of the notices' lane. The telling
// desk claims rows before they are sent and records what came of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/cause.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/runs.hpp"
#include "store/tables/send_state.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

// One subject to be sent to on one channel.
struct DeliveryRow {
    std::int64_t id = 0;
    std::string incident;
    std::int64_t subject = 0;  // number within the incident
    std::string channel;
    SendState state = SendState::queued;
    int attempts = 0;
    int version = 1;  // of the notice
    std::string key;  // idempotency key: <incident>-<subject>-<channel>-v<version>
    std::optional<Instant> next_at;
    std::string code;
    Cause cause{};
    std::string provider_id;   // a tag of it
    Instant updated_at{};      // when it came into its state; add() keeps what is given
    std::string destination;   // of the contact it uses; written by add(), read by claim()
    bool only_points = false;  // what was sent last says only where to ask; written by begin_sending()
    int nth = 0;               // of the subject's addresses of the kind that it uses; written by add()

    // What it is to the subject that it got through.
    SubjectState grade() const { return only_points ? SubjectState::pointed : SubjectState::told; }
};
// How far one row is from now on.
struct DeliveryState {
    std::int64_t id = 0;
    SendState state = SendState::queued;
    int attempts = 0;
    std::optional<Instant> next_at;
    std::string code;
    Cause cause{};
    std::string provider_id;
};
struct DeliveryUpdate : DeliveryState {
    Instant at{};
};

// --- batches: what a run does with thousands of rows ---

// A channel of the policy's order with one kind of contact that it uses.
struct PlanStep {
    std::string channel;
    Reach contact = 0;  // one bit
};
struct Planned {
    std::set<std::string> channels;  // that got rows
    bool more = false;               // there may be further subjects without a row
};

// What became of a row; `was` and `alone` are what the caller knows of it.
struct Settled : DeliveryState {
    std::int64_t subject = 0;
    int version = 1;
    SendState was = SendState::sending;
    bool told = false;     // the subject is told by it
    bool pointed = false;  // it got through, and told nothing but where to ask
    bool alone = false;    // no other row of this subject exists
    bool went = true;      // false: it did not leave us this time, whatever its state says: no quota is charged
};

// A row whose moment has come, with what its letter needs.
struct DueDelivery {
    std::int64_t id = 0;
    std::int64_t subject = 0;
    SendState state = SendState::queued;
    int attempts = 0;
    int version = 1;
    std::string key, destination, code;
    Cause cause{};
    bool alone = true;
    Reach reach = 0;           // the kinds of contact that the subject has
    std::string sealed;        // the subject; "" when it is gone
    bool only_points = false;  // said by the caller before begin_sending(): the text tells only where to ask
    int nth = 0;               // as in DeliveryRow

    Settled settled() const;  // as it is, without a next moment
};
struct ClaimCursor {
    Instant next_at{};
    std::int64_t id = 0;
};
enum class Pick { take, pass, stop };
struct Claimed {
    std::vector<DueDelivery> rows;   // those taken
    ClaimCursor seen;                // the last row that was taken or passed
    bool exhausted = false;          // no further row may go now
    std::optional<Instant> next_at;  // when exhausted: the moment of the next row
};

class Deliveries {
  public:
    Deliveries(Connection& connection, Runs& runs) : connection_(connection), runs_(runs) {}

    // The version is the present one: it is told to those whom no version since `since` has told.
    void release(std::string_view incident, int version, int since);
    // Gives the next `most` subjects to be told a first row, on the first channel that reaches them; without one they
    // are unreachable.
    Planned plan(std::string_view incident, int version, const std::vector<PlanStep>& order, Instant at,
                 std::size_t most);
    // Walks rows that may go at `now`, oldest first and after the cursor, until `pick` stops or `most` were looked at.
    Claimed claim(std::string_view incident, std::string_view channel, Instant now, const ClaimCursor& after,
                  std::size_t most, const std::function<Pick(const DueDelivery&)>& pick);
    void begin_sending(std::string_view incident, std::string_view channel, const std::vector<DueDelivery>& rows,
                       Instant at);
    // Returns how many subjects are told by it.
    std::int64_t record(std::string_view incident, std::string_view channel, const std::vector<Settled>& rows,
                        Instant at);

    // The counters, without a statement when the run was in memory.
    RunCounts tally(std::string_view incident, int version);
    // When the last row that waits on the channel may be tried; none when none waits for a moment.
    std::optional<Instant> last_try(std::string_view incident, std::string_view channel, int version);
    std::map<std::string, std::int64_t> sent_since(Instant day_start);  // channel -> sends that count against a quota
    std::optional<Instant> last_accepted(std::string_view incident);    // when the last row that is so became it
    std::int64_t unbound(std::string_view incident);
    Run::Unbound bind(std::string_view incident);  // they are bound by the entry that the caller appends
    std::vector<std::string> runs_unbound();
    std::vector<std::string> runs_with(SendState state);

    // --- single rows ---

    void add(const DeliveryRow& row);  // id is ignored
    // Keeps the provider's own id when the update has none: a later receipt is matched by it.
    void update(const DeliveryUpdate& update);
    std::vector<DeliveryRow> in_state(std::string_view incident, SendState state, std::size_t most);
    std::optional<DeliveryRow> by_id(std::int64_t id);
    std::optional<DeliveryRow> by_key(std::string_view key);
    std::optional<DeliveryRow> by_provider_id(std::string_view provider_id);
    std::vector<DeliveryRow> of_subject(std::string_view incident, std::int64_t subject, int version);
    std::vector<DeliveryRow> of_subject(std::string_view incident, std::int64_t subject);  // of all versions
    // Rows of the subject that wait do not go any more.
    void cancel(std::string_view incident, std::int64_t subject, Instant at);

    // --- a channel comes ---

    // Runs of incidents that are not closed, with people whom nothing reached.
    std::vector<std::string> runs_with_unreachable();
    struct WithinReach {
        std::vector<std::int64_t> people;
        std::string channel;    // one that reaches some of them
        std::int64_t next = 0;  // to go on from; 0: these were the last
    };
    // Of `most` people from that number on, those whom nothing reached by the version and a channel of the order does:
    // it was never tried, or not there any more when it was.
    WithinReach within_reach(std::string_view incident, int version, std::int64_t from,
                             const std::vector<PlanStep>& order, std::size_t most);

    // --- hand-over ---

    // Another way has told the subject by that version: its rows that wait, or were handed over, are cancelled; those
    // of later versions too, where they go only to people whom that one has not told.
    void withdraw(std::string_view incident, std::int64_t subject, int version, Instant at);
    // Rows that were handed over to another channel, the last first.
    std::vector<DeliveryRow> handed_over(std::string_view incident, std::string_view channel, std::size_t most);
    // Accepted rows whose receipt was awaited until `now` at the latest, and the moment of the first that is not.
    std::vector<DeliveryRow> unconfirmed(std::string_view incident, std::string_view channel, Instant now,
                                         std::size_t most);
    std::optional<Instant> next_unconfirmed(std::string_view incident, std::string_view channel);

  private:
    std::optional<DeliveryRow> one_where(std::string_view condition, std::string_view value);
    void write(const DeliveryState& row, Instant at);
    void tell(Run& run, std::string_view channel, std::vector<const Settled*> alone, Instant at);

    Connection& connection_;
    Runs& runs_;
};

// How a change of a row is written into what the journal binds.
std::string change_line(std::int64_t id, SendState state, int attempts, std::string_view code);

// Columns of deliveries that make a DeliveryRow, and the row. `incident` is the run's.
#define BREACHD_DELIVERY_COLUMNS                                                                           \
    "id, subject, channel, state, attempts, version, key, next_at, code, words, provider_id, updated_at, " \
    "only_points, nth"
DeliveryRow delivery_in(Statement& query, std::string_view incident);

}  // namespace breachd::store
