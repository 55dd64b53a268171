// Whether what stands under "name" may greet a person. Pure.
#pragma once

#include <string_view>

namespace breachd::ingest {

// Of what is no name at all, as if the cell were empty. With another cause somebody's name stands there.
inline constexpr std::string_view kNoName = "not the name of a person";
inline constexpr std::string_view kNameIsFormula = "the name is a formula";  // no name at all, either
inline constexpr std::string_view kNameInOldFont = "the name is in an old font (TCVN3 or VNI): convert it to Unicode";
// Why it may not; "" when it may. `name`: UTF-8, composed.
std::string_view wrong_name(std::string_view name);
// A name by its great letters, not "n/a": "Na", "Nan"; and "Ko Co", as Koreans are named, not "ko co".
bool spells_a_name(std::string_view name);
// Letters that a program could not write, or wrote as those of another encoding: "Nguy?n Th?", "Nguyá»…n".
bool cannot_be_read(std::string_view text);
bool is_in_old_font(std::string_view text);
// Stars, bullets or x stand for letters: "N••••n", "Nguyễn xxx".
bool is_covered(std::string_view text);

}  // namespace breachd::ingest
