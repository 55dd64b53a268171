#include "store/tables/heads.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

// The same size signed again gives the same note: Ed25519 draws no randomness.
std::string Heads::sign(Instant at) {
    Checkpoint head{origin_, static_cast<std::uint64_t>(journal_.size()), journal_.root()};
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
    return note;
}

std::string newest_head(Connection& connection) {
    Statement read(connection, "SELECT note FROM heads ORDER BY size DESC LIMIT 1");
    return read.step() ? read.text(0) : "";
}

}  // namespace breachd::store
