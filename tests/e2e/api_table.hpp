// The calls of the served openapi.yaml, for tests that go through all of them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "e2e/daemon.hpp"

namespace breachd::e2e {

struct Operation {
    std::string method, path;          // "POST", "/api/v1/incidents/{id}/close"
    std::set<std::string> roles;       // empty: anybody
    std::vector<std::string> members;  // of its JSON body
};

std::vector<Operation> operations_of(Daemon& daemon);
// The path with `value` for each of its parameters.
std::string path_with(const Operation& operation, const std::string& value);

}  // namespace breachd::e2e
