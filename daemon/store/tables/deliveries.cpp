#include "store/tables/deliveries.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

std::vector<DeliveryRow> deliveries_in(Statement& read, std::string_view incident) {
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
    Statement read(connection, "SELECT run, subject, version, channel, state FROM deliveries WHERE id = ?");
    BREACHD_CHECK(read.bind(id).step());
    return {read.integer(0), read.integer(1), static_cast<int>(read.integer(2)), read.text(3),
            send_state_from(read.text(4))};
}

}  // namespace

std::string change_line(std::int64_t id, SendState state, int attempts, std::string_view code) {
    return fmt::format("{}|{}|{}|{}", id, state_name(state), attempts, code);
}

void Deliveries::add(const DeliveryRow& row) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(row.incident);
    BREACHD_CHECK(run != nullptr);
    std::int64_t subject = subject_row(run->number(), row.subject);
    Statement put(
        connection_,
        "INSERT INTO deliveries (run, subject, version, channel, state, attempts, next_at, updated_at, key, code, "
        "words, provider_id, destination, nth) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(run->number())
        .bind(subject)
        .bind(row.version)
        .bind(row.channel)
        .bind(state_name(row.state))
        .bind(row.attempts);
    bind_next_at(put, row.state, row.next_at);
    put.bind(row.updated_at).bind(row.key).bind(row.code).bind(cause_word(row.cause)).bind(row.provider_id);
    put.bind(row.destination).bind(row.nth).run();
    run->count(row.version, row.channel, row.state, 1);
    if (may_have_gone(row.state)) run->count_sent(row.updated_at, row.channel);
    if (row.state == SendState::accepted && is_settled(connection_, subject, row.version))
        run->count_told(row.version, row.channel, 1);
}

void Deliveries::write(const DeliveryState& row, Instant at) {
    Statement put(connection_,
                  "UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, updated_at = ?, code = ?, words = ?, "
                  "provider_id = coalesce(nullif(?, ''), provider_id) WHERE id = ?");
    put.bind(state_name(row.state)).bind(row.attempts);
    bind_next_at(put, row.state, row.next_at);
    put.bind(at).bind(row.code).bind(cause_word(row.cause)).bind(row.provider_id).bind(row.id).run();
}

void Deliveries::update(const DeliveryUpdate& update) {
    BREACHD_CHECK(connection_.in_transaction());
    Before old = before(connection_, update.id);
    write(update, update.at);
    Run& run = runs_.of(old.run);
    run.count(old.version, old.channel, old.state, -1);
    run.count(old.version, old.channel, update.state, 1);
    run.note_change(change_line(update.id, update.state, update.attempts, update.code));
    if (may_have_gone(update.state) && !may_have_gone(old.state)) run.count_sent(update.at, old.channel);
    int accepted = (update.state == SendState::accepted) - (old.state == SendState::accepted);
    if (accepted != 0 && is_settled(connection_, old.subject, old.version))
        run.count_told(old.version, old.channel, accepted);
}

std::vector<DeliveryRow> Deliveries::in_state(std::string_view incident, SendState state, std::size_t most) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_, "SELECT " BREACHD_DELIVERY_COLUMNS
                                " FROM deliveries WHERE run = ? AND state = ? "
                                "ORDER BY updated_at, id LIMIT ?");
    read.bind(run->number()).bind(state_name(state)).bind(static_cast<std::int64_t>(most));
    return deliveries_in(read, incident);
}

std::optional<DeliveryRow> Deliveries::one_where(std::string_view condition, std::string_view value) {
    Statement read(connection_,
                   fmt::format("SELECT " BREACHD_DELIVERY_COLUMNS ", run FROM deliveries WHERE {}", condition));
    if (!read.bind(value).step()) return std::nullopt;
    return delivery_in(read, runs_.of(read.integer(14)).incident());
}

std::optional<DeliveryRow> Deliveries::by_id(std::int64_t id) {
    Statement read(connection_, "SELECT " BREACHD_DELIVERY_COLUMNS ", run FROM deliveries WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return delivery_in(read, runs_.of(read.integer(14)).incident());
}

std::optional<DeliveryRow> Deliveries::by_key(std::string_view key) { return one_where("key = ?", key); }

std::optional<DeliveryRow> Deliveries::by_provider_id(std::string_view provider_id) {
    return one_where("provider_id = ? AND provider_id <> '' ORDER BY id DESC LIMIT 1", provider_id);
}

std::vector<DeliveryRow> Deliveries::of_subject(std::string_view incident, std::int64_t subject, int version) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_,
                   "SELECT " BREACHD_DELIVERY_COLUMNS " FROM deliveries WHERE subject = ? AND version = ? ORDER BY id");
    read.bind(subject_row(run->number(), subject)).bind(version);
    return deliveries_in(read, incident);
}

std::vector<DeliveryRow> Deliveries::of_subject(std::string_view incident, std::int64_t subject) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_, "SELECT " BREACHD_DELIVERY_COLUMNS " FROM deliveries WHERE subject = ? ORDER BY id");
    read.bind(subject_row(run->number(), subject));
    return deliveries_in(read, incident);
}

void Deliveries::cancel(std::string_view incident, std::int64_t subject, Instant at) {
    for (const auto& row : of_subject(incident, subject)) {
        bool again = row.state == SendState::unknown && row.next_at;
        if (!waits(row.state) && row.state != SendState::handed_over && !again) continue;
        auto state = again ? SendState::unknown : SendState::cancelled;
        update({{row.id, state, row.attempts, {}, row.code, row.cause, row.provider_id}, at});
    }
}

void Deliveries::withdraw(std::string_view incident, std::int64_t subject, int version, Instant at) {
    const Run* run = runs_.find(incident);
    bool tells_now = run != nullptr && version >= run->since();
    for (const auto& row : tells_now ? of_subject(incident, subject) : of_subject(incident, subject, version))
        if (waits(row.state) || row.state == SendState::handed_over)
            update({{row.id, SendState::cancelled, row.attempts, {}, row.code, Cause::other_channel, row.provider_id},
                    at});
}

std::vector<DeliveryRow> Deliveries::handed_over(std::string_view incident, std::string_view channel,
                                                 std::size_t most) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_,
                   "SELECT " BREACHD_DELIVERY_COLUMNS
                   " FROM deliveries WHERE run = ? AND channel = ? AND next_at = ? AND state = 'handed_over' "
                   "ORDER BY id DESC LIMIT ?");
    read.bind(run->number()).bind(channel).bind(kHandedOverAt).bind(static_cast<std::int64_t>(most));
    return deliveries_in(read, incident);
}

std::vector<DeliveryRow> Deliveries::unconfirmed(std::string_view incident, std::string_view channel, Instant now,
                                                 std::size_t most) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_, "SELECT " BREACHD_DELIVERY_COLUMNS
                                " FROM deliveries WHERE run = ? AND channel = ? AND next_at < ? AND next_at >= ? "
                                "AND state = 'accepted' ORDER BY next_at DESC, id DESC LIMIT ?");
    read.bind(run->number()).bind(channel).bind(kHandedOverAt).bind(Instant{-now.time_since_epoch()});
    read.bind(static_cast<std::int64_t>(most));
    return deliveries_in(read, incident);
}

std::optional<Instant> Deliveries::next_unconfirmed(std::string_view incident, std::string_view channel) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_,
                   "SELECT next_at FROM deliveries WHERE run = ? AND channel = ? AND next_at < ? "
                   "AND state = 'accepted' ORDER BY next_at DESC, id DESC LIMIT 1");
    return read.bind(run->number()).bind(channel).bind(kHandedOverAt).step() ? next_at_in(read, 0) : std::nullopt;
}

void Deliveries::release(std::string_view incident, int version, int since) {
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    run->release(version, since);
}

DeliveryRow delivery_in(Statement& query, std::string_view incident) {
    DeliveryRow row;
    row.id = query.integer(0);
    row.incident = incident;
    row.subject = subject_number(query.integer(1));
    row.channel = query.text(2);
    row.state = send_state_from(query.text(3));
    row.attempts = static_cast<int>(query.integer(4));
    row.version = static_cast<int>(query.integer(5));
    row.key = query.text(6);
    row.next_at = next_at_in(query, 7);
    row.code = query.text(8);
    row.cause = cause_from(query.text(9));
    row.only_points = query.integer(12) != 0;
    row.nth = static_cast<int>(query.integer(13));
    row.provider_id = query.text(10);
    row.updated_at = query.instant(11);
    return row;
}

}  // namespace breachd::store
