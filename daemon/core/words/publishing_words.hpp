// Why a page is not up, or not what was put up: a part of reasons.cpp.
#pragma once

#include <string>

#include "core/journal/reason.hpp"
#include "core/words/reason_args.hpp"

namespace breachd::words {

// Of the reasons about publishing only; "" for any other.
std::string publishing(ReasonCode code, const ReasonArgs& args);

}  // namespace breachd::words
