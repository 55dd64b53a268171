#include "sim/audit.hpp"

#include <algorithm>

namespace breachd::sim {

Case::Case(World& w)
    : world(w),
      witness(w.witness()),
      books(keep_books(w.witness(), w.settings_at_first())),
      outside(w.directory()),
      incidents(outside.incidents()) {
    if (!world.over()) return;
    for (auto& row : outside.alerts()) alerts.emplace(text_in(row, "alert_id"), std::move(row));
}

std::string audit(Case& c) {
    for (auto* check :
         {audit_incidents, audit_clocks, audit_people, audit_letters, audit_quotas, audit_pages, audit_public})
        if (auto wrong = check(c); !wrong.empty()) return wrong;
    return c.in_order() ? audit_alerts(c) : "";
}

std::string look(World& world) {
    Case c(world);
    return audit(c);
}

bool could_work(const Witness& witness, Instant at) {
    auto holds = [&](const Witness::Span& span) { return span.holds(at); };
    return std::any_of(witness.up.begin(), witness.up.end(), holds) &&
           std::none_of(witness.full.begin(), witness.full.end(), holds);
}

bool could_work_since(const Witness& witness, Instant from, Instant to) {
    auto throughout = [&](const Witness::Span& span) { return span.from <= from && span.to >= to; };
    auto meanwhile = [&](const Witness::Span& span) { return span.from < to && span.to > from; };
    return std::any_of(witness.up.begin(), witness.up.end(), throughout) &&
           std::none_of(witness.full.begin(), witness.full.end(), meanwhile);
}

}  // namespace breachd::sim
