#include "store/tables/quarantine.hpp"

#include "base/check.hpp"
#include "base/digest.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/alert_content.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

Quarantine::Quarantine(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {
    Statement last(connection_, "SELECT coalesce(max(n), 0) FROM quarantine");
    last.step();
    last_ = last.integer(0);
}

std::string Quarantine::tag_of(const QuarantineRow& row) {
    auto text = row.source + "\nquarantine\n" + proof_name(row.proof) + "\n" + hex(sha256(row.body));
    return std::string(as_bytes(vault_.tag(kIndexScope, text)));
}

std::optional<std::string> Quarantine::find_same(const QuarantineRow& row) {
    Statement read(connection_, "SELECT n FROM quarantine WHERE tag = ? AND outcome = ''");
    if (!read.bind_blob(tag_of(row)).step()) return std::nullopt;
    return numbered_id(kQuarantinePrefix, read.integer(0));
}

void Quarantine::count_repeat(std::string_view id, Instant at) {
    auto number = number_in_id(kQuarantinePrefix, id);
    BREACHD_CHECK(number.has_value());
    Statement(connection_, "UPDATE quarantine SET repeats = repeats + 1, last_repeat_at = ? WHERE n = ?")
        .bind(at)
        .bind(*number)
        .run();
}

std::string Quarantine::add(const QuarantineRow& row) {
    BREACHD_CHECK(connection_.in_transaction());
    std::int64_t number = ++last_;
    std::string scope = alert_scope("", row.received_at);
    vault_.ensure(scope);
    std::string sealed = vault_.seal(scope, row.body, quarantine_place(number));
    std::string headers = row.headers.empty() ? "" : vault_.seal(scope, row.headers, quarantine_headers_place(number));
    Statement(connection_,
              "INSERT INTO quarantine (n, source, content_type, why, place, received_at, body_bytes, sealed, proof, "
              "sealed_headers, tag) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
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
        .bind_blob(tag_of(row))
        .run();
    return numbered_id(kQuarantinePrefix, number);
}

std::optional<QuarantineWaiting> Quarantine::waiting(std::string_view id) {
    auto number = number_in_id(kQuarantinePrefix, id);
    if (!number) return std::nullopt;
    Statement read(connection_, "SELECT proof, received_at FROM quarantine WHERE n = ? AND outcome = ''");
    if (!read.bind(*number).step()) return std::nullopt;
    return QuarantineWaiting{proof_from(read.text(0)), read.instant(1)};
}

void Quarantine::settle(std::string_view id, std::string_view outcome, Instant at) {
    auto number = number_in_id(kQuarantinePrefix, id);
    BREACHD_CHECK(number.has_value());
    Statement(connection_, "UPDATE quarantine SET outcome = ?, settled_at = ? WHERE n = ?")
        .bind(outcome)
        .bind(at)
        .bind(*number)
        .run();
}

std::int64_t Quarantine::count_waiting() {
    Statement read(connection_, "SELECT count(*) FROM quarantine WHERE outcome = ''");
    read.step();
    return read.integer(0);
}

}  // namespace breachd::store
