#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

bool counts_as_sent(SendState state) { return state == SendState::accepted || state == SendState::delivered; }

bool subject_is_told(Connection& connection, std::int64_t subject) {
    Query read(connection, "SELECT state FROM subjects WHERE id = ?");
    return read.bind(subject).step() && subject_state_from(read.text(0)) == SubjectState::told;
}

std::vector<DeliveryRow> deliveries_in(Query& read, std::string_view incident) {
    std::vector<DeliveryRow> out;
    while (read.step()) out.push_back(delivery_in(read, incident));
    return out;
}

// What a row was before it changes.
struct Before {
    std::int64_t run, subject;
    int version;
    std::string channel;
    SendState state;
};

Before before(Connection& connection, std::int64_t id) {
    Query read(connection, "SELECT run, subject, version, channel, state FROM deliveries WHERE id = ?");
    BREACHD_CHECK(read.bind(id).step());
    return {read.integer(0), read.integer(1), static_cast<int>(read.integer(2)), read.text(3),
            send_state_from(read.text(4))};
}

}  // namespace

void Store::add_delivery(const DeliveryRow& row) {
    impl_->check_writing();
    Run* run = impl_->runs.find(row.incident);
    BREACHD_CHECK(run != nullptr);
    std::int64_t subject = subject_row(run->run, row.subject);
    Query put(
        impl_->connection,
        "INSERT INTO deliveries (run, subject, version, channel, state, attempts, next_at, updated_at, key, code, "
        "words, provider_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(run->run).bind(subject).bind(row.version).bind(row.channel).bind(state_name(row.state)).bind(row.attempts);
    bind_next_at(put, row.state, row.next_at);
    put.bind(row.updated_at).bind(row.key).bind(row.code).bind(row.words).bind(row.provider_id).run();
    run->count(row.version, row.channel, row.state, 1);
    if (counts_as_sent(row.state)) run->count_accepted(row.updated_at, row.channel);
    if (row.state == SendState::accepted && subject_is_told(impl_->connection, subject))
        run->count_told(row.version, row.channel, 1);
}

// Keeps the provider's own id when the update has none: a later receipt is matched by it.
void Store::update_delivery(const DeliveryUpdate& update) {
    impl_->check_writing();
    Before old = before(impl_->connection, update.id);
    Query put(impl_->connection,
              "UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, updated_at = ?, code = ?, words = ?, "
              "provider_id = coalesce(nullif(?, ''), provider_id) WHERE id = ?");
    put.bind(state_name(update.state)).bind(update.attempts);
    bind_next_at(put, update.state, update.next_at);
    put.bind(update.at).bind(update.code).bind(update.words).bind(update.provider_id).bind(update.id).run();
    Run& run = impl_->runs.of(old.run);
    run.count(old.version, old.channel, old.state, -1);
    run.count(old.version, old.channel, update.state, 1);
    if (counts_as_sent(update.state) && !counts_as_sent(old.state)) run.count_accepted(update.at, old.channel);
    int accepted = (update.state == SendState::accepted) - (old.state == SendState::accepted);
    if (accepted != 0 && subject_is_told(impl_->connection, old.subject))
        run.count_told(old.version, old.channel, accepted);
}

std::vector<DeliveryRow> Store::deliveries_due(std::string_view incident, std::string_view channel, Instant now,
                                               std::size_t most) {
    const Run* run = impl_->runs.find(incident);
    if (!run) return {};
    Query read(impl_->connection, "SELECT " BREACHD_DELIVERY_COLUMNS
                                  " FROM deliveries WHERE run = ? AND channel = ? "
                                  "AND state IN ('queued', 'retrying') AND next_at <= ? ORDER BY next_at, id LIMIT ?");
    read.bind(run->run).bind(channel).bind(now).bind(static_cast<std::int64_t>(most));
    return deliveries_in(read, incident);
}

std::vector<DeliveryRow> Store::deliveries_in_state(std::string_view incident, SendState state, std::size_t most) {
    const Run* run = impl_->runs.find(incident);
    if (!run) return {};
    Query read(impl_->connection, "SELECT " BREACHD_DELIVERY_COLUMNS
                                  " FROM deliveries WHERE run = ? AND state = ? "
                                  "ORDER BY updated_at, id LIMIT ?");
    read.bind(run->run).bind(state_name(state)).bind(static_cast<std::int64_t>(most));
    return deliveries_in(read, incident);
}

std::optional<DeliveryRow> Store::delivery(std::int64_t id) {
    Query read(impl_->connection, "SELECT " BREACHD_DELIVERY_COLUMNS ", run FROM deliveries WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return delivery_in(read, impl_->runs.of(read.integer(12)).incident);
}

std::optional<DeliveryRow> Store::delivery_by_key(std::string_view key) {
    Query read(impl_->connection, "SELECT " BREACHD_DELIVERY_COLUMNS ", run FROM deliveries WHERE key = ?");
    if (!read.bind(key).step()) return std::nullopt;
    return delivery_in(read, impl_->runs.of(read.integer(12)).incident);
}

std::vector<DeliveryRow> Store::deliveries_of(std::string_view incident, std::int64_t subject, int version) {
    const Run* run = impl_->runs.find(incident);
    if (!run) return {};
    Query read(impl_->connection,
               "SELECT " BREACHD_DELIVERY_COLUMNS " FROM deliveries WHERE subject = ? AND version = ? ORDER BY id");
    read.bind(subject_row(run->run, subject)).bind(version);
    return deliveries_in(read, incident);
}

// Counters from memory; only the earliest moment is looked up, one step into an index per channel that waits.
RunCounts Store::run_counts(std::string_view incident, int version, Instant, Instant day_start) {
    const Run* run = impl_->runs.find(incident);
    if (!run) return {};
    RunCounts out = run->counts(version, day_start);
    for (const auto& [channel, rows] : out.queued) {
        if (rows == 0) continue;
        Query read(impl_->connection,
                   "SELECT next_at FROM deliveries WHERE run = ? AND channel = ? AND state IN ('queued', 'retrying') "
                   "ORDER BY next_at, id LIMIT 1");
        if (!read.bind(run->run).bind(channel).step()) continue;
        Instant at = read.instant(0);
        if (!out.next_at || at < *out.next_at) out.next_at = at;
    }
    return out;
}

}  // namespace breachd::store
