// Looking for words in a text that a person may have edited, and the placeholders that such a text may hold.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// Whether the text holds these words: capitals, spaces, line ends and punctuation make no difference. Nothing is held
// by every text.
bool says(std::string_view text, std::string_view words);

// {{kinds}} replaced.
std::string with_kinds(std::string_view text, std::string_view kinds);

}  // namespace breachd
