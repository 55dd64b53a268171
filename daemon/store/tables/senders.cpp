#include "store/tables/senders.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

std::map<std::string, HeardSource> Senders::all() {
    std::map<std::string, HeardSource> out;
    Statement read(connection_, "SELECT name, expected_since, last_heard_at, silent_since FROM sources ORDER BY name");
    while (read.step()) out[read.text(0)] = {read.instant(1), read.maybe_instant(2), read.maybe_instant(3)};
    return out;
}

void Senders::put(std::string_view name, const HeardSource& heard) {
    Statement(connection_,
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
