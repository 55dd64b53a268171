// Decisions of two people, one of them a data-protection officer: that an incident is no breach, and that a duty does
// not apply. The second person makes the same call with another token.
//
//   none ──dismiss──▶ proposed ──dismiss, another person──▶ confirmed
//     ▲                  │ reopen, confirm (of the breach), remedy
//     └──────────────────┘
//
// Invariants
//  1. A proposal ends the calls and nothing else: clocks run, rules act, duties are owed until it is confirmed.
//  2. A proposal that nobody confirms pages people when half of the nearest clock has passed.
//  3. The report to the authority is never set aside while location or biometric data is a kind of the incident.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Who decides: a token's name, and whether its role is dpo. Two people are two names.
struct Decider {
    std::string name;
    bool dpo = false;
};

// The first person proposes, another confirms; then every duty still owed ends as not applicable, with the reason.
Result<std::vector<Event>> dismiss(const Incident& incident, std::string reason, const Decider& who,
                                   const std::string& duplicate_of = "");
// As above for one duty. `withdraw`: the proposal is taken back, the duty applies.
Result<std::vector<Event>> mark_not_applicable(const Incident& incident, const std::string& obligation, std::string why,
                                               const Decider& who, bool withdraw = false);
// From remedied, closed or dismissed; a proposed dismissal is taken back. No clock moves.
Result<std::vector<Event>> reopen(const Incident& incident, const std::string& reason);

// With these kinds of data the report to the authority is due whatever the harm (điểm b khoản 1 Điều 29 Nghị định
// 356/2025/NĐ-CP; điểm b khoản 1 Điều 27 of the draft).
bool must_report(const Obligation& obligation, const Incident& incident);

// A proposed dismissal that nobody has confirmed in time.
std::vector<Event> tick_dismissal(const Incident& incident, Instant now);
std::optional<Instant> next_dismissal_tick(const Incident& incident);

// What the incident of `duplicate_of` takes over from its duplicate's facts: the earlier detection, further kinds.
std::vector<Event> facts_of_duplicate(const Incident& into, const Incident& duplicate);
// Whether `duplicate` can become part of `into`.
Result<void> may_merge(const Incident& into, const Incident& duplicate);

}  // namespace breachd
