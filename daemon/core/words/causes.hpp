// Why a message did not get through, in words (core/telling/cause.hpp).
#pragma once

#include <string>
#include <string_view>

#include "core/telling/cause.hpp"

namespace breachd::words {

// "" for none.
std::string cause(Cause cause, std::string_view language);

}  // namespace breachd::words
