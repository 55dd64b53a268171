// subjects import, imports, rejected: lists of people that come in, and what they left out.
#pragma once

#include <string>

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_lists(Command& subjects);

// A table of the API, which may come in several parts, into the file that --to names, else into `name`.
Result<void> save_table(const Context& context, Request request, const std::string& name);

}  // namespace breachd::ctl
