#include "core/incident/conflicts.hpp"

#include "core/incident/facts.hpp"

namespace breachd {

std::vector<FactConflict> conflicts(const Incident& incident, const std::vector<Event>& changes, std::int64_t seen) {
    std::vector<FactConflict> out;
    for (const auto& event : changes) {
        const auto* change = std::get_if<FactChanged>(&event);
        if (!change) continue;
        auto mark = incident.facts_changed.find(change->field);
        if (mark == incident.facts_changed.end() || mark->second.version <= seen) continue;
        const auto& [version, by, at] = mark->second;
        out.push_back({"/" + change->field, change->old_value, change->new_value, by, at});
    }
    return out;
}

}  // namespace breachd
