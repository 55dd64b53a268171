// The body of PATCH …/subjects/{subject} as a command. Pure.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "engine/commands.hpp"
#include "http/problem.hpp"

namespace breachd::api {

struct Correction {
    engine::CorrectSubject command;
    std::vector<http::Fault> faults;
};
// Addresses are read as those of a list; null takes one away.
Correction read_correction(const json::object& body);

}  // namespace breachd::api
