// An inspection that the authority announced: from when the file must be ready, and that nothing of it may go.
#pragma once

#include <string>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

struct InspectionOrder {
    std::string decision_number, scope;  // as the decision has them
    std::optional<Instant> received_at;  // none: now
    bool at_once = false;                // without the notice that the law gives
};

// The record, and the hold that it sets. The number of days is that of the edition in force when the decision came.
// The inspection may begin on the last of these days, so the file must be ready before that day [reading].
Result<std::vector<Event>> announce_inspection(const Incident& incident, const InspectionOrder& order,
                                               const Settings& settings, Instant now, const std::string& person);

}  // namespace breachd
