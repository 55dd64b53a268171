// Judges a finished world by its own rules, written apart from the engine: it reads only what the witness saw from
// outside, what the store says, and the journal. oracle.cpp judges what follows from an incident, oracle_intake.hpp
// names the judges of what senders may expect.
#pragma once

#include <string>

#include "sim/world.hpp"

namespace breachd::sim {

// "" when every promise was kept, else the first that was not, as a sentence.
std::string judge(World& world);

}  // namespace breachd::sim
