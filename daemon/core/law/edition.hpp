// Which edition of the law counts at a moment. The editions themselves are data: settings/law.hpp.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "settings/law.hpp"

namespace breachd {

// The edition in force at `detected_at`, or the pinned one. nullptr when the pinned id is unknown. When no edition was
// in force at that moment, the earliest in force after it.
const Edition* edition_for(const std::vector<Edition>& editions, std::string_view pinned, Instant detected_at);

// People are told under a draft only in a drill: it never was the law that a letter may cite.
Result<void> must_be_law(const Edition* edition, bool drill);

}  // namespace breachd
