// The draft of a notice as a person at the terminal reads it.
#pragma once

#include <string>

#include "base/json.hpp"

namespace breachd::ctl {

// Of GET …/notice: both languages, what the law wants and the draft lacks, and what is cut or left empty.
std::string draft_text(const json::value& draft);

}  // namespace breachd::ctl
