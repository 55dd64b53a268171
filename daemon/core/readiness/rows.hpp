// The rows of readiness by what they are about; a part of readiness.cpp.
#pragma once

#include "core/readiness/readiness.hpp"

namespace breachd {

void people_rows(std::vector<ReadinessRow>& out, const Settings& settings, const ReadinessFacts& facts, Instant now);
void channel_rows(std::vector<ReadinessRow>& out, const Settings& settings, const ReadinessFacts& facts, Instant now);
void paper_rows(std::vector<ReadinessRow>& out, const Settings& settings, Instant now);
void machine_rows(std::vector<ReadinessRow>& out, const Settings& settings, const ReadinessFacts& facts, Instant now);

}  // namespace breachd
