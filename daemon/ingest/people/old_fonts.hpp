// Names that were written in the fonts before Unicode, TCVN3 (.VnTime) and VNI, where letters of Latin-1 stand for
// Vietnamese ones: "NguyÔn ThÞ H»ng", "Nguyeãn Thò Haèng". Pure.
#pragma once

#include <string_view>

namespace breachd::ingest {

// Letters alone are no proof: "McÉvoy", "Leão" and "Maâlouf" have those of the old fonts too. A word with such letters
// must also read as a Vietnamese syllable in the old font, and more words must do so than not.
// `name`: a letter each, composed.
bool is_in_old_font(std::u32string_view name);

}  // namespace breachd::ingest
