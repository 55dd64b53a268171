#include "store/tables/journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/json_text.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kEntriesAtOnce = 1000;
constexpr std::int64_t kEntriesBackAtOnce = 64;
// Entries that a start looks at, at most, beside those of the last commit. An edge in each commit would cost each
// commit a page.
constexpr std::uint64_t kEdgeEvery = 256;

MerkleFrontier edge_from(const KeptEdge& kept) {
    std::vector<Digest> peaks;
    for (std::size_t at = 0; at < kept.peaks.size(); at += sizeof(Digest))
        peaks.push_back(digest_from(std::string_view(kept.peaks).substr(at, sizeof(Digest))));
    auto edge = MerkleFrontier::of(kept.size, std::move(peaks));
    if (!edge) refuse_row("the journal's kept edge is not one");
    return std::move(*edge);
}

[[noreturn]] void not_as_signed(std::int64_t size) {
    throw StoreError(StoreError::Cause::corrupt,
                     fmt::format("journal: the entries up to {} are not those of the signed "
                                 "head; keep this file as evidence",
                                 size));
}

[[noreturn]] void cut_short(std::int64_t head) {
    throw StoreError(StoreError::Cause::corrupt,
                     fmt::format("journal: it ends before its signed head of size {}; restore from a backup", head));
}

[[noreturn]] void altered(std::int64_t seq) {
    throw StoreError(StoreError::Cause::corrupt,
                     fmt::format("journal: entry {} is not what was hashed when it was written; keep this file as "
                                 "evidence, and restore from a backup",
                                 seq));
}

// Appends the leaves after the edge, compares each with its entry and the edge with every head on the way.
void walk(Connection& connection, MerkleFrontier& edge) {
    auto from = static_cast<std::int64_t>(edge.size());
    Statement heads(connection, "SELECT size, root FROM heads WHERE size >= ? ORDER BY size");
    bool head = heads.bind(from).step();
    auto compare = [&] {
        if (!head || heads.integer(0) != static_cast<std::int64_t>(edge.size())) return;
        if (edge.root() != digest_from(heads.blob(1))) not_as_signed(heads.integer(0));
        head = heads.step();
    };
    compare();
    Statement rows(connection,
                   "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE seq > ? ORDER BY seq");
    rows.bind(from);
    while (rows.step()) {
        edge.append(digest_from(rows.blob(6)));
        auto size = static_cast<std::int64_t>(edge.size());
        if (rows.integer(0) != size)
            throw StoreError(StoreError::Cause::corrupt,
                             fmt::format("journal: entry {} is missing; restore from a backup", size));
        if (as_bytes(leaf_hash(leaf_bytes_in(rows))) != rows.blob(6)) altered(size);
        compare();
    }
}

std::int64_t last_entry(Connection& connection) {
    return single_number(connection, "SELECT coalesce(max(seq), 0) FROM journal");
}

}  // namespace

// A file whose journal was cut, rewritten or put back from an older copy beside newer heads does not start.
Journal::Journal(Connection& connection) : connection_(connection), chains_(connection) {
    KeptEdge kept = newest_edge(connection_);
    edge_ = edge_from(kept);
    kept_ = kept.size;
    std::int64_t last = last_entry(connection_);
    std::int64_t head = single_number(connection_, "SELECT coalesce(max(size), 0) FROM heads");
    if (last < std::max(head, size())) cut_short(std::max(head, size()));
    walk(connection_, edge_);
}

std::vector<std::string> Journal::incidents_with(std::string_view kind) {
    Statement read(connection_, "SELECT DISTINCT incident FROM journal WHERE kind = ? ORDER BY incident");
    read.bind(kind);
    std::vector<std::string> out;
    while (read.step()) out.push_back(read.text(0));
    return out;
}

Entry Journal::append(Instant at, std::string incident, std::string actor, Event event) {
    BREACHD_CHECK(connection_.in_transaction());
    Entry entry{size() + 1, at, std::move(incident), std::move(actor), std::move(event)};
    Digest leaf = leaf_hash(leaf_bytes(entry));
    Statement(connection_,
              "INSERT INTO journal (seq, at, incident, actor, kind, data, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(entry.seq)
        .bind(entry.at)
        .bind(entry.incident_id)
        .bind(entry.actor)
        .bind(event_kind(entry.event))
        .bind(canonical_json(event_data(entry.event)))
        .bind_blob(as_bytes(leaf))
        .run();
    edge_.append(leaf);
    chains_.append(entry.incident_id, leaf);
    return entry;
}

// One edge is enough to start from; the older ones go.
void Journal::before_commit() {
    chains_.before_commit();
    if (edge_.size() < kept_ + kEdgeEvery) return;
    Statement(connection_, "INSERT INTO journal_edges (size, peaks) VALUES (?, ?)")
        .bind(size())
        .bind_blob(packed(edge_.peaks()))
        .run();
    Statement(connection_, "DELETE FROM journal_edges WHERE size < ?").bind(size()).run();
    kept_ = edge_.size();
}

void Journal::on_rollback() noexcept {
    std::swap(edge_, edge_at_begin_);
    kept_ = kept_at_begin_;
    chains_.on_rollback();
}

void Journal::each_entry(const std::function<void(const Entry&)>& use) { each_entry_after(0, use); }

void Journal::each_entry_after(std::int64_t seq, const std::function<void(const Entry&)>& use) {
    std::vector<Entry> entries;
    std::int64_t done = seq;
    do {
        entries.clear();
        {
            Statement read(
                connection_,
                "SELECT seq, at, incident, actor, kind, data FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
            read.bind(done).bind(kEntriesAtOnce);
            while (read.step()) entries.push_back(entry_in(read));
        }
        for (const auto& entry : entries) use(entry);
        if (!entries.empty()) done = entries.back().seq;
    } while (!entries.empty());
}

void Journal::each_entry_back(const std::function<bool(const Entry&)>& use) {
    std::vector<Entry> entries;
    std::int64_t before = size() + 1;
    do {
        entries.clear();
        {
            Statement read(
                connection_,
                "SELECT seq, at, incident, actor, kind, data FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?");
            read.bind(before).bind(kEntriesBackAtOnce);
            while (read.step()) entries.push_back(entry_in(read));
        }
        for (const auto& entry : entries)
            if (!use(entry)) return;
        if (!entries.empty()) before = entries.back().seq;
    } while (!entries.empty());
}

// One look into the index for each id.
std::vector<std::string> Journal::incidents_after(std::string_view id, std::size_t most) {
    std::vector<std::string> out;
    std::string last(id);
    while (out.size() < most) {
        Statement read(connection_, "SELECT min(incident) FROM journal WHERE incident > ?");
        if (!read.bind(last).step() || read.text(0).empty()) break;
        last = read.text(0);
        out.push_back(last);
    }
    return out;
}

std::vector<Entry> Journal::entries_of(std::string_view incident) {
    std::vector<Entry> out;
    Statement read(connection_,
                   "SELECT seq, at, incident, actor, kind, data FROM journal WHERE incident = ? ORDER BY seq");
    read.bind(incident);
    while (read.step()) out.push_back(entry_in(read));
    return out;
}

KeptEdge newest_edge(Connection& connection) {
    Statement read(connection, "SELECT size, peaks FROM journal_edges ORDER BY size DESC LIMIT 1");
    if (!read.step()) return {};
    return {static_cast<std::uint64_t>(read.integer(0)), read.blob(1)};
}

std::string packed(const std::vector<Digest>& peaks) {
    std::string out;
    for (const auto& peak : peaks) out.append(as_bytes(peak));
    return out;
}

Digest digest_from(std::string_view bytes) {
    Digest out{};
    if (bytes.size() != out.size()) refuse_row("a hash has not 32 bytes");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

Digest digest_or_zero(std::string_view bytes) { return bytes.size() == sizeof(Digest) ? digest_from(bytes) : Digest{}; }

Entry entry_in(Statement& query) {
    Entry entry;
    entry.seq = query.integer(0);
    entry.at = query.instant(1);
    entry.incident_id = query.text(2);
    entry.actor = query.text(3);
    auto data = parse_json(query.text(5));
    if (!data) refuse_row(fmt::format("journal entry {}: {}", entry.seq, data.error().text()));
    auto event = event_from(query.text(4), *data);
    if (!event) refuse_row(fmt::format("journal entry {}: {}", entry.seq, event.error().text()));
    entry.event = std::move(*event);
    return entry;
}

std::string leaf_bytes_in(Statement& query) {
    auto data = parse_json(query.text(5));
    if (!data) refuse_row(fmt::format("journal entry {}: {}", query.integer(0), data.error().text()));
    return canonical_json(json::object{{"seq", query.integer(0)},
                                       {"at", format_rfc3339(query.instant(1))},
                                       {"incident", query.text(2)},
                                       {"actor", query.text(3)},
                                       {"kind", query.text(4)},
                                       {"data", *data}});
}

}  // namespace breachd::store
