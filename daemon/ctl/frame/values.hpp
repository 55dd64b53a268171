// The kinds of values that the command line checks before a command runs, by the name that the help shows for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace breachd::ctl {

// The words of a choice "a|b|c"; none of another kind.
std::vector<std::string> choices_of(std::string_view kind);
bool is_checked(std::string_view kind);
// Why this is no value of the kind, Vietnamese / English; "" of a good one.
std::string fault_of(std::string_view kind, const std::string& value);

}  // namespace breachd::ctl
