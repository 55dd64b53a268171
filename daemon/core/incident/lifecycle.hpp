// The incident's states and what a person may do in each; see the drawing in incident.hpp. Each function returns the
// entries, or conflict (409) with the reason, or what is wrong with the input. No clock waits for any of this.
#pragma once

#include <string>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

Result<std::vector<Event>> acknowledge(const Incident& incident, std::string by, std::string via, std::string note,
                                       std::string name = "");
Result<std::vector<Event>> confirm(const Incident& incident, std::string note);
// Ends every duty still owed as not applicable, with the reason.
Result<std::vector<Event>> dismiss(const Incident& incident, std::string reason, std::string person);
Result<std::vector<Event>> remedy(const Incident& incident, std::optional<Instant> remedied_at, std::string what,
                                  const Settings& settings, Instant now);
Result<std::vector<Event>> close(const Incident& incident, std::string note);
// A new hold, or the end of one. Several may be on: then `hold_id` says which one ends. Without it the only one ends.
Result<std::vector<Event>> hold(const Incident& incident, bool on, std::string hold_id, std::string reason,
                                std::string person);
// The first person proposes, a second one agrees; the same person twice is refused (403).
Result<std::vector<Event>> mark_not_applicable(const Incident& incident, const std::string& obligation, std::string why,
                                               const std::string& person);
Result<std::vector<Event>> complete_task(const Incident& incident, const std::string& task, std::string note);

// Not dismissed and not purged, else conflict.
Result<void> must_be_live(const Incident& incident);

}  // namespace breachd
