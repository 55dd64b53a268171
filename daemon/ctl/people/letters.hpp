// letters list|posted|returned: batches of letters on paper.
#pragma once

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_letters(Command& root);

}  // namespace breachd::ctl
