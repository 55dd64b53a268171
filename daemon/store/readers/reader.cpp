#include "store/readers/reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/runs.hpp"

namespace breachd::store {

namespace {

std::string file_in(const std::string& directory, const char* name) {
    if (directory.empty()) throw StoreError(StoreError::Cause::other, "database: one in memory has no readers");
    return directory + "/" + name;
}

}  // namespace

json::object object_in(const std::string& text) {
    auto value = parse_json(text);
    if (!value || !value->is_object())
        throw StoreError(StoreError::Cause::corrupt, "database: an incident cannot be read");
    return value->get_object();
}

std::string cursor_of(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : "|") + part;
    return base64url(text);
}

std::optional<std::vector<std::string>> cursor_parts(std::string_view cursor, std::size_t count) {
    auto text = from_base64(cursor);
    if (!text) return std::nullopt;
    std::vector<std::string> out(1);
    for (char c : *text) {
        if (c == '|')
            out.emplace_back();
        else
            out.back() += c;
    }
    if (out.size() != count) return std::nullopt;
    return out;
}

std::optional<std::int64_t> cursor_number(const std::string& part) {
    std::int64_t out = 0;
    auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), out);
    if (failed != std::errc() || end != part.data() + part.size()) return std::nullopt;
    return out;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value moment_or_null(std::optional<Instant> at) { return to_json(at); }

Reader::Impl::Impl(const StoreOptions& options, MasterKey master)
    : connection(file_in(options.directory, "breachd.db"), Connection::Kind::reader),
      keys(file_in(options.directory, "keys.db"), Connection::Kind::reader),
      signer(open_signer(keys, master)),
      vault(keys, std::move(master)) {
    prepare_main(connection, options.mode);
}

Reader::Reader(const StoreOptions& options, MasterKey master)
    : impl_(std::make_unique<Impl>(options, std::move(master))) {}

Reader::~Reader() = default;

Result<Slice> Reader::clocks(std::string_view cursor, std::size_t limit) {
    std::int64_t due = std::numeric_limits<std::int64_t>::min(), place = 0;
    std::string incident;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 3);
        auto due_at = parts ? cursor_number((*parts)[0]) : std::nullopt;
        auto last = parts ? cursor_number((*parts)[2]) : std::nullopt;
        if (!due_at || !last) return bad_cursor();
        due = *due_at, place = *last;
        incident = (*parts)[1];
    }
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT item, due_at, incident, place FROM clocks WHERE (due_at, incident, place) > (?, ?, ?) "
                   "ORDER BY due_at, incident, place LIMIT ?");
    read.bind(due).bind(incident).bind(place).bind(rows_wanted(limit));
    return slice_of(
        read, limit, [](Statement& row) { return object_in(row.text(0)); },
        [](Statement& row) {
            return cursor_of({std::to_string(row.integer(1)), row.text(2), std::to_string(row.integer(3))});
        });
}

// "told": by the version that goes to everyone now, or one after it; "told_before": by an earlier one, and not by that
// yet. "told_by": all who are told, by the version that told them last.
// "unreachable": those without any address, and those given up on during the run (who include them in the end, but for
// those who were told by hand).
json::object Reader::subjects_status(std::string_view incident) {
    json::object out;
    auto doc = this->incident(incident);
    Snapshot snapshot(impl_->connection);
    Runs runs(impl_->connection);
    static const Run kNobody;
    const Run* found = runs.find(incident);
    const Run& run = found ? *found : kNobody;
    int version = run.latest_version();
    RunCounts counts = run.counts(version);
    json::object reachable, channels;
    for (const auto& [kind, subjects] : run.reach().all()) reachable[kind] = subjects;
    for (const auto& [channel, states] : run.progress(version)) channels[channel] = to_json(states);
    out["subjects"] = counts.subjects;
    out["reachable"] = std::move(reachable);
    bool underway = version == 0 || counts.pending > 0;
    out["unreachable"] = underway ? std::max(run.reach().none, counts.unreachable) : counts.unreachable;
    out["told"] = counts.told;
    out["told_by_hand"] = counts.by_hand;
    json::object told_by;
    std::int64_t told_before = 0;
    for (const auto& [of_version, people] : counts.told_by) {
        told_by[std::to_string(of_version)] = people;
        if (of_version < run.since()) told_before += people;
    }
    out["told_before"] = told_before;
    out["told_by"] = std::move(told_by);
    out["pointed"] = counts.pointed;
    out["impossible"] = counts.impossible;
    // Before a release those without an address wait for nothing.
    out["pending"] = version == 0 ? std::max<std::int64_t>(0, counts.pending - run.reach().none) : counts.pending;
    out["in_flight"] = counts.in_flight;
    out["notice_version"] = version;
    out["channels"] = std::move(channels);
    json::array importing;
    Statement open(
        impl_->connection,
        "SELECT i.import, i.subjects + i.duplicates + (SELECT count(*) FROM import_updates u WHERE u.import = "
        "i.import) FROM imports i JOIN runs r ON r.run = i.run "
        "WHERE r.incident = ? AND i.state = 'staged' ORDER BY i.import");
    open.bind(incident);
    while (open.step())
        importing.push_back(
            json::object{{"id", numbered_id(kImportPrefix, open.integer(0))}, {"rows", open.integer(1)}});
    out["importing"] = std::move(importing);
    out["replies"] = replies_by_kind(incident);
    const auto* notice_run = doc ? doc->if_contains("notice_run") : nullptr;
    for (const char* member : {"state", "forecast_end"}) {
        const auto* value =
            notice_run && notice_run->is_object() ? notice_run->get_object().if_contains(member) : nullptr;
        out[member] = value ? *value : json::value(nullptr);
    }
    return out;
}

}  // namespace breachd::store
