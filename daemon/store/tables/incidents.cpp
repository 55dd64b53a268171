#include "store/tables/incidents.hpp"

#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>
#include <set>
#include <tuple>
#include <vector>

#include "base/json_text.hpp"
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
}

void Incidents::put_kinds(const Incident& incident) {
    std::set<std::string> wanted, known;
    for (const auto& kind : incident.kinds) wanted.insert(kind.kind);
    {
        Statement read(connection_, "SELECT kind FROM incident_kinds WHERE incident = ? ORDER BY kind");
        read.bind(incident.id);
        while (read.step()) known.insert(read.text(0));
    }
    if (wanted == known) return;
    Statement(connection_, "DELETE FROM incident_kinds WHERE incident = ?").bind(incident.id).run();
    for (const auto& kind : wanted)
        Statement(connection_, "INSERT INTO incident_kinds (incident, kind) VALUES (?, ?)")
            .bind(incident.id)
            .bind(kind)
            .run();
}

void Incidents::put_clocks(const Incident& incident) {
    std::set<ClockRow> wanted = clocks_of(incident), known;
    {
        Statement read(connection_, "SELECT due_at, place, item FROM clocks WHERE incident = ? ORDER BY place");
        read.bind(incident.id);
        while (read.step()) known.emplace(read.instant(0), read.integer(1), read.text(2));
    }
    if (wanted == known) return;
    Statement(connection_, "DELETE FROM clocks WHERE incident = ?").bind(incident.id).run();
    for (const auto& [due_at, place, item] : wanted)
        Statement(connection_, "INSERT INTO clocks (incident, place, due_at, item) VALUES (?, ?, ?, ?)")
            .bind(incident.id)
            .bind(place)
            .bind(due_at)
            .bind(item)
            .run();
}

std::string Incidents::next_id(int year, bool drill) {
    std::string series = fmt::format("{}-{:04}", drill ? "DRILL" : "INC", year);
    std::string key = "last-incident-" + series;
    auto last = meta_.get(key);
    std::int64_t number = last ? std::stoll(*last) + 1 : 1;
    meta_.set(key, std::to_string(number));
    return fmt::format("{}-{:04}", series, number);
}

}  // namespace breachd::store
