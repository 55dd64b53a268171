// Words for the states and members of answers on a terminal, "vi / en", so that nobody needs to know the API's names.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace breachd::ctl {

// "quá hạn / overdue" of a state of incidents, duties, people, messages, runs or pages; another word as it is.
std::string state_label(std::string_view word);
// "số người / subjects" of a member; another name as it is.
std::string member_label(std::string_view path);
// One line a member of an object and of the objects in it; moments as Vietnam's.
std::string members_text(const json::value& value);

}  // namespace breachd::ctl
