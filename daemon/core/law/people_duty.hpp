// Whether a duty towards people is met: by what was told of which kinds, to how many of how many. A part of
// obligation.cpp.
#pragma once

#include "core/incident/incident.hpp"
#include "core/journal/because.hpp"

namespace breachd {

because::People people_of(const Obligation& obligation, const Incident& incident);
// Nobody of the list is left, and the list is not shorter than what the facts say.
bool everyone_told(const because::People& people, const Incident& incident);
Reason why_owed_again(const Obligation& obligation, const Incident& incident);
// It was said not to apply when other data was known of.
bool is_brought_again(const Obligation& obligation, const Incident& incident);

}  // namespace breachd
