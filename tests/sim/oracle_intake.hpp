// What the judges of the intake share. Each file judges one subject: alerts, quarantine, silence, storms.
#pragma once

#include "core/journal/event.hpp"
#include "sim/audit.hpp"
#include "sim/oracle.hpp"

namespace breachd::sim {

using Journal = std::vector<Entry>;
using Check = std::string(Case&, const Journal&);  // as judge()

Check judge_alerts, judge_quarantine, judge_silence, judge_storms;

inline constexpr Duration kAlarmOnce = std::chrono::hours{1};  // the roster hears the same alarm once in it
inline constexpr int kAlarmFrom = 60;                          // the severity from which the settings' rule opens

// The first promise of these that is broken, or "".
std::string first_broken(Case& c, const Journal& journal, std::initializer_list<Check*> checks);

template <class Kind, class Use>
void each(const Journal& journal, Use use) {
    for (const auto& entry : journal)
        if (const auto* kind = std::get_if<Kind>(&entry.event)) use(entry, *kind);
}

// Committed messages without the copies of signed ones that were taken before.
std::vector<const Taken*> at_first(Case& c);
// The roster was told of the source, for this reason, between the two moments, and a provider had the page.
bool roster_heard(Case& c, const Journal& journal, const std::string& source, ReasonCode why, Instant from, Instant to);

}  // namespace breachd::sim
