#include "store/tables/incidents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <set>
#include <tuple>
#include <vector>

#include "base/json_text.hpp"
#include "core/incident/derived.hpp"
#include "core/incident/waiting.hpp"
#include "store/lists/incident_rows.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

bool runs(const Obligation& obligation) {
    return obligation.state == ObligationState::running || obligation.state == ObligationState::overdue;
}

using ClockRow = std::tuple<Instant, std::int64_t, std::string>;  // due, place among the incident's obligations, item

// What GET /clocks answers for one obligation.
std::string clock_item(const Incident& incident, const Obligation& obligation) {
    json::value item = to_json(obligation);
    item.get_object()["incident_id"] = incident.id;
    item.get_object()["title"] = incident.title;
    item.get_object()["owner"] = to_json(incident.owner);
    item.get_object()["severity"] = incident.severity;
    item.get_object()["drill"] = incident.drill;
    item.get_object()["next_step"] = to_json(next_step(incident, obligation));
    return json::serialize(item);
}

// One without a moment comes last.
std::set<ClockRow> clocks_of(const Incident& incident) {
    std::set<ClockRow> out;
    if (!incident.live()) return out;
    std::int64_t place = 0;
    for (const auto& obligation : incident.obligations) {
        ++place;
        if (!runs(obligation)) continue;
        out.emplace(obligation.due_at.value_or(Instant::max()), place, clock_item(incident, obligation));
    }
    return out;
}

std::optional<Instant> earliest_due(const std::set<ClockRow>& clocks) {
    if (clocks.empty() || std::get<0>(*clocks.begin()) == Instant::max()) return std::nullopt;
    return std::get<0>(*clocks.begin());
}

std::set<ClockRow> clocks_in(Connection& connection, const std::string& id) {
    std::set<ClockRow> out;
    Statement read(connection, "SELECT due_at, place, item FROM clocks WHERE incident = ? ORDER BY place");
    read.bind(id);
    while (read.step()) out.emplace(read.instant(0), read.integer(1), read.text(2));
    return out;
}

// Another version of the program may word how a duty was met before otherwise.
std::set<ClockRow> without_words(const std::set<ClockRow>& clocks) {
    std::set<ClockRow> out;
    for (auto [due_at, place, item] : clocks) {
        auto value = parse_json(item);
        if (value && value->is_object()) value->get_object().erase("how"), item = canonical_json(*value);
        out.emplace(due_at, place, std::move(item));
    }
    return out;
}

std::set<std::string> kinds_of(const Incident& incident) {
    std::set<std::string> out;
    for (const auto& kind : incident.kinds) out.insert(kind.kind);
    return out;
}

std::set<std::string> kinds_in(Connection& connection, const std::string& id) {
    std::set<std::string> out;
    Statement read(connection, "SELECT kind FROM incident_kinds WHERE incident = ? ORDER BY kind");
    read.bind(id);
    while (read.step()) out.insert(read.text(0));
    return out;
}

}  // namespace

void Incidents::put(const Incident& incident, std::optional<Instant> next_due) {
    std::string doc = json_text(incident);
    {
        Statement read(connection_, "SELECT doc, next_due FROM incidents WHERE id = ?");
        if (read.bind(incident.id).step() && read.text(0) == doc && read.maybe_instant(1) == next_due) return;
    }
    auto clocks = clocks_of(incident);
    Statement(connection_,
              "INSERT INTO incidents (id, version, state, severity, opened_at, next_due, earliest_due, doc) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
              "state = excluded.state, severity = excluded.severity, opened_at = excluded.opened_at, "
              "next_due = excluded.next_due, earliest_due = excluded.earliest_due, doc = excluded.doc")
        .bind(incident.id)
        .bind(incident.version)
        .bind(boost::describe::enum_to_string(incident.state, "?"))
        .bind(incident.severity)
        .bind(incident.opened_at)
        .bind(next_due)
        .bind(earliest_due(clocks))
        .bind(doc)
        .run();
    put_kinds(incident);
    put_clocks(incident);
    put_rows(connection_, incident);
}

void Incidents::put_kinds(const Incident& incident) {
    auto wanted = kinds_of(incident);
    if (wanted == kinds_in(connection_, incident.id)) return;
    Statement(connection_, "DELETE FROM incident_kinds WHERE incident = ?").bind(incident.id).run();
    for (const auto& kind : wanted)
        Statement(connection_, "INSERT INTO incident_kinds (incident, kind) VALUES (?, ?)")
            .bind(incident.id)
            .bind(kind)
            .run();
}

void Incidents::put_clocks(const Incident& incident) {
    auto wanted = clocks_of(incident);
    if (wanted == clocks_in(connection_, incident.id)) return;
    Statement(connection_, "DELETE FROM clocks WHERE incident = ?").bind(incident.id).run();
    for (const auto& [due_at, place, item] : wanted)
        Statement(connection_, "INSERT INTO clocks (incident, place, due_at, item) VALUES (?, ?, ?, ?)")
            .bind(incident.id)
            .bind(place)
            .bind(due_at)
            .bind(item)
            .run();
}

// State by state, because the index goes by state.
std::vector<std::pair<Instant, std::string>> Incidents::open_after(Instant opened_at, std::string_view id,
                                                                   std::size_t most) {
    std::vector<std::pair<Instant, std::string>> out;
    for (const char* state : {"open", "acknowledged", "confirmed", "remedied"}) {
        Statement read(connection_,
                       "SELECT opened_at, id FROM incidents WHERE state = ? AND (opened_at, id) > (?, ?) "
                       "ORDER BY opened_at, id LIMIT ?");
        read.bind(state).bind(opened_at).bind(id).bind(static_cast<std::int64_t>(most));
        while (read.step()) out.emplace_back(read.instant(0), read.text(1));
    }
    std::sort(out.begin(), out.end());
    if (out.size() > most) out.resize(most);
    return out;
}

std::string Incidents::next_id(int year, bool drill) {
    std::string series = fmt::format("{}-{:04}", drill ? "DRILL" : "INC", year);
    std::string key = "last-incident-" + series;
    auto last = meta_.get(key);
    std::int64_t number = last ? std::stoll(*last) + 1 : 1;
    meta_.set(key, std::to_string(number));
    return fmt::format("{}-{:04}", series, number);
}

std::string projection_differs(Connection& connection, const Incident& incident, std::optional<Instant> next_due) {
    Statement row(connection,
                  "SELECT version, state, severity, opened_at, next_due, earliest_due, doc FROM incidents "
                  "WHERE id = ?");
    if (!row.bind(incident.id).step()) return "incidents";
    auto clocks = clocks_of(incident);
    bool same = row.integer(0) == incident.version &&
                row.text(1) == boost::describe::enum_to_string(incident.state, "?") &&
                row.integer(2) == incident.severity && row.instant(3) == incident.opened_at &&
                row.maybe_instant(4) == next_due && row.maybe_instant(5) == earliest_due(clocks);
    if (!same) return "incidents";
    if (auto text = row.text(6); text != json_text(incident)) {
        auto doc = parse_json(text);
        if (!doc) return "doc";
        if (auto members = differs_from_fold(*doc, incident); !members.empty()) return members;
    }
    if (kinds_in(connection, incident.id) != kinds_of(incident)) return "incident_kinds";
    if (rows_differ(connection, incident)) return "incident_rows";
    auto kept = clocks_in(connection, incident.id);
    return kept == clocks || without_words(kept) == without_words(clocks) ? "" : "clocks";
}

}  // namespace breachd::store
