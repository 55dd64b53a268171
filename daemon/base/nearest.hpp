// What somebody may have meant who mistyped a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace breachd {

// Of the known words the one that is closest to a mistyped one; null where none is near.
const std::string* nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace breachd
