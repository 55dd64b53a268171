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
// Said again with a reason, it corrects the remedy: the old values are kept, keep_until is counted anew.
Result<std::vector<Event>> remedy(const Incident& incident, std::optional<Instant> remedied_at, std::string what,
                                  const Settings& settings, Instant now, std::string reason = "");
// While anything is unfinished, closing needs a note.
Result<std::vector<Event>> close(const Incident& incident, std::string note);
// A new hold, or the end of one. Several may be on: then `hold_id` says which one ends. Without it the only one ends.
Result<std::vector<Event>> hold(const Incident& incident, bool on, std::string hold_id, std::string reason,
                                std::string person);
Result<std::vector<Event>> complete_task(const Incident& incident, const std::string& task, std::string note);
// A person said wrongly that it is done; what an act elsewhere ended is open again only when that is taken back.
Result<std::vector<Event>> reopen_task(const Incident& incident, const std::string& task, std::string note);
// `owner` none: stays; "" : nobody. A note alone is allowed.
Result<std::vector<Event>> assign_task(const Incident& incident, const std::string& task,
                                       const std::optional<std::string>& owner, std::string note);
// What a person wants to have in the file.
Result<std::vector<Event>> comment(const std::string& text);

// What an incident still owes: duties but that of keeping the file, people who are not told, tasks.
struct Unfinished {
    std::vector<std::string> duties, tasks;  // ids
    std::int64_t untold = 0;

    bool nothing() const { return duties.empty() && tasks.empty() && untold == 0; }
    std::string text() const;  // "not done yet: …"
};
Unfinished unfinished(const Incident& incident);

// Not remedied, closed, dismissed or purged, else conflict. What a dismissal needs is in decisions.hpp.
Result<void> may_be_dismissed(const Incident& incident);
// Not dismissed and not purged, else conflict.
Result<void> must_be_live(const Incident& incident);

}  // namespace breachd
