#include "store/lists/incident_rows.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <tuple>
#include <vector>

#include "base/json_text.hpp"
#include "core/incident/waiting.hpp"
#include "core/law/obligation.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

struct Row {
    std::string state;
    std::int64_t state_rank = 0, severity = 0;
    Instant opened_at{}, due_at{}, keep_at{};
    std::int64_t held = 0;
    std::string owner;
    std::int64_t decided = 0;
    std::string search, light, changes;
    bool operator==(const Row&) const = default;
};

Row row_of(const Incident& incident, const std::vector<Waiting>& waits) {
    auto due = incident.live() ? next_due(incident) : std::nullopt;
    return {boost::describe::enum_to_string(incident.state, "?"),
            state_rank(incident.state),
            incident.severity,
            incident.opened_at,
            due.value_or(Instant::max()),
            incident.retention.keep_until.value_or(Instant::max()),
            incident.retention.hold ? 1 : 0,
            incident.owner.value_or(""),
            incident.version_by_people,
            search_text(incident),
            json::serialize(light_row(incident, waits)),
            json_text(incident.facts_changed)};
}

bool row_is(Connection& connection, const std::string& id, const Row& wanted) {
    Statement read(
        connection,
        "SELECT state, state_rank, severity, opened_at, due_at, keep_at, held, owner, decided, search, light, "
        "changes FROM incident_rows WHERE id = ?");
    if (!read.bind(id).step()) return false;
    return wanted == Row{read.text(0),    read.integer(1), read.integer(2), read.instant(3),
                         read.instant(4), read.instant(5), read.integer(6), read.text(7),
                         read.integer(8), read.text(9),    read.text(10),   read.text(11)};
}

void put_row(Connection& connection, const std::string& id, const Row& row) {
    Statement(connection,
              "INSERT INTO incident_rows (id, state, state_rank, severity, opened_at, due_at, keep_at, held, owner, "
              "decided, search, light, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
              "UPDATE SET "
              "state = excluded.state, state_rank = excluded.state_rank, severity = excluded.severity, "
              "opened_at = excluded.opened_at, due_at = excluded.due_at, "
              "keep_at = excluded.keep_at, held = excluded.held, owner = excluded.owner, "
              "decided = excluded.decided, search = excluded.search, light = excluded.light, "
              "changes = excluded.changes")
        .bind(id)
        .bind(row.state)
        .bind(row.state_rank)
        .bind(row.severity)
        .bind(row.opened_at)
        .bind(row.due_at)
        .bind(row.keep_at)
        .bind(row.held)
        .bind(row.owner)
        .bind(row.decided)
        .bind(row.search)
        .bind(row.light)
        .bind(row.changes)
        .run();
}

using WaitingRow = std::tuple<std::string, std::string, std::string, Instant, std::string>;

std::vector<WaitingRow> waiting_of(const std::vector<Waiting>& waits) {
    std::vector<WaitingRow> out;
    for (const auto& each : waits)
        out.emplace_back(boost::describe::enum_to_string(each.kind, "?"), each.owner, each.first,
                         each.due_at.value_or(Instant::max()), json_text(each));
    return out;
}

std::vector<WaitingRow> waiting_in(Connection& connection, const std::string& id) {
    std::vector<WaitingRow> out;
    Statement read(connection,
                   "SELECT kind, owner, first, due_at, item FROM waiting WHERE incident = ? ORDER BY place");
    read.bind(id);
    while (read.step()) out.emplace_back(read.text(0), read.text(1), read.text(2), read.instant(3), read.text(4));
    return out;
}

void put_waiting(Connection& connection, const std::string& id, const std::vector<WaitingRow>& wanted) {
    Statement(connection, "DELETE FROM waiting WHERE incident = ?").bind(id).run();
    std::int64_t place = 0;
    for (const auto& [kind, owner, first, due_at, item] : wanted)
        Statement(
            connection,
            "INSERT INTO waiting (incident, place, kind, owner, first, due_at, item) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(++place)
            .bind(kind)
            .bind(owner)
            .bind(first)
            .bind(due_at)
            .bind(item)
            .run();
}

}  // namespace

void put_rows(Connection& connection, const Incident& incident) {
    auto waits = waiting(incident);
    if (auto row = row_of(incident, waits); !row_is(connection, incident.id, row))
        put_row(connection, incident.id, row);
    if (auto wanted = waiting_of(waits); wanted != waiting_in(connection, incident.id))
        put_waiting(connection, incident.id, wanted);
}

bool rows_differ(Connection& connection, const Incident& incident) {
    auto waits = waiting(incident);
    return !row_is(connection, incident.id, row_of(incident, waits)) ||
           waiting_in(connection, incident.id) != waiting_of(waits);
}

}  // namespace breachd::store
