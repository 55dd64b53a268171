#include "store/tables/heads.hpp"

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

std::string newest_head(Connection& connection) {
    Statement read(connection, "SELECT note FROM heads ORDER BY size DESC LIMIT 1");
    return read.step() ? read.text(0) : "";
}

}  // namespace breachd::store
