// The journal: of one incident, one entry of it, and what the daemon noted of itself.
#include <charconv>

#include "api/lists.hpp"
#include "api/routes/handlers.hpp"
#include "api/views/csv.hpp"
#include "http/query.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kTableRowsMax = 100'000;  // of a table of entries, in one answer

Result<store::TimelineQuery> timeline_query(const Request& request) {
    store::TimelineQuery out;
    out.kind = request.query_value("kind");
    out.actor = request.query_value("actor");
    auto since = http::query_time(request, "since");
    if (!since) return since.error();
    auto without = http::query_flag(request, "no_progress");
    if (!without) return without.error();
    auto group = http::query_flag(request, "group");
    if (!group) return group.error();
    out.since = *since;
    out.progress = !*without;
    out.group = *group;
    return out;
}

Response no_such_incident() { return problem(404, "there is no such incident"); }

Response table_of(const store::Slice& slice, const std::string& name) {
    if (!slice.next.empty()) return problem(422, "too many entries for one table: ask for less, by since or kind");
    return csv_response(slice.items, {"seq", "at", "actor", "kind", "summary", "summary_en", "count", "hash"}, name);
}

}  // namespace

void get_timeline(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    auto query = timeline_query(call->request);
    if (!query) return call->respond(problem(query.error()));
    bool table = wants_csv(call->request);
    auto work = [call, window = *window, query = *query, table](store::Reader& reader) {
        const auto& id = call->part(0);
        if (!reader.incident(id)) return no_such_incident();
        auto slice = reader.timeline(id, query, window.cursor, table ? kTableRowsMax : window.limit);
        if (slice && table) return table_of(*slice, id + "-timeline.csv");
        return list_response(std::move(slice), window);
    };
    context.read(call, std::move(work), table ? Reads::papers : Reads::screens);
}

void get_entry(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        std::int64_t seq = 0;
        const auto& text = call->part(1);
        auto read = std::from_chars(text.data(), text.data() + text.size(), seq);
        bool number = read.ec == std::errc() && read.ptr == text.data() + text.size();
        auto entry = number ? reader.entry(call->part(0), seq) : std::nullopt;
        return entry ? json_response(*entry) : problem(404, "the incident has no such entry");
    });
}

void list_audit(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    auto query = timeline_query(call->request);
    if (!query) return call->respond(problem(query.error()));
    bool table = wants_csv(call->request);
    auto work = [window = *window, query = *query, table](store::Reader& reader) {
        auto slice = reader.audit(query, window.cursor, table ? kTableRowsMax : window.limit);
        if (slice && table) return table_of(*slice, "audit.csv");
        return list_response(std::move(slice), window);
    };
    context.read(call, std::move(work), table ? Reads::papers : Reads::screens);
}

void list_retention(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [window = *window](store::Reader& reader) {
        return list_response(reader.retention(window.cursor, window.limit), window);
    });
}

}  // namespace breachd::api
