// What is done to the words of a letter: looking for facts in a text that a person may have edited, its placeholders.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// Whether the text holds these words: capitals, spaces, line ends and punctuation make no difference. Nothing is held
// by every text.
bool says(std::string_view text, std::string_view words);

std::string without_links(std::string_view text, std::string_view language);
std::string without_scheme(std::string_view url);
std::string without_gaps(std::string_view text);

// {{kinds}} replaced.
std::string with_kinds(std::string_view text, std::string_view kinds);

}  // namespace breachd
