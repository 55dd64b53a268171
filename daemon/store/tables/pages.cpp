#include "store/tables/pages.hpp"

#include "base/json_text.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/meta.hpp"

namespace breachd::store {

namespace {

std::vector<PageRow> pages_in(Statement& read) {
    std::vector<PageRow> out;
    while (read.step()) out.push_back(page_in(read));
    return out;
}

}  // namespace

void Pages::Waiting::put(const std::string& id, Instant at) {
    drop(id);
    by_id.emplace(id, at);
    by_moment.emplace(at, id);
}

void Pages::Waiting::drop(std::string_view id) {
    auto known = by_id.find(id);
    if (known == by_id.end()) return;
    by_moment.erase({known->second, known->first});
    by_id.erase(known);
}

Pages::Waiting& Pages::waiting() {
    if (waiting_) return *waiting_;
    Waiting found;
    Statement read(connection_, "SELECT id, next_at FROM pages WHERE state IN ('queued', 'retrying') ORDER BY id");
    while (read.step()) found.put(read.text(0), read.instant(1));
    return waiting_.emplace(std::move(found));
}

void Pages::put(const PageRow& page) {
    Waiting& now_waiting = waiting();
    Statement put(
        connection_,
        "INSERT INTO pages (" BREACHD_PAGE_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET incident = excluded.incident, person = excluded.person, "
        "channel = excluded.channel, why = excluded.why, state = excluded.state, attempts = excluded.attempts, "
        "created_at = excluded.created_at, next_at = excluded.next_at, code = excluded.code, "
        "words = excluded.words");
    put.bind(page.id).bind(page.incident).bind(page.person).bind(page.channel).bind(page.why);
    put.bind(state_name(page.state)).bind(page.attempts).bind(page.created_at);
    bind_next_at(put, page.state, page.next_at);
    put.bind(page.code).bind(cause_word(page.cause)).run();
    if (waits(page.state))
        now_waiting.put(page.id, page.next_at.value_or(Instant{}));
    else
        now_waiting.drop(page.id);
}

std::optional<PageRow> Pages::find(std::string_view id) {
    Statement read(connection_, "SELECT " BREACHD_PAGE_COLUMNS " FROM pages WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return page_in(read);
}

std::vector<PageRow> Pages::due(Instant now, std::size_t most) {
    if (auto next = next_at(); !next || *next > now) return {};
    Statement read(connection_, "SELECT " BREACHD_PAGE_COLUMNS
                                " FROM pages WHERE state IN ('queued', 'retrying') AND next_at <= ? "
                                "ORDER BY next_at, created_at, id LIMIT ?");
    read.bind(now).bind(static_cast<std::int64_t>(most));
    return pages_in(read);
}

std::vector<PageRow> Pages::in_state(SendState state) {
    Statement read(connection_, "SELECT " BREACHD_PAGE_COLUMNS " FROM pages WHERE state = ? ORDER BY created_at, id");
    read.bind(state_name(state));
    return pages_in(read);
}

std::optional<Instant> Pages::next_at() {
    const auto& order = waiting().by_moment;
    if (order.empty()) return std::nullopt;
    return order.begin()->first;
}

int Pages::cancel(std::string_view incident) {
    std::vector<std::string> ids;
    {
        Statement read(connection_,
                       "SELECT id FROM pages WHERE incident = ? AND state IN ('queued', 'retrying') ORDER BY id");
        read.bind(incident);
        while (read.step()) ids.push_back(read.text(0));
    }
    if (ids.empty()) return 0;
    Statement(connection_,
              "UPDATE pages SET state = 'cancelled', next_at = NULL "
              "WHERE incident = ? AND state IN ('queued', 'retrying')")
        .bind(incident)
        .run();
    for (const auto& id : ids) waiting().drop(id);
    return static_cast<int>(ids.size());
}

PageRow page_in(Statement& query) {
    PageRow page;
    page.id = query.text(0);
    page.incident = query.text(1);
    page.person = query.text(2);
    page.channel = query.text(3);
    page.why = query.text(4);
    page.state = send_state_from(query.text(5));
    page.attempts = static_cast<int>(query.integer(6));
    page.created_at = query.instant(7);
    page.next_at = next_at_in(query, 8);
    page.code = query.text(9);
    page.cause = cause_from(query.text(10));
    return page;
}

void Pages::took_test(const std::string& channel, Instant at) {
    Meta meta(connection_);
    auto kept = parse_json(meta.get(kChannelsTested).value_or("{}"));
    auto moments = kept && kept->is_object() ? kept->as_object() : json::object();
    moments[channel] = format_rfc3339(at);
    meta.set(kChannelsTested, json::serialize(moments));
}

}  // namespace breachd::store
