// The part of class Deliveries that finds whom nothing reached and a channel that came does.
#include <algorithm>
#include <set>

#include "store/sql/connection.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

#define BREACHD_TRIED                                                                               \
    "SELECT 1 FROM deliveries d WHERE d.subject = subjects.id AND d.version = ? AND d.channel = ? " \
    "AND d.id > anew_after"

std::vector<std::string> Deliveries::runs_with_unreachable() {
    std::vector<std::string> out;
    Statement read(connection_,
                   "SELECT r.incident FROM runs r JOIN incident_rows s ON s.id = r.incident WHERE r.unreachable > 0 "
                   "AND s.state NOT IN ('closed', 'dismissed', 'purged') ORDER BY r.run");
    while (read.step()) out.push_back(read.text(0));
    return out;
}

Deliveries::WithinReach Deliveries::within_reach(std::string_view incident, int version, std::int64_t from,
                                                 const std::vector<PlanStep>& order, std::size_t most) {
    WithinReach out;
    const Run* run = runs_.find(incident);
    if (!run) return out;
    auto to = std::min(from + static_cast<std::int64_t>(most) - 1, run->last_number());
    std::set<std::int64_t> people;
    for (const auto& step : order) {
        Statement read(connection_,
                       "SELECT id FROM subjects WHERE id >= ? AND id <= ? AND state = 'unreachable' "
                       "AND state_version = ? AND (reach & ?) <> 0 "
                       "AND (NOT EXISTS (" BREACHD_TRIED ") OR EXISTS (" BREACHD_TRIED
                       " AND d.state = 'failed' AND d.words = 'channel_gone')) ORDER BY id");
        read.bind(subject_row(run->number(), from)).bind(subject_row(run->number(), to)).bind(version);
        read.bind(static_cast<std::int64_t>(step.contact));
        for (int either = 0; either < 2; ++either) read.bind(version).bind(step.channel);
        while (read.step()) {
            people.insert(subject_number(read.integer(0)));
            out.channel = step.channel;
        }
    }
    out.people.assign(people.begin(), people.end());
    if (to < run->last_number()) out.next = to + 1;
    return out;
}

}  // namespace breachd::store
