#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

std::vector<PageRow> pages_in(Query& read) {
    std::vector<PageRow> out;
    while (read.step()) out.push_back(page_in(read));
    return out;
}

}  // namespace

void Store::put_page(const PageRow& page) {
    impl_->next_page_at.reset();
    Query put(
        impl_->connection,
        "INSERT INTO pages (" BREACHD_PAGE_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET incident = excluded.incident, person = excluded.person, "
        "channel = excluded.channel, why = excluded.why, state = excluded.state, attempts = excluded.attempts, "
        "created_at = excluded.created_at, next_at = excluded.next_at, code = excluded.code, words = excluded.words");
    put.bind(page.id)
        .bind(page.incident)
        .bind(page.person)
        .bind(page.channel)
        .bind(page.why)
        .bind(state_name(page.state));
    put.bind(page.attempts).bind(page.created_at);
    bind_next_at(put, page.state, page.next_at);
    put.bind(page.code).bind(page.words).run();
}

std::optional<PageRow> Store::page(std::string_view id) {
    Query read(impl_->connection, "SELECT " BREACHD_PAGE_COLUMNS " FROM pages WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    return page_in(read);
}

std::vector<PageRow> Store::pages_due(Instant now, std::size_t most) {
    if (auto next = next_page_at(); !next || *next > now) return {};
    Query read(impl_->connection, "SELECT " BREACHD_PAGE_COLUMNS
                                  " FROM pages WHERE state IN ('queued', 'retrying') AND next_at <= ? "
                                  "ORDER BY next_at, created_at, id LIMIT ?");
    read.bind(now).bind(static_cast<std::int64_t>(most));
    return pages_in(read);
}

std::vector<PageRow> Store::pages_in_state(SendState state) {
    Query read(impl_->connection, "SELECT " BREACHD_PAGE_COLUMNS " FROM pages WHERE state = ? ORDER BY created_at, id");
    read.bind(state_name(state));
    return pages_in(read);
}

// Asked in every step, and the answer hardly ever changes.
std::optional<Instant> Store::next_page_at() {
    if (!impl_->next_page_at) {
        Query read(impl_->connection, "SELECT min(next_at) FROM pages WHERE state IN ('queued', 'retrying')");
        read.step();
        impl_->next_page_at = read.maybe_instant(0);
    }
    return *impl_->next_page_at;
}

int Store::cancel_pages(std::string_view incident) {
    impl_->next_page_at.reset();
    Query update(impl_->connection,
                 "UPDATE pages SET state = 'cancelled', next_at = NULL "
                 "WHERE incident = ? AND state IN ('queued', 'retrying')");
    return static_cast<int>(update.bind(incident).run());
}

}  // namespace breachd::store
