// Facts that alerts and the register of assets bring to an incident after it opened: their duties run from the original
// detection, and an earlier detection moves the clocks back. What a person said of the same facts stays.
#pragma once

#include <string>
#include <vector>

#include "engine/step.hpp"

namespace breachd::engine {

// New kinds, and higher counts while no person has said which they are.
void add_kinds(Step& step, const std::string& incident, const std::string& actor, const std::vector<KindCount>& kinds,
               const Reason& why);
// In doubt between two moments the earlier one starts the clocks.
void note_detection(Step& step, const std::string& incident, const std::string& actor, Instant detected_at);
// Assets that are new or changed since `before`: what is now known of the incident's systems reaches it.
void reclassify(Step& step, const Incident& incident, const std::vector<Asset>& before);

}  // namespace breachd::engine
