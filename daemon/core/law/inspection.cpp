#include "core/law/inspection.hpp"

#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "core/law/edition.hpp"
#include "core/law/working_days.hpp"

namespace breachd {

namespace {

Error wrong(std::string_view field, std::string what) {
    return {ErrorCode::unprocessable, std::move(what), "/" + std::string(field)};
}

Instant ready_by(const InspectionNotice& notice, Instant received_at, const Settings& settings) {
    return start_of(notice.working ? working_days_after(received_at, notice.days, settings.holidays)
                                   : days_after(received_at, notice.days));
}

}  // namespace

Result<std::vector<Event>> announce_inspection(const Incident& incident, const InspectionOrder& order,
                                               const Settings& settings, Instant now, const std::string& person) {
    if (incident.state == IncidentState::purged) return Error{ErrorCode::conflict, "the file is purged", ""};
    if (order.decision_number.empty()) return wrong("decision_number", "is required");
    InspectionAnnounced announced;
    announced.received_at = order.received_at.value_or(now);
    if (announced.received_at > now) return wrong("received_at", "lies in the future");
    for (const auto& earlier : incident.inspections)
        if (earlier.decision_number == order.decision_number)
            return Error{ErrorCode::conflict, "this decision is recorded already", "/decision_number"};
    announced.inspection_id = fmt::format("K-{}", incident.inspections.size() + 1);
    announced.decision_number = order.decision_number;
    announced.scope = order.scope;
    announced.at_once = order.at_once;
    announced.by = person;
    const auto* edition = edition_for(settings.editions, settings.edition, announced.received_at);
    if (edition != nullptr && edition->inspection) {
        announced.citation = edition->inspection->citation;
        if (!order.at_once) announced.ready_by = ready_by(*edition->inspection, announced.received_at, settings);
    }
    HoldSet held{fmt::format("H-{}", incident.holds_set + 1), true, person, "",
                 because::inspection(announced.decision_number, announced.ready_by)};
    return std::vector<Event>{std::move(announced), std::move(held)};
}

}  // namespace breachd
