// Beside the alerts: what could not be read, and when senders were heard.
#include "store/store_impl.hpp"

namespace breachd::store {

std::string Store::add_quarantine(const QuarantineRow& row) {
    impl_->check_writing();
    std::int64_t number = ++impl_->tail.last_quarantine;
    std::string scope = alert_scope("", row.received_at);
    impl_->vault.ensure(scope);
    std::string sealed = impl_->vault.seal(scope, row.body, quarantine_place(number));
    std::string headers =
        row.headers.empty() ? "" : impl_->vault.seal(scope, row.headers, quarantine_headers_place(number));
    Query(impl_->connection,
          "INSERT INTO quarantine (n, source, content_type, why, place, received_at, body_bytes, sealed, proof, "
          "sealed_headers) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(number)
        .bind(row.source)
        .bind(row.content_type)
        .bind(row.why)
        .bind(row.where)
        .bind(row.received_at)
        .bind(static_cast<std::int64_t>(row.body.size()))
        .bind_blob(sealed)
        .bind(proof_name(row.proof))
        .bind_blob(headers)
        .run();
    return numbered_id(kQuarantinePrefix, number);
}

std::optional<QuarantineWaiting> Store::waiting_in_quarantine(std::string_view id) {
    auto number = number_in_id(kQuarantinePrefix, id);
    if (!number) return std::nullopt;
    Query read(impl_->connection, "SELECT proof, received_at FROM quarantine WHERE n = ? AND outcome = ''");
    if (!read.bind(*number).step()) return std::nullopt;
    return QuarantineWaiting{proof_from(read.text(0)), read.instant(1)};
}

void Store::settle_quarantine(std::string_view id, std::string_view outcome, Instant at) {
    auto number = number_in_id(kQuarantinePrefix, id);
    BREACHD_CHECK(number.has_value());
    Query(impl_->connection, "UPDATE quarantine SET outcome = ?, settled_at = ? WHERE n = ?")
        .bind(outcome)
        .bind(at)
        .bind(*number)
        .run();
}

std::int64_t Store::quarantine_waiting() {
    Query read(impl_->connection, "SELECT count(*) FROM quarantine WHERE outcome = ''");
    read.step();
    return read.integer(0);
}

std::map<std::string, HeardSource> Store::heard_sources() {
    std::map<std::string, HeardSource> out;
    Query read(impl_->connection,
               "SELECT name, expected_since, last_heard_at, silent_since FROM sources ORDER BY name");
    while (read.step()) out[read.text(0)] = {read.instant(1), read.maybe_instant(2), read.maybe_instant(3)};
    return out;
}

void Store::put_heard_source(std::string_view name, const HeardSource& heard) {
    Query(impl_->connection,
          "INSERT INTO sources (name, expected_since, last_heard_at, silent_since) VALUES (?, ?, ?, ?) ON CONFLICT "
          "(name) DO UPDATE SET "
          "last_heard_at = excluded.last_heard_at, silent_since = excluded.silent_since")
        .bind(name)
        .bind(heard.expected_since)
        .bind(heard.last_heard_at)
        .bind(heard.silent_since)
        .run();
}

}  // namespace breachd::store
