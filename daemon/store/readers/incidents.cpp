// One incident as the API shows it, and lists of incidents: small rows are sorted and searched, whole documents are
// read only for what is shown.
#include <fmt/format.h>

#include <limits>

#include "base/search_text.hpp"
#include "store/readers/reader_impl.hpp"

namespace breachd::store {

namespace {

// How far the telling is, as it is now; the document may be a batch older.
struct Progress {
    std::int64_t subjects, told, unreachable, in_flight, told_before;
};

void put_progress(json::object& doc, const Progress& now) {
    auto* notice_run = doc["notice_run"].if_object();
    if (!notice_run) return;
    (*notice_run)["subjects"] = now.subjects;
    (*notice_run)["told"] = now.told;
    (*notice_run)["told_before"] = now.told_before;
    (*notice_run)["in_flight"] = now.in_flight;
    if ((*notice_run)["state"] != "none") (*notice_run)["unreachable"] = now.unreachable;
}

// The columns of `r` are empty for an incident without a run. The sort's own column is the third.
#define BREACHD_RUN "r.subjects, r.told, r.unreachable"
#define BREACHD_IN_FLIGHT                                                                                 \
    "(SELECT coalesce(sum(CASE WHEN c.state = 'accepted_told' THEN -c.count ELSE c.count END), 0) "       \
    "FROM delivery_counts c WHERE c.run = r.run AND c.state IN ('sending', 'accepted', 'accepted_told') " \
    "AND c.version = (SELECT max(v.version) FROM delivery_counts v WHERE v.run = r.run))"
// By a version before the one that goes to everyone now.
#define BREACHD_TOLD_BEFORE                                                            \
    "(SELECT coalesce(sum(b.count), 0) FROM subject_counts b WHERE b.run = r.run AND " \
    "b.state = 'told' AND b.version < r.since)"
#define BREACHD_ROWS "FROM incident_rows s LEFT JOIN runs r ON r.incident = s.id "
#define BREACHD_WHOLE_ROWS BREACHD_ROWS "JOIN incidents i ON i.id = s.id "

json::object whole_item(Statement& read) {
    json::object doc = object_in(read.text(0));
    if (!read.is_null(3))
        put_progress(doc, {read.integer(3), read.integer(4), read.integer(5), read.integer(6), read.integer(7)});
    return doc;
}

// `told` of a run counts letters; who was told by hand stands in the row alone.
json::object light_item(Statement& read) {
    json::object row = object_in(read.text(0));
    auto* people = row["people"].if_object();
    if (people == nullptr || read.is_null(3)) return row;
    auto by_hand = people->contains("by_hand") ? people->at("by_hand").as_int64() : 0;
    (*people)["told"] = read.integer(4) + by_hand;
    (*people)["of"] = std::max(read.integer(3), people->at("of").as_int64());
    (*people)["unreachable"] = read.integer(5);
    return row;
}

struct Order {
    const char *column, *direction, *compare;
    std::int64_t first;
};

Order order_of(IncidentSort sort) {
    constexpr auto kMin = std::numeric_limits<std::int64_t>::min(), kMax = std::numeric_limits<std::int64_t>::max();
    switch (sort) {
        case IncidentSort::due:
            return {"due_at", "", ">", kMin};
        case IncidentSort::severity:
            return {"severity", "DESC", "<", kMax};
        case IncidentSort::state:
            return {"state_rank", "", ">", kMin};
        case IncidentSort::opened:
            break;
    }
    return {"opened_at", "DESC", "<", kMax};
}

// The conditions of a query and their parameters, which live as long as this.
class Filter {
  public:
    Filter(const IncidentQuery& query, bool by_state) : query_(query), by_state_(by_state && !query.state.empty()) {
        if (query.text.empty()) return;
        for (char c : folded_for_search(query.text)) {
            if (c == '%' || c == '_' || c == '\\') pattern_ += '\\';
            pattern_ += c;
        }
        pattern_ = "%" + pattern_ + "%";
    }

    std::string sql() const {
        std::string out = "1 = 1";
        if (by_state_) out += " AND s.state = ?";
        if (!query_.owner.empty()) out += " AND s.owner = ?";
        if (!query_.kind.empty())
            out += " AND EXISTS (SELECT 1 FROM incident_kinds k WHERE k.incident = s.id AND k.kind = ?)";
        if (!query_.waits.empty())
            out += " AND EXISTS (SELECT 1 FROM waiting w WHERE w.incident = s.id AND w.kind = ?)";
        if (!pattern_.empty()) out += " AND s.search LIKE ? ESCAPE '\\'";
        if (query_.due_before) out += " AND s.due_at < ?";
        return out;
    }

    void bind(Statement& read) const {
        if (by_state_) read.bind(query_.state);
        if (!query_.owner.empty()) read.bind(query_.owner);
        if (!query_.kind.empty()) read.bind(query_.kind);
        if (!query_.waits.empty()) read.bind(query_.waits);
        if (!pattern_.empty()) read.bind(pattern_);
        if (query_.due_before) read.bind(*query_.due_before);
    }

  private:
    const IncidentQuery& query_;
    bool by_state_;
    std::string pattern_;
};

}  // namespace

std::optional<json::object> Reader::incident(std::string_view id) {
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT i.doc, s.id, s.opened_at, " BREACHD_RUN ", " BREACHD_IN_FLIGHT ", " BREACHD_TOLD_BEFORE
                   ", s.decided, s.changes " BREACHD_WHOLE_ROWS "WHERE s.id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    auto out = whole_item(read);
    out["decided_version"] = read.integer(8);
    out["facts_changed"] = object_in(read.text(9));
    return out;
}

Result<Slice> Reader::incidents(const IncidentQuery& query, std::string_view cursor, std::size_t limit) {
    auto order = order_of(query.sort);
    std::int64_t last = order.first;
    std::string last_id;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 2);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        last = *number;
        last_id = parts->back();
    }
    Filter filter(query, true);
    auto sql = fmt::format(
        "SELECT {0}, s.id, s.{2}, " BREACHD_RUN
        ", {1} {3}WHERE (s.{2}, s.id) {4} (?, ?) AND {5} "
        "ORDER BY s.{2} {6}, s.id {6} LIMIT ?",
        query.light ? "s.light" : "i.doc", query.light ? "0" : BREACHD_IN_FLIGHT ", " BREACHD_TOLD_BEFORE, order.column,
        query.light ? BREACHD_ROWS : BREACHD_WHOLE_ROWS, order.compare, filter.sql(), order.direction);
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, sql);
    read.bind(last).bind(last_id);
    filter.bind(read);
    read.bind(rows_wanted(limit));
    return slice_of(read, limit, query.light ? light_item : whole_item, [](Statement& row) {
        return cursor_of({std::to_string(row.integer(2)), row.text(1)});
    });
}

Result<Slice> Reader::retention(std::string_view cursor, std::size_t limit) {
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    std::string last_id;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 2);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        last = *number;
        last_id = parts->back();
    }
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT s.light, s.id, s.keep_at FROM incident_rows s WHERE (s.keep_at, s.id) > (?, ?) "
                   "AND (s.keep_at < ? OR s.held = 1) ORDER BY s.keep_at, s.id LIMIT ?");
    read.bind(last).bind(last_id).bind(Instant::max()).bind(rows_wanted(limit));
    auto item = [](Statement& row) {
        auto light = object_in(row.text(0));
        json::object out;
        for (const char* member : {"id", "title", "state", "drill", "keep_until", "holds"}) out[member] = light[member];
        return out;
    };
    return slice_of(read, limit, item, [](Statement& row) {
        return cursor_of({std::to_string(row.integer(2)), row.text(1)});
    });
}

json::object Reader::incident_counts(const IncidentQuery& query) {
    json::object out;
    std::int64_t all = 0;
    Filter filter(query, false);
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, "SELECT s.state, count(*) FROM incident_rows s WHERE " + filter.sql() +
                                          " GROUP BY s.state ORDER BY s.state");
    filter.bind(read);
    while (read.step()) {
        out[read.text(0)] = read.integer(1);
        all += read.integer(1);
    }
    out["all"] = all;
    return out;
}

}  // namespace breachd::store
