// subjects …: the people who must be told: their lists, who they are, what became of each.
#pragma once

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_subjects(Command& root);

}  // namespace breachd::ctl
