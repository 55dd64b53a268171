// Duties with their clocks, made by applying an edition of the law to the facts. Everything here is a pure function of
// (incident, edition, now) that returns the entries to be journalled; the state changes only by evolve().
//
//   running ──met in time──▶ met            running ──due time passes──▶ overdue ──met──▶ met_late
//      └──two people agree──▶ not_applicable
//
// Invariants
//  1. A period in hours runs from the exact moment (Civil Code Điều 147.1), through nights, weekends and Tết.
//  2. A kind of data added late starts its duty from the original detection; the duty may be overdue at birth.
//  3. Overdue is reached by time alone, and is recorded with the true moment even when it is found later.
//  4. Towards people a duty is met when everybody on the list was told of the duty's own kinds, by a version of the
//     notice that covers the duty, or by two people cannot be told; and the list is as long as the facts say, or two
//     people said that it is complete. A kind found later opens a duty again that was met.
//  5. A correction that leads to another edition plans all duties anew by it; a duty that it does not have stays owed
//     until people end it.
//  5. A public notice never ends the duty to tell each person [reading of Điều 29.3.b].
#pragma once

#include <optional>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Starts what applies and has not started, moves what a corrected moment moved. Includes overdue-at-birth.
std::vector<Event> plan_obligations(const Incident& incident, const Settings& settings, Instant now);

// A detection corrected to `detected_at` lies where another edition is the law. None: it does not, or a moment later
// than the last edition's, or the configuration pins one.
std::optional<EditionChanged> edition_change(const Incident& incident, Instant detected_at, const Settings& settings);

// What the present facts fulfil or no longer fulfil.
std::vector<Event> settle_obligations(const Incident& incident, Instant now);

// What time alone brings at `now`: overdue duties and reminders. `last_seen_running`: set in the first step after a
// start to the last moment the daemon was known to run; what fell due since is marked as missed while down.
std::vector<Event> tick_obligations(const Incident& incident, const Settings& settings, Instant now,
                                    std::optional<Instant> last_seen_running);
// The next moment at which tick_obligations has something to say.
std::optional<Instant> next_obligation_tick(const Incident& incident, const Settings& settings);

// Earliest due time of what is still owed to subjects; none when nothing is or it has no number.
std::optional<Instant> subjects_due(const Incident& incident);
// Earliest due time of anything running or overdue.
std::optional<Instant> next_due(const Incident& incident);

// Two people said so, and neither the list nor the number of people in the facts has changed against it since.
bool list_is_complete(const Incident& incident);
// People who must still be told: of the list, or of the facts where these name more and nobody said that the list is
// complete; the most of any duty towards people.
std::int64_t people_untold(const Incident& incident);

bool owed(const Obligation& obligation);             // running or overdue
bool is_for_subjects(const Obligation& obligation);  // addressee subjects or authority_and_subjects
// By the own kinds (subject.hpp) of these people.
bool is_owed_to(const Obligation& obligation, const Incident& incident, std::string_view group);

// Those out of reach and those only pointed to the notice, as far as a duty that is owed is about them.
struct PeopleLeft {
    std::int64_t unreachable = 0, pointed = 0;
};
PeopleLeft people_left(const Incident& incident);

}  // namespace breachd
