#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kEntriesAtOnce = 1000;

std::int64_t single_number(Connection& connection, const char* sql) {
    Query query(connection, sql);
    query.step();
    return query.integer(0);
}

}  // namespace

// Rebuilds the journal's edge from the stored leaf hashes and compares it with the heads that were signed on the way: a
// file whose journal was cut, rewritten or put back from an older copy beside newer heads does not start.
void Store::Impl::load_tail() {
    tail = {};
    Query heads(connection, "SELECT size, root FROM heads ORDER BY size");
    bool head = heads.step();
    Query leaves(connection, "SELECT seq, leaf FROM journal ORDER BY seq");
    while (leaves.step()) {
        tail.journal.append(digest_from(leaves.blob(1)));
        auto size = static_cast<std::int64_t>(tail.journal.size());
        if (leaves.integer(0) != size)
            throw StoreError(StoreError::Cause::corrupt,
                             "journal: entry " + std::to_string(size) + " is missing; restore from a backup");
        if (!head || heads.integer(0) != size) continue;
        check_heads(size, digest_from(heads.blob(1)));
        head = heads.step();
    }
    if (head)
        throw StoreError(StoreError::Cause::corrupt, "journal: it ends before its signed head of size " +
                                                         std::to_string(heads.integer(0)) + "; restore from a backup");
    tail.last_alert = single_number(connection, "SELECT coalesce(max(n), 0) FROM alerts");
    tail.last_quarantine = single_number(connection, "SELECT coalesce(max(n), 0) FROM quarantine");
}

void Store::Impl::check_heads(std::int64_t size, const Digest& root) {
    if (tail.journal.root() == root) return;
    throw StoreError(StoreError::Cause::corrupt, "journal: the entries up to " + std::to_string(size) +
                                                     " are not those of the signed head; keep this file as evidence");
}

Entry Store::append(Instant at, std::string incident, std::string actor, Event event) {
    impl_->check_writing();
    Entry entry{journal_size() + 1, at, std::move(incident), std::move(actor), std::move(event)};
    Digest leaf = leaf_hash(leaf_bytes(entry));
    Query(impl_->connection,
          "INSERT INTO journal (seq, at, incident, actor, kind, data, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(entry.seq)
        .bind(entry.at)
        .bind(entry.incident_id)
        .bind(entry.actor)
        .bind(event_kind(entry.event))
        .bind(canonical_json(event_data(entry.event)))
        .bind_blob(as_bytes(leaf))
        .run();
    impl_->tail.journal.append(leaf);
    return entry;
}

std::int64_t Store::journal_size() const { return static_cast<std::int64_t>(impl_->tail.journal.size()); }
Digest Store::journal_root() const { return impl_->tail.journal.root(); }

// In pieces, so that no statement is open while the caller works (and perhaps writes).
void Store::each_entry(const std::function<void(const Entry&)>& use) {
    std::vector<Entry> entries;
    std::int64_t done = 0;
    do {
        entries.clear();
        {
            Query read(impl_->connection,
                       "SELECT seq, at, incident, actor, kind, data FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
            read.bind(done).bind(kEntriesAtOnce);
            while (read.step()) entries.push_back(entry_in(read));
        }
        for (const auto& entry : entries) use(entry);
        if (!entries.empty()) done = entries.back().seq;
    } while (!entries.empty());
}

std::vector<Entry> Store::entries_of(std::string_view incident) {
    std::vector<Entry> out;
    Query read(impl_->connection,
               "SELECT seq, at, incident, actor, kind, data FROM journal WHERE incident = ? ORDER BY seq");
    read.bind(incident);
    while (read.step()) out.push_back(entry_in(read));
    return out;
}

// The same size signed again gives the same note: Ed25519 draws no randomness.
std::string Store::sign_head(Instant at) {
    Checkpoint head{impl_->options.origin, impl_->tail.journal.size(), journal_root()};
    std::string note = signed_note(head, impl_->options.origin, impl_->vault.public_key(),
                                   [&](std::string_view body) { return impl_->vault.sign(body); });
    Query(impl_->connection,
          "INSERT INTO heads (size, at, root, note) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (size) DO UPDATE SET at = excluded.at, note = excluded.note")
        .bind(journal_size())
        .bind(at)
        .bind_blob(as_bytes(head.root))
        .bind(note)
        .run();
    return note;
}

}  // namespace breachd::store
