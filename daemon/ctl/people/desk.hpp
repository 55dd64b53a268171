// subjects find|messages|send-again|reply: the answer desk from the command line.
#pragma once

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_desk(Command& subjects);

}  // namespace breachd::ctl
