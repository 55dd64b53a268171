#include "store/tables/journal.hpp"

#include "core/words/summary.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/heads.hpp"

namespace breachd::store {

namespace {

// Columns seq, at, incident, actor, kind, data, leaf. An entry of a kind that this program does not know is shown as it
// is: the journal outlives programs.
json::object timeline_item(Statement& read) {
    auto data = parse_json(read.text(5));
    auto event = data ? event_from(read.text(4), *data) : data.error();
    json::object item;
    item["seq"] = read.integer(0);
    item["at"] = format_rfc3339(read.instant(1));
    item["incident_id"] = text_or_null(read.text(2));
    item["actor"] = read.text(3);
    item["kind"] = read.text(4);
    item["summary"] = event ? summary(*event, "vi") : read.text(4);
    item["summary_en"] = event ? summary(*event, "en") : read.text(4);
    item["data"] = data ? *data : json::value(nullptr);
    item["hash"] = hex(read.blob(6));
    return item;
}

}  // namespace

Result<Slice> Reader::timeline(std::string_view incident, std::string_view cursor, std::size_t limit, bool progress) {
    std::int64_t after = 0;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 1);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        after = *number;
    }
    Snapshot snapshot(impl_->connection);
    std::string sql = "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE incident = ? AND seq > ? ";
    if (!progress) sql += "AND kind <> 'deliveries_recorded' ";
    Statement read(impl_->connection, sql + "ORDER BY seq LIMIT ?");
    read.bind(incident).bind(after).bind(rows_wanted(limit));
    return slice_of(read, limit, timeline_item,
                    [](Statement& row) { return cursor_of({std::to_string(row.integer(0))}); });
}

std::vector<json::object> Reader::entries_after(std::int64_t seq, std::size_t most) {
    std::vector<json::object> out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
    read.bind(seq).bind(static_cast<std::int64_t>(most));
    while (read.step()) out.push_back(timeline_item(read));
    return out;
}

std::vector<Entry> Reader::entries_of(std::string_view incident) {
    std::vector<Entry> out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT seq, at, incident, actor, kind, data FROM journal WHERE incident = ? ORDER BY seq");
    read.bind(incident);
    while (read.step()) out.push_back(entry_in(read));
    return out;
}

Reader::Evidence Reader::evidence(std::string_view incident) {
    Evidence out;
    Snapshot snapshot(impl_->connection);
    out.note = newest_head(impl_->connection);
    auto head = parse_signed_note(out.note);
    auto size = head ? static_cast<std::int64_t>(head->checkpoint.size) : 0;
    Statement own(impl_->connection,
                  "SELECT seq, at, incident, actor, kind, data FROM journal WHERE incident = ? ORDER BY seq");
    own.bind(incident);
    out.whole = true;
    while (out.whole && own.step()) {
        out.whole = own.integer(0) <= size;
        if (!out.whole) break;
        out.entries.push_back(entry_in(own));
        out.leaf_texts.push_back(leaf_bytes_in(own));
    }
    Statement all(impl_->connection, "SELECT leaf FROM journal WHERE seq <= ? ORDER BY seq");
    all.bind(size);
    while (all.step()) out.leaves.push_back(digest_from(all.blob(0)));
    if (head && head->checkpoint.chains) out.chain = read_proven_chain(impl_->connection, incident);
    out.documents = read_documents(impl_->connection, incident, true);
    return out;
}

std::string Reader::sign(std::string_view bytes) { return impl_->signer->sign(bytes); }

std::string Reader::public_key() { return impl_->signer->public_key(); }

std::vector<Document> Reader::documents(std::string_view incident, bool with_bytes) {
    Snapshot snapshot(impl_->connection);
    return read_documents(impl_->connection, incident, with_bytes);
}

std::optional<Document> Reader::document(std::string_view incident, std::string_view sha256) {
    Snapshot snapshot(impl_->connection);
    return read_document(impl_->connection, incident, sha256);
}

}  // namespace breachd::store
