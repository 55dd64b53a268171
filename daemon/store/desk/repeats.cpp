#include "store/desk/repeats.hpp"

#include <fmt/format.h>

#include "store/sql/connection.hpp"
#include "store/tables/send_state.hpp"

namespace breachd::store {

namespace {

#define BREACHD_REPEAT_COLUMNS                                                                                     \
    "id, incident, subject, channel, version, key, state, attempts, next_at, code, cause, provider_id, asked_at, " \
    "changed_at"

RepeatRow row_in(Statement& read) {
    RepeatRow out;
    out.id = read.integer(0);
    out.incident = read.text(1);
    out.subject = read.integer(2);
    out.channel = read.text(3);
    out.version = static_cast<int>(read.integer(4));
    out.key = read.text(5);
    out.state = send_state_from(read.text(6));
    out.attempts = static_cast<int>(read.integer(7));
    out.next_at = read.maybe_instant(8);
    out.code = read.text(9);
    out.cause = cause_from(read.text(10));
    out.provider_id = read.text(11);
    out.asked_at = read.instant(12);
    out.changed_at = read.instant(13);
    return out;
}

std::vector<RepeatRow> rows_in(Statement& read) {
    std::vector<RepeatRow> out;
    while (read.step()) out.push_back(row_in(read));
    return out;
}

}  // namespace

std::int64_t Repeats::next_id() { return single_number(connection_, "SELECT coalesce(max(id), 0) + 1 FROM repeats"); }

void Repeats::put(const RepeatRow& row) {
    auto state = std::string(state_name(row.state)), cause = std::string(cause_word(row.cause));
    Statement(connection_, "INSERT INTO repeats (" BREACHD_REPEAT_COLUMNS
                           ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                           "state = excluded.state, attempts = excluded.attempts, next_at = excluded.next_at, "
                           "code = excluded.code, cause = excluded.cause, provider_id = excluded.provider_id, "
                           "changed_at = excluded.changed_at")
        .bind(row.id)
        .bind(row.incident)
        .bind(row.subject)
        .bind(row.channel)
        .bind(row.version)
        .bind(row.key)
        .bind(state)
        .bind(row.attempts)
        .bind(row.next_at)
        .bind(row.code)
        .bind(cause)
        .bind(row.provider_id)
        .bind(row.asked_at)
        .bind(row.changed_at)
        .run();
}

std::optional<RepeatRow> Repeats::one_where(std::string_view condition, std::string_view value) {
    Statement read(connection_, fmt::format("SELECT {} FROM repeats WHERE {} = ?", BREACHD_REPEAT_COLUMNS, condition));
    if (!read.bind(value).step()) return std::nullopt;
    return row_in(read);
}

std::optional<RepeatRow> Repeats::find(std::int64_t id) {
    Statement read(connection_, "SELECT " BREACHD_REPEAT_COLUMNS " FROM repeats WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return row_in(read);
}

std::optional<RepeatRow> Repeats::by_key(std::string_view key) { return one_where("key", key); }

std::optional<RepeatRow> Repeats::by_provider_id(std::string_view provider_id) {
    if (provider_id.empty()) return std::nullopt;
    return one_where("provider_id <> '' AND provider_id", provider_id);
}

std::optional<RepeatRow> Repeats::last_of(std::string_view incident, std::int64_t subject, std::string_view channel) {
    Statement read(connection_, "SELECT " BREACHD_REPEAT_COLUMNS
                                " FROM repeats WHERE incident = ? AND subject = ? AND channel = ? "
                                "ORDER BY id DESC LIMIT 1");
    if (!read.bind(incident).bind(subject).bind(channel).step()) return std::nullopt;
    return row_in(read);
}

std::vector<RepeatRow> Repeats::in_state(SendState state) {
    auto word = std::string(state_name(state));
    Statement read(connection_, "SELECT " BREACHD_REPEAT_COLUMNS " FROM repeats WHERE state = ? ORDER BY id");
    read.bind(word);
    return rows_in(read);
}

std::vector<RepeatRow> Repeats::due(Instant now, std::size_t most) {
    Statement read(connection_, "SELECT " BREACHD_REPEAT_COLUMNS
                                " FROM repeats WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id "
                                "LIMIT ?");
    read.bind(now).bind(static_cast<std::int64_t>(most));
    return rows_in(read);
}

std::optional<Instant> Repeats::next_moment() {
    Statement read(connection_, "SELECT min(next_at) FROM repeats WHERE next_at IS NOT NULL");
    if (!read.step()) return std::nullopt;
    return read.maybe_instant(0);
}

std::vector<RepeatRow> read_repeats(Connection& connection, std::string_view incident, std::int64_t subject) {
    Statement read(connection, "SELECT " BREACHD_REPEAT_COLUMNS
                               " FROM repeats WHERE incident = ? AND subject = ? ORDER BY id DESC");
    read.bind(incident).bind(subject);
    return rows_in(read);
}

}  // namespace breachd::store
