// What the proof of a store found (store/proof), in words: for the page, the log and breachctl.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// A word that is not known is said as it is.
std::string damage_text(std::string_view what, std::string_view where, std::string_view language);

}  // namespace breachd
