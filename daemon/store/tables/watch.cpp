#include "store/tables/watch.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

WatchedIncident row_in(Statement& read) {
    return {read.text(0),    read.integer(1) != 0, read.maybe_instant(2),
            read.integer(3), read.integer(4),      read.maybe_instant(5)};
}

}  // namespace

std::vector<WatchedIncident> Watch::all() {
    std::vector<WatchedIncident> out;
    Statement read(connection_,
                   "SELECT incident, awake, wake, running, overdue, next_due FROM incident_watch ORDER BY incident");
    while (read.step()) out.push_back(row_in(read));
    return out;
}

std::optional<WatchedIncident> Watch::find(const std::string& id) {
    Statement read(connection_,
                   "SELECT incident, awake, wake, running, overdue, next_due FROM incident_watch WHERE incident = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return row_in(read);
}

void Watch::put(const WatchedIncident& incident) {
    auto known = find(incident.id);
    if (known == incident || (!known && incident.forgettable())) return;
    if (incident.forgettable()) {
        Statement(connection_, "DELETE FROM incident_watch WHERE incident = ?").bind(incident.id).run();
        return;
    }
    Statement(connection_,
              "INSERT INTO incident_watch (incident, awake, wake, running, overdue, next_due) "
              "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (incident) DO UPDATE SET awake = excluded.awake, "
              "wake = excluded.wake, running = excluded.running, overdue = excluded.overdue, "
              "next_due = excluded.next_due")
        .bind(incident.id)
        .bind(incident.awake ? 1 : 0)
        .bind(incident.wake)
        .bind(incident.running)
        .bind(incident.overdue)
        .bind(incident.next_due)
        .run();
}

void Watch::clear() { Statement(connection_, "DELETE FROM incident_watch").run(); }

}  // namespace breachd::store
