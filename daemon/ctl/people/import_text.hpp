// What an import said of a list, as people read it on a terminal: the numbers, then what was repaired and what cannot
// be used.
#pragma once

#include <string>

#include "base/json.hpp"

namespace breachd::ctl {

std::string import_text(const json::value& incident);

}  // namespace breachd::ctl
