#include "store/tables/heads.hpp"

#include <fmt/format.h>

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

// The number of the next head. Heads of an earlier build have none, and are counted.
std::uint64_t next_number(Connection& connection, const std::string& newest, std::int64_t size) {
    auto note = parse_signed_note(newest);
    if (note && note->checkpoint.chains) return note->checkpoint.chains->head + 1;
    Statement count(connection, "SELECT count(*) FROM heads WHERE size < ?");
    count.bind(size).step();
    return static_cast<std::uint64_t>(count.integer(0)) + 1;
}

// The journal has not grown since this head was signed.
bool is_head_of(const std::string& newest, const Checkpoint& present) {
    auto note = parse_signed_note(newest);
    return note && note->checkpoint.chains && note->checkpoint.size == present.size;
}

}  // namespace

std::string Heads::sign(Instant at) {
    Checkpoint head{origin_, static_cast<std::uint64_t>(journal_.size()), journal_.root()};
    auto newest = newest_head(connection_);
    if (is_head_of(newest, head)) return newest;
    auto chains = journal_.seal_chains();
    head.chains = {next_number(connection_, newest, journal_.size()), chains.size, chains.root};
    std::string note =
        signed_note(head, origin_, signer_.public_key(), [&](std::string_view body) { return signer_.sign(body); });
    Statement(connection_,
              "INSERT INTO heads (size, at, root, note) VALUES (?, ?, ?, ?) "
              "ON CONFLICT (size) DO UPDATE SET at = excluded.at, note = excluded.note")
        .bind(journal_.size())
        .bind(at)
        .bind_blob(as_bytes(head.root))
        .bind(note)
        .run();
    return signed_ = note;
}

std::optional<Checkpoint> head_in(Statement& row, std::string_view public_key) {
    auto note = parse_signed_note(row.text(2));
    bool ours = note && note->key_id == note_key_id(note->key_name, public_key) &&
                verify_signature(public_key, note->body, note->signature) &&
                note->checkpoint.size == static_cast<std::uint64_t>(row.integer(0)) &&
                as_bytes(note->checkpoint.root) == row.blob(1);
    if (!ours) return std::nullopt;
    return note->checkpoint;
}

void check_newest_head(Connection& connection, std::string_view public_key) {
    Statement row(connection, "SELECT size, root, note FROM heads ORDER BY size DESC LIMIT 1");
    if (!row.step() || head_in(row, public_key)) return;
    throw StoreError(StoreError::Cause::corrupt,
                     fmt::format("journal: its newest signed head, of size {}, was altered or is not signed by the key "
                                 "in keys.db; restore both files from one backup, and keep these as evidence",
                                 row.integer(0)));
}

std::string newest_head(Connection& connection) {
    Statement read(connection, "SELECT note FROM heads ORDER BY size DESC LIMIT 1");
    return read.step() ? read.text(0) : "";
}

}  // namespace breachd::store
