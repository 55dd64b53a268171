#include "store/tables/journal.hpp"

#include <limits>

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

namespace {

// The conditions of a query and their parameters, which live as long as this.
class Asked {
  public:
    explicit Asked(const TimelineQuery& query)
        : query_(query), whole_actor_(query.actor.find(':') != std::string::npos) {
        if (!query.actor.empty() && !whole_actor_) {
            from_ = query.actor + ":";
            until_ = query.actor + ";";  // the character after the colon
        }
    }
    std::string sql() const {
        std::string out;
        if (!query_.progress) out += " AND kind <> 'deliveries_recorded'";
        if (!query_.kind.empty()) out += " AND kind = ?";
        if (whole_actor_) out += " AND actor = ?";
        if (!from_.empty()) out += " AND (actor = ? OR (actor >= ? AND actor < ?))";
        if (query_.since) out += " AND at >= ?";
        return out;
    }
    void bind(Statement& read) const {
        if (!query_.kind.empty()) read.bind(query_.kind);
        if (whole_actor_) read.bind(query_.actor);
        if (!from_.empty()) read.bind(query_.actor).bind(from_).bind(until_);
        if (query_.since) read.bind(*query_.since);
    }

  private:
    const TimelineQuery& query_;
    bool whole_actor_;
    std::string from_, until_;
};

// Batches of delivery results that follow each other, as one item.
class Groups {
  public:
    explicit Groups(bool group) : group_(group) {}
    // Whether the row begins a new item.
    bool begins(Statement& row) const { return !group_ || !in_group_ || row.text(4) != kProgress; }
    void add(Statement& row) {
        bool progress = group_ && row.text(4) == kProgress;
        if (!progress || !in_group_) {
            items.push_back(timeline_item(row));
            count_ = 0;
            first_seq_ = row.integer(0);
            first_at_ = row.instant(1);
        } else {
            items.back() = timeline_item(row);
        }
        in_group_ = progress;
        if (!progress) return;
        auto& item = items.back().as_object();
        item["count"] = ++count_;
        item["first_seq"] = first_seq_;
        item["first_at"] = format_rfc3339(first_at_);
    }

    json::array items;

  private:
    static constexpr const char* kProgress = "deliveries_recorded";
    bool group_;
    bool in_group_ = false;
    std::int64_t count_ = 0, first_seq_ = 0;
    Instant first_at_{};
};

#define BREACHD_ENTRIES "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE incident = ?"

// The number in a cursor; `absent` for none.
std::optional<std::int64_t> number_in(std::string_view cursor, std::int64_t absent) {
    if (cursor.empty()) return absent;
    auto parts = cursor_parts(cursor, 1);
    return parts ? cursor_number(parts->front()) : std::nullopt;
}

}  // namespace

Result<Slice> Reader::timeline(std::string_view incident, const TimelineQuery& query, std::string_view cursor,
                               std::size_t limit) {
    auto after = number_in(cursor, 0);
    if (!after) return bad_cursor();
    Asked asked(query);
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, BREACHD_ENTRIES " AND seq > ?" + asked.sql() + " ORDER BY seq");
    read.bind(incident).bind(*after);
    asked.bind(read);
    Groups groups(query.group);
    Slice out;
    for (std::int64_t last = 0; read.step(); last = read.integer(0)) {
        if (groups.items.size() == limit && groups.begins(read)) {
            out.next = cursor_of({std::to_string(last)});
            break;
        }
        groups.add(read);
    }
    out.items = std::move(groups.items);
    return out;
}

std::optional<json::object> Reader::entry(std::string_view incident, std::int64_t seq) {
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, BREACHD_ENTRIES " AND seq = ?");
    if (!read.bind(incident).bind(seq).step()) return std::nullopt;
    return timeline_item(read);
}

Result<Slice> Reader::audit(const TimelineQuery& query, std::string_view cursor, std::size_t limit) {
    auto before = number_in(cursor, std::numeric_limits<std::int64_t>::max());
    if (!before) return bad_cursor();
    Asked asked(query);
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, BREACHD_ENTRIES " AND seq < ?" + asked.sql() + " ORDER BY seq DESC LIMIT ?");
    read.bind("").bind(*before);
    asked.bind(read);
    read.bind(rows_wanted(limit));
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

std::vector<Published> Reader::published(std::size_t most) { return read_published(impl_->connection, most); }

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
