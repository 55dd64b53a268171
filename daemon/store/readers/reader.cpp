#include "store/readers/reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "store/readers/reader_impl.hpp"
#include "store/schema.hpp"

namespace breachd::store {

namespace {

std::string file_in(const std::string& directory, const char* name) {
    if (directory.empty()) throw StoreError(StoreError::Cause::other, "database: one in memory has no readers");
    return directory + "/" + name;
}

json::object object_in(const std::string& text) {
    auto value = parse_json(text);
    if (!value || !value->is_object())
        throw StoreError(StoreError::Cause::corrupt, "database: an incident cannot be read");
    return value->get_object();
}

int latest_version(const Run& run) {
    int out = 0;
    for (const auto& [place, count] : run.deliveries) out = std::max(out, std::get<0>(place));
    return out;
}

// The counters as they are now; the document may be a batch behind.
void put_counters(json::object& doc, const Run& run) {
    auto* notice_run = doc["notice_run"].if_object();
    if (!notice_run) return;
    RunCounts counts = run.counts(latest_version(run), Instant{});
    (*notice_run)["subjects"] = counts.subjects;
    (*notice_run)["told"] = counts.told;
    (*notice_run)["in_flight"] = counts.in_flight;
    if ((*notice_run)["state"] != "none") (*notice_run)["unreachable"] = counts.unreachable;
}

json::object progress_of(const Run& run, int version) {
    json::object out;
    for (const auto& [place, count] : run.deliveries) {
        const auto& [of_version, channel, state] = place;
        if (of_version != version || state == "accepted_told") continue;
        auto& states = out[channel];
        if (!states.is_object()) states.emplace_object();
        states.get_object()[state] = count.value;
    }
    return out;
}

bool runs_clock(const json::object& obligation) {
    const auto* state = obligation.if_contains("state");
    return state && (*state == "running" || *state == "overdue");
}

struct Clock {
    Instant due_at;
    json::object item;
};

void collect_clocks(const json::object& doc, std::vector<Clock>& out) {
    const auto* obligations = doc.if_contains("obligations");
    if (!obligations || !obligations->is_array()) return;
    for (const auto& obligation : obligations->get_array()) {
        if (!obligation.is_object() || !runs_clock(obligation.get_object())) continue;
        Clock clock{Instant::max(), obligation.get_object()};
        std::optional<Instant> due_at;
        if (const auto* due = clock.item.if_contains("due_at"); due && from_json(*due, due_at) && due_at)
            clock.due_at = *due_at;
        for (const char* member : {"id", "title"})
            if (const auto* value = doc.if_contains(member))
                clock.item[member == std::string_view("id") ? "incident_id" : "title"] = *value;
        out.push_back(std::move(clock));
    }
}

}  // namespace

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
      vault(keys, std::move(master)) {
    prepare_main_schema(connection, options.mode);
}

Reader::Reader(const StoreOptions& options, MasterKey master)
    : impl_(std::make_unique<Impl>(options, std::move(master))) {}

Reader::~Reader() = default;

std::optional<json::object> Reader::incident(std::string_view id) {
    Snapshot snapshot(impl_->connection);
    Query read(impl_->connection, "SELECT doc FROM incidents WHERE id = ?");
    if (!read.bind(id).step()) return std::nullopt;
    json::object doc = object_in(read.text(0));
    RunCounters counters(impl_->connection);
    if (const Run* run = counters.find(id)) put_counters(doc, *run);
    return doc;
}

Result<Page> Reader::incidents(std::string_view state, std::string_view kind, std::optional<Instant> due_before,
                               std::string_view cursor, std::size_t limit) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    std::string before_id;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 2);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        before = *number;
        before_id = parts->back();
    }
    Snapshot snapshot(impl_->connection);
    Query all(impl_->connection,
              "SELECT doc, opened_at, id FROM incidents WHERE (opened_at, id) < (?, ?) "
              "AND (? = '' OR EXISTS (SELECT 1 FROM incident_kinds k WHERE k.incident = incidents.id AND k.kind = ?)) "
              "AND (? = 0 OR earliest_due < ?) ORDER BY opened_at DESC, id DESC LIMIT ?");
    Query of_state(
        impl_->connection,
        "SELECT doc, opened_at, id FROM incidents WHERE state = ? AND (opened_at, id) < (?, ?) "
        "AND (? = '' OR EXISTS (SELECT 1 FROM incident_kinds k WHERE k.incident = incidents.id AND k.kind = ?)) "
        "AND (? = 0 OR earliest_due < ?) ORDER BY opened_at DESC, id DESC LIMIT ?");
    Query& read = state.empty() ? all : of_state;
    if (!state.empty()) read.bind(state);
    read.bind(before).bind(before_id).bind(kind).bind(kind).bind(due_before ? 1 : 0);
    read.bind(due_before.value_or(Instant{})).bind(rows_wanted(limit));
    Page page;
    std::string last;
    RunCounters counters(impl_->connection);
    while (read.step()) {
        if (page.items.size() == limit) {
            page.next = last;
            break;
        }
        json::object doc = object_in(read.text(0));
        if (const Run* run = counters.find(read.text(2))) put_counters(doc, *run);
        page.items.push_back(std::move(doc));
        last = cursor_of({std::to_string(read.integer(1)), read.text(2)});
    }
    return page;
}

json::array Reader::clocks() {
    Snapshot snapshot(impl_->connection);
    std::vector<Clock> clocks;
    Query read(impl_->connection, "SELECT doc FROM incidents WHERE clocks > 0 ORDER BY id");
    while (read.step()) collect_clocks(object_in(read.text(0)), clocks);
    std::stable_sort(clocks.begin(), clocks.end(), [](const Clock& a, const Clock& b) { return a.due_at < b.due_at; });
    json::array out;
    for (auto& clock : clocks) out.push_back(std::move(clock.item));
    return out;
}

// "unreachable": those without any address, and those given up on during the run (who include them in the end).
json::object Reader::subjects_status(std::string_view incident) {
    json::object out;
    auto doc = this->incident(incident);
    Snapshot snapshot(impl_->connection);
    RunCounters counters(impl_->connection);
    static const Run kNobody;
    const Run* found = counters.find(incident);
    const Run& run = found ? *found : kNobody;
    int version = latest_version(run);
    RunCounts counts = run.counts(version, Instant{});
    json::object reachable;
    for (std::size_t i = 0; i < kAddresses.size(); ++i) reachable[row_of(kAddresses[i]).name] = run.reach.by_address[i];
    out["subjects"] = counts.subjects;
    out["reachable"] = std::move(reachable);
    out["unreachable"] = std::max(run.reach.none, counts.unreachable);
    out["told"] = counts.told;
    out["pending"] = counts.pending;
    out["in_flight"] = counts.in_flight;
    out["notice_version"] = version;
    out["channels"] = progress_of(run, version);
    const auto* notice_run = doc ? doc->if_contains("notice_run") : nullptr;
    for (const char* member : {"state", "forecast_end"}) {
        const auto* value =
            notice_run && notice_run->is_object() ? notice_run->get_object().if_contains(member) : nullptr;
        out[member] = value ? *value : json::value(nullptr);
    }
    return out;
}

}  // namespace breachd::store
