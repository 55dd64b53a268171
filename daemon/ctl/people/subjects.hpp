// subjects …: the people who must be told: their lists, who they are, what became of each.
#pragma once

#include <string>
#include <string_view>

#include "ctl/command.hpp"

namespace breachd::ctl {

void declare_subjects(Command& root);

// The call about the person that the words INCIDENT and SUBJECT name, or about what is below it ("/told").
std::string subject_path(const Context& context, std::string_view rest = {});

}  // namespace breachd::ctl
