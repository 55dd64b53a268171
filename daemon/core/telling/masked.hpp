// Values of people as they may be shown to those who may not see them.
#pragma once

#include <string>
#include <string_view>

#include "core/telling/subject.hpp"

namespace breachd {

// The shape: letters and digits but the first and the last as •, not longer than 40 characters.
std::string masked(std::string_view value);
// All addresses of the kind, with "; " between; "" when there is none.
std::string masked_addresses(const Subject& subject, ContactKind kind);

}  // namespace breachd
