#include "store/post/postal.hpp"

#include "base/check.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

PostalBatch postal_batch_in(Statement& read) {
    PostalBatch out;
    out.id = read.integer(0);
    out.incident = read.text(1);
    out.number = read.integer(2);
    out.channel = read.text(3);
    out.opened_at = read.instant(4);
    out.closes_at = read.instant(5);
    out.announced = read.integer(6) != 0;
    out.posted_at = read.maybe_instant(7);
    out.recorded_at = read.maybe_instant(8);
    out.recorded_by = read.text(9);
    out.receipt = read.text(10);
    return out;
}

std::optional<PostalPlace> Postal::place_of(std::int64_t delivery) {
    Statement read(connection_, "SELECT " BREACHD_POSTAL_COLUMNS
                                ", l.number FROM postal_letters l JOIN postal_batches b ON b.id = l.batch "
                                "WHERE l.delivery = ?");
    if (!read.bind(delivery).step()) return std::nullopt;
    PostalPlace out;
    out.batch = postal_batch_in(read);
    out.number = read.integer(11);
    return out;
}

PostalBatch Postal::open_batch(std::string_view incident, std::string_view channel, const Rule& rule, Instant now) {
    Statement read(connection_, "SELECT " BREACHD_POSTAL_COLUMNS
                                " FROM postal_batches b WHERE b.incident = ? AND b.channel = ? AND b.closes_at > ? "
                                "AND b.posted_at IS NULL ORDER BY b.number DESC LIMIT 1");
    if (read.bind(incident).bind(channel).bind(now).step()) return postal_batch_in(read);
    PostalBatch made;
    Statement last(connection_, "SELECT coalesce(max(number), 0) + 1 FROM postal_batches WHERE incident = ?");
    BREACHD_CHECK(last.bind(incident).step());
    made.id = single_number(connection_, "SELECT coalesce(max(id), 0) + 1 FROM postal_batches");
    made.incident = incident;
    made.number = last.integer(0);
    made.channel = channel;
    made.opened_at = now;
    made.closes_at = now + rule.open;
    put(made);
    return made;
}

PostalPlace Postal::place(std::int64_t delivery, std::string_view incident, std::string_view channel, bool keep,
                          const Rule& rule, Instant now) {
    BREACHD_CHECK(connection_.in_transaction());
    auto known = place_of(delivery);
    if (known && !known->batch.posted_at && (keep || known->batch.closes_at > now)) return *known;
    PostalPlace out;
    out.batch = open_batch(incident, channel, rule, now);
    {
        Statement last(connection_, "SELECT coalesce(max(number), 0) + 1 FROM postal_letters WHERE batch = ?");
        BREACHD_CHECK(last.bind(out.batch.id).step());
        out.number = last.integer(0);
    }
    Statement(connection_,
              "INSERT INTO postal_letters (delivery, batch, number) VALUES (?, ?, ?) ON CONFLICT (delivery) "
              "DO UPDATE SET batch = excluded.batch, number = excluded.number")
        .bind(delivery)
        .bind(out.batch.id)
        .bind(out.number)
        .run();
    if (out.number >= rule.letters_max) {
        out.batch.closes_at = now;
        put(out.batch);
    }
    return out;
}

void Postal::put(const PostalBatch& batch) {
    BREACHD_CHECK(connection_.in_transaction());
    Statement(connection_,
              "INSERT INTO postal_batches (id, incident, number, channel, opened_at, closes_at, announced, posted_at, "
              "recorded_at, recorded_by, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
              "SET closes_at = excluded.closes_at, announced = excluded.announced, posted_at = excluded.posted_at, "
              "recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by, receipt = excluded.receipt")
        .bind(batch.id)
        .bind(batch.incident)
        .bind(batch.number)
        .bind(batch.channel)
        .bind(batch.opened_at)
        .bind(batch.closes_at)
        .bind(batch.announced ? 1 : 0)
        .bind(batch.posted_at)
        .bind(batch.recorded_at)
        .bind(batch.recorded_by)
        .bind(batch.receipt)
        .run();
}

std::optional<PostalBatch> Postal::find(std::string_view incident, std::string_view name) {
    Statement read(connection_, "SELECT " BREACHD_POSTAL_COLUMNS
                                " FROM postal_batches b WHERE b.incident = ? AND 'L' || b.number = ?");
    if (!read.bind(incident).bind(name).step()) return std::nullopt;
    return postal_batch_in(read);
}

std::vector<PostalBatch> Postal::unannounced() {
    Statement read(connection_, "SELECT " BREACHD_POSTAL_COLUMNS
                                " FROM postal_batches b WHERE b.announced = 0 ORDER BY b.closes_at, b.id");
    std::vector<PostalBatch> out;
    while (read.step()) out.push_back(postal_batch_in(read));
    return out;
}

std::vector<std::int64_t> Postal::letters(std::int64_t id) {
    Statement read(connection_, "SELECT delivery FROM postal_letters WHERE batch = ? ORDER BY number");
    read.bind(id);
    std::vector<std::int64_t> out;
    while (read.step()) out.push_back(read.integer(0));
    return out;
}

void Postal::note_written(std::int64_t delivery, Instant at) {
    Statement(connection_, "UPDATE postal_letters SET written_at = ? WHERE delivery = ?").bind(at).bind(delivery).run();
}

std::optional<Instant> Postal::last_written(std::int64_t id) {
    Statement read(connection_, "SELECT max(written_at) FROM postal_letters WHERE batch = ?");
    return read.bind(id).step() ? read.maybe_instant(0) : std::nullopt;
}

void Postal::note_returned(std::int64_t delivery, Instant at) {
    Statement(connection_, "UPDATE postal_letters SET returned_at = ? WHERE delivery = ?")
        .bind(at)
        .bind(delivery)
        .run();
}

}  // namespace breachd::store
