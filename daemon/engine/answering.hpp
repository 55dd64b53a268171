// Answers that several desks give about one incident.
#pragma once

#include <string>
#include <vector>

#include "core/incident/decisions.hpp"
#include "core/telling/notice.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

// The incident as it is at this moment of the step.
Answer changed(Step& step, const Incident& incident);

// Journals what was decided, settles what follows, and answers with the incident as it then is.
Result<Answer> apply(Step& step, const Envelope& envelope, const Incident& incident,
                     const Result<std::vector<Event>>& events);

// Who gave the command, for decisions of two people.
inline Decider decider(const Envelope& envelope) { return {envelope.person, envelope.is_dpo}; }

// What a notice lacks, the article that wants it and the facts to be given: English and, behind " / ", Vietnamese.
std::string missing_text(const std::vector<MissingItem>& missing);

}  // namespace breachd::engine
