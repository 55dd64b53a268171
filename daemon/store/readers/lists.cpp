#include <limits>

#include "base/utf8.hpp"
#include "core/words/causes.hpp"
#include "core/words/reasons.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/alert_content.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/pages.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kBodyShownBytes = 4096;  // of a quarantined body, in a list

void put_alert_content(json::object& item, Result<std::string> plain) {
    if (!plain) {
        item["unreadable"] = plain.error().message;
        return;
    }
    auto content = unpack(*plain);
    auto alert = content ? parse_json(content->alert_json) : Error{};
    if (!alert || !alert->is_object()) {
        item["unreadable"] = "its content is not what was written here";
        return;
    }
    item["reason"] = reason_sentence(stored_reason(content->reason), "vi");
    static const json::value kEmpty = to_json(Alert{});  // empty members are not kept
    for (const auto& [key, value] : kEmpty.get_object()) item[key] = value;
    for (auto& [key, value] : alert->get_object()) item[key] = value;
}

// The newest thing that is known of it: its last update, or the alert as it first came.
Result<std::string> newest_content(Statement& read, Vault& vault, const std::string& scope) {
    std::int64_t number = read.integer(0), updates = read.integer(10);
    if (updates == 0) return vault.open(scope, read.blob(7), alert_place(number));
    if (read.is_null(11)) return Error{ErrorCode::failed, "its newest update is missing", ""};
    return vault.open(scope, read.blob(11), alert_update_place(number, updates));
}

json::object alert_item(Statement& read, Vault& vault) {
    std::string incident = read.text(2);
    Instant received_at = read.instant(4);
    json::object item;
    item["alert_id"] = numbered_id(kAlertPrefix, read.integer(0));
    item["incident_id"] = text_or_null(incident);
    item["source"] = read.text(1);
    item["received_at"] = format_rfc3339(received_at);
    item["decision"] = read.text(3);
    item["why"] = read.text(8);
    item["proof"] = read.text(9);
    item["updates"] = read.integer(10);
    item["repeats"] = read.integer(5);
    item["last_repeat_at"] = moment_or_null(read.maybe_instant(6));
    put_alert_content(item, newest_content(read, vault, alert_scope(incident, received_at)));
    return item;
}

// `most`: bytes of the body that are shown.
json::object quarantine_row(Statement& read, Vault& vault, std::size_t most) {
    Instant received_at = read.instant(5);
    json::object item;
    item["quarantine_id"] = numbered_id(kQuarantinePrefix, read.integer(0));
    item["source"] = read.text(1);
    item["content_type"] = read.text(2);
    item["why"] = read.text(3);
    item["where"] = read.text(4);
    item["received_at"] = format_rfc3339(received_at);
    item["body_bytes"] = read.integer(6);
    item["proof"] = read.text(8);
    item["outcome"] = text_or_null(read.text(9));
    item["settled_at"] = moment_or_null(read.maybe_instant(10));
    item["repeats"] = read.integer(11);
    item["last_repeat_at"] = moment_or_null(read.maybe_instant(12));
    auto body = vault.open(alert_scope("", received_at), read.blob(7), quarantine_place(read.integer(0)));
    if (!body) {
        item["unreadable"] = body.error().message;
    } else if (auto shown = cut_at_character(*body, most); is_utf8(shown)) {
        item["body"] = shown;
    } else {
        item["body_base64"] = base64(std::string_view(*body).substr(0, most));
    }
    return item;
}

json::object delivery_item(Statement& read) {
    DeliveryRow row = delivery_in(read, "");
    json::object item;
    item["subject"] = row.subject;
    item["channel"] = row.channel;
    item["state"] = state_name(row.state);
    item["attempts"] = row.attempts;
    item["version"] = row.version;
    item["code"] = row.code;
    item["cause"] = cause_word(row.cause);
    item["words"] = words::cause(row.cause, "vi");
    item["key"] = row.key;
    item["next_at"] = moment_or_null(row.next_at);
    item["updated_at"] = format_rfc3339(row.updated_at);
    return item;
}

json::object page_item(Statement& read) {
    PageRow row = page_in(read);
    json::object item;
    item["page_id"] = row.id;
    item["incident_id"] = text_or_null(row.incident);
    item["person"] = row.person;
    item["channel"] = row.channel;
    item["why"] = reason_text(stored_reason(row.why), "vi");
    item["state"] = state_name(row.state);
    item["attempts"] = row.attempts;
    item["created_at"] = format_rfc3339(row.created_at);
    item["next_at"] = moment_or_null(row.next_at);
    item["code"] = row.code;
    item["cause"] = cause_word(row.cause);
    item["words"] = words::cause(row.cause, "vi");
    return item;
}

// Newest first: rows before the number in the cursor.
std::optional<std::int64_t> number_before(std::string_view cursor) {
    if (cursor.empty()) return std::numeric_limits<std::int64_t>::max();
    auto parts = cursor_parts(cursor, 1);
    return parts ? cursor_number(parts->front()) : std::nullopt;
}

std::string first_column(Statement& read) { return cursor_of({std::to_string(read.integer(0))}); }

#define BREACHD_ALERTS                                                                                            \
    "SELECT a.n, a.source, a.incident, a.decision, a.received_at, a.repeats, a.last_repeat_at, a.sealed, a.why, " \
    "a.proof, a.updates, u.sealed FROM alerts a LEFT JOIN alert_updates u ON u.alert = a.n AND u.k = a.updates "

#define BREACHD_QUARANTINE                                                                                      \
    "SELECT n, source, content_type, why, place, received_at, body_bytes, sealed, proof, outcome, settled_at, " \
    "repeats, last_repeat_at FROM quarantine "

Error not_in_quarantine(std::string_view id) {
    return {ErrorCode::not_found, "there is no such message in quarantine", std::string(id)};
}

const char* alerts_sql(bool of_incident, bool of_source) {
    if (of_incident && of_source)
        return BREACHD_ALERTS
            "WHERE a.incident <> '' AND a.incident = ? AND a.source = ? AND a.n < ? ORDER BY a.n DESC LIMIT ?";
    if (of_incident)
        return BREACHD_ALERTS "WHERE a.incident <> '' AND a.incident = ? AND a.n < ? ORDER BY a.n DESC LIMIT ?";
    if (of_source) return BREACHD_ALERTS "WHERE a.source = ? AND a.n < ? ORDER BY a.n DESC LIMIT ?";
    return BREACHD_ALERTS "WHERE a.n < ? ORDER BY a.n DESC LIMIT ?";
}

std::optional<std::int64_t> run_of(Connection& connection, std::string_view incident) {
    Statement read(connection, "SELECT run FROM runs WHERE incident = ?");
    if (!read.bind(incident).step()) return std::nullopt;
    return read.integer(0);
}

}  // namespace

Result<Slice> Reader::alerts(std::string_view incident, std::string_view source, std::string_view cursor,
                             std::size_t limit) {
    auto before = number_before(cursor);
    if (!before) return bad_cursor();
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, alerts_sql(!incident.empty(), !source.empty()));
    if (!incident.empty()) read.bind(incident);
    if (!source.empty()) read.bind(source);
    read.bind(*before).bind(rows_wanted(limit));
    return slice_of(
        read, limit, [&](Statement& row) { return alert_item(row, impl_->vault); }, first_column);
}

void Reader::hosts_since(Instant since, std::size_t most, const std::function<void(const NamedHosts&)>& take) {
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, BREACHD_ALERTS "ORDER BY a.n DESC LIMIT ?");
    read.bind(static_cast<std::int64_t>(most));
    while (read.step() && read.instant(4) >= since) {
        auto plain = newest_content(read, impl_->vault, alert_scope(read.text(2), read.instant(4)));
        auto content = plain ? unpack(*plain) : std::nullopt;
        auto document = content ? parse_json(content->alert_json) : Error{};
        Alert alert;
        if (!document || !from_json(*document, alert) || alert.test) continue;  // of a key that was destroyed
        take({read.text(1), read.instant(4), std::move(alert.hosts)});
    }
}

Result<Slice> Reader::quarantine(bool waiting_only, std::string_view cursor, std::size_t limit) {
    auto before = number_before(cursor);
    if (!before) return bad_cursor();
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, waiting_only ? BREACHD_QUARANTINE
                                          "WHERE outcome = '' AND n < ? ORDER BY n DESC LIMIT ?"
                                                   : BREACHD_QUARANTINE "WHERE n < ? ORDER BY n DESC LIMIT ?");
    read.bind(*before).bind(rows_wanted(limit));
    auto shown = [&](Statement& row) { return quarantine_row(row, impl_->vault, kBodyShownBytes); };
    return slice_of(read, limit, shown, first_column);
}

Result<json::object> Reader::quarantine_item(std::string_view id) {
    auto number = number_in_id(kQuarantinePrefix, id);
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, BREACHD_QUARANTINE "WHERE n = ?");
    if (!number || !read.bind(*number).step()) return not_in_quarantine(id);
    return quarantine_row(read, impl_->vault, std::string_view::npos);
}

Result<Quarantined> Reader::quarantined(std::string_view id) {
    auto number = number_in_id(kQuarantinePrefix, id);
    Snapshot snapshot(impl_->connection);
    Statement read(
        impl_->connection,
        "SELECT source, content_type, received_at, sealed, sealed_headers, outcome, settled_at FROM quarantine "
        "WHERE n = ?");
    if (!number || !read.bind(*number).step()) return not_in_quarantine(id);
    if (auto outcome = read.text(5); !outcome.empty())
        return Error{ErrorCode::conflict, "this message was " + outcome + " at " + format_rfc3339(read.instant(6)),
                     std::string(id)};
    auto scope = alert_scope("", read.instant(2));
    auto body = impl_->vault.open(scope, read.blob(3), quarantine_place(*number));
    if (!body) return body.error();
    Quarantined out{read.text(0), read.text(1), "", std::move(*body)};
    if (auto sealed = read.blob(4); !sealed.empty()) {
        auto headers = impl_->vault.open(scope, sealed, quarantine_headers_place(*number));
        if (!headers) return headers.error();
        out.headers = std::move(*headers);
    }
    return out;
}

std::map<std::string, Reader::SenderRow> Reader::senders() {
    std::map<std::string, SenderRow> out;
    Snapshot snapshot(impl_->connection);
    Statement heard(impl_->connection, "SELECT name, last_heard_at, silent_since FROM sources ORDER BY name");
    while (heard.step()) out[heard.text(0)] = {heard.maybe_instant(1), heard.maybe_instant(2), 0};
    Statement waiting(impl_->connection,
                      "SELECT source, count(*) FROM quarantine WHERE outcome = '' GROUP BY source ORDER BY source");
    while (waiting.step()) out[waiting.text(0)].quarantined = waiting.integer(1);
    return out;
}

// In order of subject, or, of one state, those first that have been in it the longest.
Result<Slice> Reader::deliveries(std::string_view incident, std::string_view state, std::string_view channel,
                                 std::string_view cursor, std::size_t limit) {
    std::vector<std::int64_t> after = {-1, 0, 0};
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, after.size());
        if (!parts) return bad_cursor();
        for (std::size_t i = 0; i < after.size(); ++i) {
            auto number = cursor_number((*parts)[i]);
            if (!number) return bad_cursor();
            after[i] = *number;
        }
    }
    Snapshot snapshot(impl_->connection);
    auto run = run_of(impl_->connection, incident);
    if (!run) return Slice{};
    if (state.empty()) {
        Statement read(impl_->connection,
                       "SELECT " BREACHD_DELIVERY_COLUMNS
                       " FROM deliveries WHERE (subject, version, id) > (?, ?, ?) "
                       "AND subject < ? AND (? = '' OR channel = ?) ORDER BY subject, version, id LIMIT ?");
        read.bind(std::max(after[0], subject_row(*run, 0))).bind(after[1]).bind(after[2]);
        read.bind(subject_row(*run + 1, 0)).bind(channel).bind(channel).bind(rows_wanted(limit));
        return slice_of(read, limit, delivery_item, [](Statement& row) {
            return cursor_of(
                {std::to_string(row.integer(1)), std::to_string(row.integer(5)), std::to_string(row.integer(0))});
        });
    }
    Statement read(impl_->connection,
                   "SELECT " BREACHD_DELIVERY_COLUMNS
                   " FROM deliveries WHERE run = ? AND state = ? "
                   "AND (updated_at, id) > (?, ?) AND (? = '' OR channel = ?) ORDER BY updated_at, id LIMIT ?");
    read.bind(*run).bind(state).bind(after[0]).bind(after[1]).bind(channel).bind(channel).bind(rows_wanted(limit));
    return slice_of(read, limit, delivery_item, [](Statement& row) {
        return cursor_of({std::to_string(row.integer(11)), std::to_string(row.integer(0)), "0"});
    });
}

Result<Slice> Reader::pages(std::string_view incident, std::string_view cursor, std::size_t limit) {
    std::int64_t after = -1;
    std::string after_id;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 2);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        after = *number;
        after_id = parts->back();
    }
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, "SELECT " BREACHD_PAGE_COLUMNS
                                      " FROM pages WHERE incident = ? AND (created_at, id) > (?, ?) "
                                      "ORDER BY created_at, id LIMIT ?");
    read.bind(incident).bind(after).bind(after_id).bind(rows_wanted(limit));
    return slice_of(read, limit, page_item, [](Statement& row) {
        return cursor_of({std::to_string(row.integer(7)), row.text(0)});
    });
}

Reader::Calls Reader::calls(std::string_view incident) {
    Calls out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT person, count(*), max(created_at) FROM pages WHERE incident = ? GROUP BY person "
                   "ORDER BY person");
    read.bind(incident);
    while (read.step()) {
        out.people.push_back(read.text(0));
        out.count += read.integer(1);
        out.last = std::max(out.last, std::optional(read.instant(2)));
    }
    return out;
}

}  // namespace breachd::store
