// Later messages about an alert that is known.
#include "base/check.hpp"
#include "base/json.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/alert_content.hpp"
#include "store/tables/alerts.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

struct AlertRow {
    std::string incident, decision, why, proof, sealed;
    Instant received_at{}, last_heard_at{};
    std::int64_t updates = 0;
};

AlertRow read_row(Connection& connection, std::int64_t number) {
    Statement read(
        connection,
        "SELECT incident, decision, why, proof, sealed, received_at, coalesce(last_repeat_at, received_at), updates "
        "FROM alerts WHERE n = ?");
    BREACHD_CHECK(read.bind(number).step());
    return {read.text(0), read.text(1),    read.text(2),    read.text(3),
            read.blob(4), read.instant(5), read.instant(6), read.integer(7)};
}

std::string read_update(Connection& connection, std::int64_t number, std::int64_t k) {
    Statement read(connection, "SELECT sealed FROM alert_updates WHERE alert = ? AND k = ?");
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

std::optional<StoredAlert> Alerts::stored(std::string_view alert_id) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    auto row = read_row(connection_, *number);
    std::string scope = alert_scope(row.incident, row.received_at);
    auto plain = row.updates == 0 ? vault_.open(scope, row.sealed, alert_place(*number))
                                  : vault_.open(scope, read_update(connection_, *number, row.updates),
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

// Everything that is sealed of one alert lies under one key.
void Alerts::move_to(std::string_view incident, std::int64_t number) {
    auto row = read_row(connection_, number);
    auto from = alert_scope(row.incident, row.received_at), to = alert_scope(incident, row.received_at);
    vault_.ensure(to);
    for (std::int64_t k = 1; k <= row.updates; ++k) {
        auto moved = resealed(vault_, from, to, read_update(connection_, number, k), alert_update_place(number, k));
        Statement(connection_, "UPDATE alert_updates SET sealed = ? WHERE alert = ? AND k = ?")
            .bind_blob(moved)
            .bind(number)
            .bind(k)
            .run();
    }
    auto moved = resealed(vault_, from, to, row.sealed, alert_place(number));
    Statement(connection_, "UPDATE alerts SET incident = ?, sealed = ? WHERE n = ?")
        .bind(incident)
        .bind_blob(moved)
        .bind(number)
        .run();
}

void Alerts::update(std::string_view alert_id, const NewAlert& update) {
    BREACHD_CHECK(connection_.in_transaction());
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    auto row = read_row(connection_, *number);
    if (update.incident != row.incident) move_to(update.incident, *number);
    auto k = row.updates + 1;
    NewAlert within = update;
    within.received_at = row.received_at;  // one scope for all that is known of one alert
    const auto& sealed = seal(within, alert_update_place(*number, k));
    Statement(connection_, "INSERT INTO alert_updates (alert, k, received_at, sealed) VALUES (?, ?, ?, ?)")
        .bind(*number)
        .bind(k)
        .bind(update.received_at)
        .bind_blob(sealed)
        .run();
    Statement(connection_, "UPDATE alerts SET updates = ?, decision = ?, why = ?, proof = ? WHERE n = ?")
        .bind(k)
        .bind(update.decision)
        .bind(update.why)
        .bind(proof_name(update.proof))
        .bind(*number)
        .run();
}

// The tag and its number: no other row can have that.
void Alerts::retire(std::string_view alert_id) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    Statement read(connection_, "SELECT tag FROM alerts WHERE n = ?");
    BREACHD_CHECK(read.bind(*number).step());
    auto tag = read.blob(0) + std::string(alert_id);
    Statement(connection_, "UPDATE alerts SET tag = ? WHERE n = ?").bind_blob(tag).bind(*number).run();
}

}  // namespace breachd::store
