// Which edition of the law counts at a moment. The editions themselves are data: settings/law.hpp.
#pragma once

#include <string_view>
#include <vector>

#include "settings/law.hpp"

namespace breachd {

// The edition in force at `detected_at`, or the pinned one. nullptr when the pinned id is unknown. When no edition was
// in force at that moment, the earliest in force after it (and the caller says so in the journal).
const Edition* edition_for(const std::vector<Edition>& editions, std::string_view pinned, Instant detected_at);

}  // namespace breachd
