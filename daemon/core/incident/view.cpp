#include "core/incident/view.hpp"

namespace breachd {

void add_lateness(json::object& incident, Instant now) {
    auto* obligations = incident.if_contains("obligations");
    if (!obligations || !obligations->is_array()) return;
    for (auto& item : obligations->get_array()) {
        auto* o = item.if_object();
        if (!o || !o->contains("state") || o->at("state") != "overdue" || !o->at("due_at").is_string()) continue;
        auto due = parse_rfc3339(std::string_view(o->at("due_at").get_string()));
        if (due) (*o)["late_by_s"] = std::chrono::ceil<std::chrono::seconds>(now - *due).count();
    }
}

json::object incident_view(const Incident& incident, Instant now) {
    auto out = to_json(incident).as_object();
    out["decided_version"] = incident.version_by_people;
    out["facts_changed"] = to_json(incident.facts_changed);
    add_lateness(out, now);
    return out;
}

}  // namespace breachd
