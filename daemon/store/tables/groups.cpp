#include "store/tables/groups.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

std::string Groups::incident_of(std::string_view group) {
    Statement read(connection_, "SELECT incident FROM alert_groups WHERE group_key = ?");
    return read.bind(group).step() ? read.text(0) : "";
}

void Groups::put(std::string_view group, std::string_view incident, std::int64_t seq) {
    Statement(connection_,
              "INSERT INTO alert_groups (group_key, incident, seq) VALUES (?, ?, ?) "
              "ON CONFLICT (group_key) DO UPDATE SET incident = excluded.incident, seq = excluded.seq "
              "WHERE excluded.seq > alert_groups.seq")
        .bind(group)
        .bind(incident)
        .bind(seq)
        .run();
}

}  // namespace breachd::store
