// One sentence for a person per kind of entry: what an officer reads in the time line on the worst day of the year, and
// an inspector five years later. Exact, calm, no codes, no personal data of subjects.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string summary(const Event& event, std::string_view language = "vi");

}  // namespace breachd
