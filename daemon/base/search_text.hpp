// Text as people search for it: "ro ri du lieu" finds "Rò rỉ dữ liệu". Pure.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// Lower case, without marks over and under letters, đ as d; blanks as one. Wrong bytes become U+FFFD.
std::string folded_for_search(std::string_view text);

// Without marks over and under letters, đ as d, Đ as D; else as it is. A text message of such letters takes half the
// room.
std::string without_marks(std::string_view text);

}  // namespace breachd
