#include "store/channels/polls.hpp"

#include <fmt/format.h>

#include "store/sql/connection.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

namespace {

constexpr const char* kColumns = "delivery, incident, channel, sealed, asked, next_at, until";

std::string place_of(std::int64_t delivery) { return fmt::format("poll|{}", delivery); }

PollRow row_in(Statement& read, Vault& vault) {
    PollRow out{read.integer(0), read.text(1), read.text(2), "", read.integer(4), read.instant(5), read.instant(6)};
    if (auto plain = vault.open(out.incident, read.blob(3), place_of(out.delivery))) out.provider_id = *plain;
    return out;
}

}  // namespace

void Polls::put(const PollRow& row) {
    auto sealed = vault_.seal(row.incident, row.provider_id, place_of(row.delivery));
    Statement(connection_,
              "INSERT INTO polls (delivery, incident, channel, sealed, asked, next_at, until) "
              "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (delivery) DO UPDATE SET sealed = excluded.sealed, "
              "asked = excluded.asked, next_at = excluded.next_at, until = excluded.until")
        .bind(row.delivery)
        .bind(row.incident)
        .bind(row.channel)
        .bind_blob(sealed)
        .bind(row.asked)
        .bind(row.next_at)
        .bind(row.until)
        .run();
}

std::optional<PollRow> Polls::find(std::int64_t delivery) {
    Statement read(connection_, fmt::format("SELECT {} FROM polls WHERE delivery = ?", kColumns));
    if (!read.bind(delivery).step()) return {};
    return row_in(read, vault_);
}

std::vector<PollRow> Polls::due(Instant now, std::size_t most) {
    Statement read(connection_,
                   fmt::format("SELECT {} FROM polls WHERE next_at <= ? ORDER BY next_at, delivery LIMIT ?", kColumns));
    read.bind(now).bind(static_cast<std::int64_t>(most));
    std::vector<PollRow> out;
    while (read.step()) out.push_back(row_in(read, vault_));
    return out;
}

void Polls::set_next(std::int64_t delivery, std::int64_t asked, Instant next_at) {
    Statement(connection_, "UPDATE polls SET asked = ?, next_at = ? WHERE delivery = ?")
        .bind(asked)
        .bind(next_at)
        .bind(delivery)
        .run();
}

void Polls::remove(std::int64_t delivery) {
    Statement(connection_, "DELETE FROM polls WHERE delivery = ?").bind(delivery).run();
}

std::optional<Instant> Polls::next() {
    Statement read(connection_, "SELECT min(next_at) FROM polls");
    if (!read.step()) return {};
    return read.maybe_instant(0);
}

}  // namespace breachd::store
