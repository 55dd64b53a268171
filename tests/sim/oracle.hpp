// Judges a finished world: the auditor's books first (audit.hpp), then what the journal must prove by itself and what
// senders may expect of the intake (oracle_intake.hpp).
#pragma once

#include <string>

#include "sim/world.hpp"

namespace breachd::sim {

// "" when every promise was kept, else the first that was not, as a sentence.
std::string judge(World& world);

}  // namespace breachd::sim
