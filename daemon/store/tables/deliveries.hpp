// Table deliveries: one row a subject, channel and version of the notice; the outbox of the notices' lane. The telling
// desk claims rows before they are sent and records what came of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/runs.hpp"
#include "store/tables/send_state.hpp"

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
    std::string code, words, provider_id;
    Instant updated_at{};  // when it came into its state; add() keeps what is given
};
struct DeliveryUpdate {
    std::int64_t id = 0;
    SendState state = SendState::queued;
    int attempts = 0;
    std::optional<Instant> next_at;
    std::string code, words, provider_id;
    Instant at{};
};

class Deliveries {
  public:
    Deliveries(Connection& connection, Runs& runs) : connection_(connection), runs_(runs) {}

    void add(const DeliveryRow& row);  // id is ignored
    // Keeps the provider's own id when the update has none: a later receipt is matched by it.
    void update(const DeliveryUpdate& update);
    // Rows queued or retrying with next_at <= now on this channel, oldest first.
    std::vector<DeliveryRow> due(std::string_view incident, std::string_view channel, Instant now, std::size_t most);
    std::vector<DeliveryRow> in_state(std::string_view incident, SendState state, std::size_t most);
    std::optional<DeliveryRow> find(std::int64_t id);
    std::optional<DeliveryRow> by_key(std::string_view key);
    std::vector<DeliveryRow> of_subject(std::string_view incident, std::int64_t subject, int version);
    // Counters from memory; only the earliest moment is looked up, one step into an index per channel that waits.
    RunCounts counts(std::string_view incident, int version, Instant day_start);

  private:
    Connection& connection_;
    Runs& runs_;
};

// Columns of deliveries that make a DeliveryRow, and the row. `incident` is the run's.
#define BREACHD_DELIVERY_COLUMNS \
    "id, subject, channel, state, attempts, version, key, next_at, code, words, provider_id, updated_at"
DeliveryRow delivery_in(Statement& query, std::string_view incident);

}  // namespace breachd::store
