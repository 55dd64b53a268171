// notice readiness: what should be known before a release sends anything.
#pragma once

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_before(Command& notice);

}  // namespace breachd::ctl
