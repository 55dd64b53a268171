// Later messages about an alert that is known.
#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

struct AlertRow {
    std::string incident, decision, why, proof, sealed;
    Instant received_at{}, last_heard_at{};
    std::int64_t updates = 0;
};

AlertRow read_row(Connection& connection, std::int64_t number) {
    Query read(
        connection,
        "SELECT incident, decision, why, proof, sealed, received_at, coalesce(last_repeat_at, received_at), updates "
        "FROM alerts WHERE n = ?");
    BREACHD_CHECK(read.bind(number).step());
    return {read.text(0), read.text(1),    read.text(2),    read.text(3),
            read.blob(4), read.instant(5), read.instant(6), read.integer(7)};
}

std::string read_update(Connection& connection, std::int64_t number, std::int64_t k) {
    Query read(connection, "SELECT sealed FROM alert_updates WHERE alert = ? AND k = ?");
    BREACHD_CHECK(read.bind(number).bind(k).step());
    return read.blob(0);
}

// What was sealed under one scope, under another. What cannot be opened any more stays as it is.
std::string resealed(Vault& vault, const std::string& from, const std::string& to, const std::string& sealed,
                     const std::string& place) {
    auto plain = vault.open(from, sealed, place);
    return plain ? vault.seal(to, *plain, place) : sealed;
}

}  // namespace

std::optional<StoredAlert> Store::stored_alert(std::string_view alert_id) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    auto row = read_row(impl_->connection, *number);
    std::string scope = alert_scope(row.incident, row.received_at);
    auto plain = row.updates == 0 ? impl_->vault.open(scope, row.sealed, alert_place(*number))
                                  : impl_->vault.open(scope, read_update(impl_->connection, *number, row.updates),
                                                      alert_update_place(*number, row.updates));
    auto content = plain ? unpack(*plain) : std::nullopt;
    auto document = content ? parse_json(content->alert_json) : Error{};
    StoredAlert out;
    if (!document || !from_json(*document, out.alert)) return std::nullopt;
    out.incident = std::move(row.incident);
    out.decision = std::move(row.decision);
    out.why = std::move(row.why);
    out.reason = std::move(content->reason);
    out.proof = proof_from(row.proof);
    out.received_at = row.received_at;
    out.last_heard_at = row.last_heard_at;
    return out;
}

void Store::update_alert(std::string_view alert_id, const NewAlert& update) {
    impl_->check_writing();
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    auto& connection = impl_->connection;
    auto row = read_row(connection, *number);
    if (update.incident != row.incident) {
        auto from = alert_scope(row.incident, row.received_at), to = alert_scope(update.incident, row.received_at);
        impl_->vault.ensure(to);
        for (std::int64_t k = 1; k <= row.updates; ++k) {
            auto moved =
                resealed(impl_->vault, from, to, read_update(connection, *number, k), alert_update_place(*number, k));
            Query(connection, "UPDATE alert_updates SET sealed = ? WHERE alert = ? AND k = ?")
                .bind_blob(moved)
                .bind(*number)
                .bind(k)
                .run();
        }
        row.sealed = resealed(impl_->vault, from, to, row.sealed, alert_place(*number));
        Query(connection, "UPDATE alerts SET incident = ?, sealed = ? WHERE n = ?")
            .bind(update.incident)
            .bind_blob(row.sealed)
            .bind(*number)
            .run();
    }
    auto k = row.updates + 1;
    NewAlert within = update;
    within.received_at = row.received_at;  // one scope for all that is known of one alert
    const auto& sealed = impl_->seal_alert(within, alert_update_place(*number, k));
    Query(connection, "INSERT INTO alert_updates (alert, k, received_at, sealed) VALUES (?, ?, ?, ?)")
        .bind(*number)
        .bind(k)
        .bind(update.received_at)
        .bind_blob(sealed)
        .run();
    Query(connection, "UPDATE alerts SET updates = ?, decision = ?, why = ?, proof = ? WHERE n = ?")
        .bind(k)
        .bind(update.decision)
        .bind(update.why)
        .bind(proof_name(update.proof))
        .bind(*number)
        .run();
}

// Its number behind the tag: no other row can have that.
void Store::retire_alert(std::string_view alert_id) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    Query read(impl_->connection, "SELECT tag FROM alerts WHERE n = ?");
    BREACHD_CHECK(read.bind(*number).step());
    auto tag = read.blob(0) + std::string(alert_id);
    Query(impl_->connection, "UPDATE alerts SET tag = ? WHERE n = ?").bind_blob(tag).bind(*number).run();
}

}  // namespace breachd::store
