#include "store/tables/meta.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

std::optional<std::string> Meta::get(std::string_view key) {
    Statement read(connection_, "SELECT value FROM meta WHERE key = ?");
    if (!read.bind(key).step()) return std::nullopt;
    return read.text(0);
}

void Meta::set(std::string_view key, std::string_view value) {
    Statement(connection_,
              "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .run();
}

}  // namespace breachd::store
