// The batches of class Deliveries: a run's rows by the thousand, in few statements.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

// Rows that one statement names. Places without a row are bound to 0, which is no row's id.
constexpr std::size_t kIdsInStatement = 16;
#define BREACHD_SIXTEEN_IDS "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

template <class Rows, class IdOf>
void bind_ids(Statement& query, const Rows& rows, std::size_t from, IdOf id_of) {
    for (std::size_t i = from; i < from + kIdsInStatement; ++i) query.bind(i < rows.size() ? id_of(rows[i]) : 0);
}

}  // namespace

Settled DueDelivery::settled() const {
    Settled out;
    out.id = id;
    out.subject = subject;
    out.version = version;
    out.was = out.state = state;
    out.attempts = attempts;
    out.code = code;
    out.cause = cause;
    out.alone = alone;
    return out;
}

Planned Deliveries::plan(std::string_view incident, int version, const std::vector<PlanStep>& order, Instant at,
                         std::size_t most) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    if (!run) return {};
    std::int64_t& from = run->unplanned_from(version);
    std::int64_t to = std::min(from + static_cast<std::int64_t>(most) - 1, run->last_number());
    Planned out;
    for (const auto& step : order) {
        Statement put(
            connection_,
            "INSERT INTO deliveries (run, subject, version, channel, state, attempts, next_at, updated_at, key, "
            "code, words, provider_id, destination) "
            "SELECT ?, id, ?, ?, 'queued', 0, ?, ?, ? || '-' || (id - ?) || '-' || ? || '-v' || ? || "
            "CASE WHEN anew_after > 0 THEN '-a' || anew_after ELSE '' END, "
            "'', '', '', rtrim(substr(destinations, ?, ?)) FROM subjects "
            "WHERE id >= ? AND id <= ? AND told_version < ? AND state NOT IN ('impossible', 'removed') "
            "AND NOT (state = 'unreachable' AND state_version = ?) "
            "AND (reach & ?) <> 0 "
            "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished' "
            "AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subject = subjects.id AND d.version = ? "
            "AND d.id > anew_after) "
            "ORDER BY id");
        put.bind(run->number()).bind(version).bind(step.channel).bind(at).bind(at);
        put.bind(incident).bind(subject_row(run->number(), 0)).bind(step.channel).bind(version);
        put.bind(static_cast<std::int64_t>(std::countr_zero(step.contact) * kDestinationLetters + 1));
        put.bind(static_cast<std::int64_t>(kDestinationLetters));
        put.bind(subject_row(run->number(), from)).bind(subject_row(run->number(), to)).bind(run->since());
        put.bind(version);
        put.bind(static_cast<std::int64_t>(step.contact)).bind(version);
        auto rows = put.run();
        if (rows == 0) continue;
        run->count(version, step.channel, SendState::queued, rows);
        out.channels.insert(step.channel);
    }
    std::vector<std::int64_t> unreachable;
    {
        Statement left(connection_,
                       "SELECT id FROM subjects WHERE id >= ? AND id <= ? AND told_version < ? "
                       "AND state NOT IN ('impossible', 'removed') "
                       "AND NOT (state = 'unreachable' AND state_version = ?) "
                       "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished' "
                       "AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subject = subjects.id AND d.version = ? "
                       "AND d.id > anew_after) "
                       "ORDER BY id");
        left.bind(subject_row(run->number(), from)).bind(subject_row(run->number(), to));
        left.bind(run->since()).bind(version).bind(version);
        while (left.step()) unreachable.push_back(left.integer(0));
    }
    for (auto row : unreachable) set_subject_state(connection_, *run, row, SubjectState::unreachable, at, version);
    from = std::max(from, to + 1);
    out.more = to < run->last_number();
    return out;
}

Claimed Deliveries::claim(std::string_view incident, std::string_view channel, Instant now, const ClaimCursor& after,
                          std::size_t most, const std::function<Pick(const DueDelivery&)>& pick) {
    Claimed out;
    out.seen = after;
    const Run* run = runs_.find(incident);
    if (!run) return out.exhausted = true, out;
    std::size_t looked_at = 0;
    bool stopped = false;
    {
        Statement read(
            connection_,
            "SELECT d.id, d.subject, d.state, d.attempts, d.version, d.key, d.destination, d.next_at, d.code, "
            "d.words, s.sealed, CASE WHEN EXISTS (SELECT 1 FROM deliveries o WHERE o.subject = d.subject "
            "AND o.id <> d.id) THEN 0 ELSE 1 END, s.reach, d.nth "
            "FROM deliveries d LEFT JOIN subjects s ON s.id = d.subject "
            "WHERE d.run = ? AND d.channel = ? AND d.next_at <= ? AND (d.next_at, d.id) > (?, ?) "
            "AND d.state IN ('queued', 'retrying', 'unknown') "
            "ORDER BY d.next_at, d.id LIMIT ?");
        read.bind(run->number()).bind(channel).bind(now).bind(after.next_at).bind(after.id);
        read.bind(static_cast<std::int64_t>(most));
        while (!stopped && read.step()) {
            DueDelivery row;
            row.id = read.integer(0);
            row.subject = subject_number(read.integer(1));
            row.state = send_state_from(read.text(2));
            row.attempts = static_cast<int>(read.integer(3));
            row.version = static_cast<int>(read.integer(4));
            row.key = read.text(5);
            row.destination = read.text(6);
            row.code = read.text(8);
            row.cause = cause_from(read.text(9));
            row.alone = read.integer(11) != 0;
            row.nth = static_cast<int>(read.integer(13));
            if (!read.is_null(12)) row.reach = static_cast<Reach>(read.integer(12));
            auto picked = pick(row);
            stopped = picked == Pick::stop;
            if (stopped) break;
            ++looked_at;
            out.seen = {read.instant(7), row.id};
            if (picked == Pick::pass) continue;
            if (!read.is_null(10)) row.sealed = read.blob(10);
            out.rows.push_back(std::move(row));
        }
    }
    out.exhausted = !stopped && looked_at < most;
    if (!out.exhausted) return out;
    Statement next(connection_,
                   "SELECT next_at FROM deliveries WHERE run = ? AND channel = ? AND next_at > ? "
                   "AND state IN ('queued', 'retrying', 'unknown') ORDER BY next_at, id LIMIT 1");
    if (next.bind(run->number()).bind(channel).bind(now).step()) out.next_at = next.instant(0);
    return out;
}

void Deliveries::begin_sending(std::string_view incident, std::string_view channel,
                               const std::vector<DueDelivery>& rows, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    for (bool only_points : {false, true}) {
        std::vector<std::int64_t> ids;
        for (const auto& row : rows)
            if (row.only_points == only_points) ids.push_back(row.id);
        for (std::size_t from = 0; from < ids.size(); from += kIdsInStatement) {
            Statement put(connection_,
                          "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, next_at = NULL, "
                          "updated_at = ?, only_points = ? WHERE id IN " BREACHD_SIXTEEN_IDS);
            put.bind(at).bind(only_points ? 1 : 0);
            bind_ids(put, ids, from, [](std::int64_t id) { return id; });
            put.run();
        }
    }
    for (const auto& row : rows) {
        run->count(row.version, channel, row.state, -1);
        run->count(row.version, channel, SendState::sending, 1);
        run->note_change(change_line(row.id, SendState::sending, row.attempts + 1, row.code));
    }
}

std::int64_t Deliveries::record(std::string_view incident, std::string_view channel, const std::vector<Settled>& rows,
                                Instant at) {
    if (rows.empty()) return 0;
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    std::int64_t told = 0;
    std::vector<const Settled*> alone;
    for (const auto& row : rows) {
        told += row.told;
        if (row.told && row.alone) alone.push_back(&row);
        auto subject = subject_row(run->number(), row.subject);
        if (row.told && !row.alone) set_subject_state(connection_, *run, subject, SubjectState::told, at, row.version);
        if (row.pointed) set_subject_state(connection_, *run, subject, SubjectState::pointed, at, row.version);
        write(row, at);
        run->count(row.version, channel, row.was, -1);
        run->count(row.version, channel, row.state, 1);
        if (row.went && may_have_gone(row.state) && !may_have_gone(row.was)) run->count_sent(at, channel);
        run->note_change(change_line(row.id, row.state, row.attempts, row.code));
        bool counted_by_tell = row.told && row.alone && !row.pointed;
        if (row.state == SendState::accepted && !counted_by_tell && is_settled(connection_, subject, row.version))
            run->count_told(row.version, channel, 1);
    }
    tell(*run, channel, std::move(alone), at);
    return told;
}

// Subjects with one row: told by it, unless a receipt or an import changed them meanwhile.
void Deliveries::tell(Run& run, std::string_view channel, std::vector<const Settled*> alone, Instant at) {
    auto subject_of = [&](const Settled* row) { return subject_row(run.number(), row->subject); };
    int version = alone.empty() ? 0 : alone.front()->version;
    auto later =
        std::stable_partition(alone.begin(), alone.end(), [&](const Settled* row) { return row->version == version; });
    std::vector<const Settled*> others(later, alone.end());
    alone.erase(later, alone.end());
    for (std::size_t from = 0; from < alone.size(); from += kIdsInStatement) {
        Statement put(connection_,
                      "UPDATE subjects SET state = 'told', state_version = ?, told_version = ?, changed_at = ? "
                      "WHERE state = 'pending' AND told_version = 0 AND kinds = '' AND id IN " BREACHD_SIXTEEN_IDS);
        put.bind(version).bind(version).bind(at);
        bind_ids(put, alone, from, subject_of);
        auto changed = put.run();
        if (changed > 0) run.count_people(state_name(SubjectState::told), version, "", changed);
        auto to = std::min(from + kIdsInStatement, alone.size());
        for (std::size_t i = from; i < to; ++i) {
            if (changed == static_cast<std::int64_t>(to - from)) break;
            if (set_subject_state(connection_, run, subject_of(alone[i]), SubjectState::told, at, version))
                alone[i] = nullptr;  // that counted its accepted rows already
        }
    }
    for (const auto* row : others)
        if (!set_subject_state(connection_, run, subject_of(row), SubjectState::told, at, row->version))
            alone.push_back(row);
    for (const auto* row : alone)
        if (row != nullptr && row->state == SendState::accepted) run.count_told(row->version, channel, 1);
}

RunCounts Deliveries::tally(std::string_view incident, int version) {
    const Run* run = runs_.find(incident);
    return run ? run->counts(version) : RunCounts{};
}

std::optional<Instant> Deliveries::last_try(std::string_view incident, std::string_view channel, int version) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_,
                   "SELECT next_at FROM deliveries WHERE run = ? AND channel = ? AND next_at >= 0 "
                   "AND version = ? ORDER BY next_at DESC, id DESC LIMIT 1");
    return read.bind(run->number()).bind(channel).bind(version).step() ? std::optional(read.instant(0)) : std::nullopt;
}

std::optional<Instant> Deliveries::last_accepted(std::string_view incident) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_,
                   "SELECT updated_at FROM deliveries WHERE run = ? AND state = 'accepted' "
                   "ORDER BY updated_at DESC, id DESC LIMIT 1");
    return read.bind(run->number()).step() ? std::optional(read.instant(0)) : std::nullopt;
}

std::map<std::string, std::int64_t> Deliveries::sent_since(Instant day_start) {
    std::map<std::string, std::int64_t> out;
    Statement read(connection_, "SELECT channel, sum(count) FROM accepted_counts WHERE slot >= ? GROUP BY channel");
    read.bind(day_start);
    while (read.step()) out[read.text(0)] = read.integer(1);
    return out;
}

std::int64_t Deliveries::unbound(std::string_view incident) {
    const Run* run = runs_.find(incident);
    return run ? run->unbound_rows() : 0;
}

Run::Unbound Deliveries::bind(std::string_view incident) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    return run ? run->take_unbound() : Run::Unbound{};
}

std::vector<std::string> Deliveries::runs_unbound() {
    std::vector<std::string> out;
    Statement read(connection_, "SELECT incident FROM runs WHERE unbound_rows > 0 ORDER BY run");
    while (read.step()) out.push_back(read.text(0));
    return out;
}

std::vector<std::string> Deliveries::runs_with(SendState state) {
    std::vector<std::string> out;
    Statement read(connection_,
                   "SELECT DISTINCT r.incident FROM delivery_counts c JOIN runs r ON r.run = c.run "
                   "WHERE c.state = ? AND c.count > 0 ORDER BY r.incident");
    read.bind(state_name(state));
    while (read.step()) out.push_back(read.text(0));
    return out;
}

}  // namespace breachd::store
