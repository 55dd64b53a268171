// Who is woken, when, and what happens when nobody answers. Pure: the escalation's state is part of the incident, time
// is an argument. Escalation goes by missing acknowledgement, never by what a provider said about delivery.
//
// Invariants
//  1. A page round ends only by an acknowledgement: the chain repeats. When it has repeated `rounds_max` times, that is
//     an alarm of its own to everybody, and it goes on.
//  2. A step for which nobody is on call does not cost its waiting time: the next follows at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Where this channel pages this person: the id where the receiver knows people by it, else the person's first contact
// of a kind that the channel takes. None: the person is not paged there (said when the configuration is read).
std::optional<Contact> page_contact(const Person& person, const Channel& channel);

// Person on duty of a roster at `at`: who stands in, else whose turn it is; none before it starts or without members.
// Rotation boundaries are exact multiples of `rotation` from `starts`.
std::optional<std::string> on_duty(const Roster& roster, Instant at);
// The next hand-over after `at`.
std::optional<Instant> next_handover(const Roster& roster, Instant at);

// Ids of the people a step pages at `at` ("roster:soc" resolved), each once.
std::vector<std::string> people_of(const EscalationStepRule& step, const Settings& settings, Instant at);

// Starts a round because of `why`; empty when one is active already.
std::vector<Event> start_escalation(const Incident& incident, const Settings& settings, Reason why);
// Steps, repeats and exhaustion due at `now`, with the pages they make.
std::vector<Event> tick_escalation(const Incident& incident, const Settings& settings, Instant now);
std::optional<Instant> next_escalation_tick(const Incident& incident, const Settings& settings);

// True for the pages of an escalation (its steps and its exhaustion): an acknowledgement makes them needless. Reminders
// and overdue duties are not: somebody who took the incident over still has to hear of its clocks.
bool is_escalation_page(std::string_view page_id, std::string_view incident_id);

// One page to whoever the first step pages now (reminders, overdue tasks). `cause` makes the page ids stable.
std::vector<Event> page_duty(std::string_view incident_id, const Settings& settings, Instant now,
                             std::string_view cause, const Reason& why);

}  // namespace breachd
