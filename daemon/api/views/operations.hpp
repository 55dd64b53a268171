// The calls of the API by the names that openapi.yaml gives them. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "settings/access.hpp"

namespace breachd::api {

// (method, path) -> operationId, read from the built-in description's own form: two blanks before a path, four before a
// method, six before the id.
std::map<std::pair<std::string, std::string>, std::string> operation_ids(std::string_view openapi);

// The ids of all calls that a role may make, sorted.
json::array operations_of(Role role);

}  // namespace breachd::api
