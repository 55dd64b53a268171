// Batches of letters on paper, as people who post them see them.
#include "store/post/postal.hpp"
#include "store/readers/reader_impl.hpp"

namespace breachd::store {

namespace {

struct Letters {
    std::int64_t all = 0, unwritten = 0, waiting = 0, told = 0, returned = 0;
    std::optional<Instant> written_at;
    json::array take_out;
};

// A letter is taken out when the person is removed, was told another way, or gets another letter (after a correction).
Letters letters_of(Connection& connection, std::int64_t batch) {
    Letters out;
    Statement read(connection,
                   "SELECT l.number, d.state, d.next_at IS NOT NULL, l.written_at, l.returned_at, "
                   "CASE WHEN d.id <= s.anew_after OR s.state IN ('removed', 'by_hand', 'impossible') "
                   "OR s.told_version >= d.version THEN 1 ELSE 0 END "
                   "FROM postal_letters l JOIN deliveries d ON d.id = l.delivery "
                   "LEFT JOIN subjects s ON s.id = d.subject WHERE l.batch = ? ORDER BY l.number");
    read.bind(batch);
    while (read.step()) {
        auto state = send_state_from(read.text(1));
        ++out.all;
        auto written = read.maybe_instant(3);
        out.unwritten += is_unwritten(state, read.integer(2) != 0);
        out.waiting += state == SendState::accepted;
        out.told += state == SendState::delivered;
        out.returned += !read.is_null(4);
        if (written) out.written_at = std::max(out.written_at.value_or(*written), *written);
        if (written && state != SendState::delivered && read.is_null(4) && read.integer(5) != 0)
            out.take_out.emplace_back(read.integer(0));
    }
    return out;
}

}  // namespace

std::vector<json::object> Reader::postal_batches(std::string_view incident, Instant now) {
    std::vector<json::object> out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection, "SELECT " BREACHD_POSTAL_COLUMNS
                                      " FROM postal_batches b WHERE b.incident = ? ORDER BY b.number DESC");
    read.bind(incident);
    while (read.step()) {
        auto batch = postal_batch_in(read);
        auto letters = letters_of(impl_->connection, batch.id);
        bool open = batch.closes_at > now || letters.unwritten > 0;
        json::object item;
        item["batch"] = batch.name();
        item["channel"] = batch.channel;
        item["state"] = batch.posted_at ? "posted" : open ? "open" : "ready";
        item["letters"] = letters.all;
        item["waiting"] = letters.waiting;
        item["told"] = letters.told;
        item["returned"] = letters.returned;
        item["take_out"] = batch.posted_at ? json::array{} : std::move(letters.take_out);
        item["directory"] = batch.incident + "/" + batch.name();
        item["opened_at"] = format_rfc3339(batch.opened_at);
        item["closes_at"] = format_rfc3339(batch.closes_at);
        item["written_at"] = moment_or_null(letters.written_at);
        item["posted_at"] = moment_or_null(batch.posted_at);
        item["recorded_at"] = moment_or_null(batch.recorded_at);
        item["recorded_by"] = text_or_null(batch.recorded_by);
        item["receipt"] = text_or_null(batch.receipt);
        out.push_back(std::move(item));
    }
    return out;
}

}  // namespace breachd::store
