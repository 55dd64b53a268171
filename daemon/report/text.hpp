// Vietnamese text for paper: one normal form, capitals, dates as documents write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace breachd::report {

// NFC, valid UTF-8, no control characters but line ends. Somebody's decomposed letters must not reach a font.
std::string clean_text(std::string_view text);
// Vietnamese capitals: "Công ty" -> "CÔNG TY".
std::string capitals(std::string_view text);
// Lines of a cleaned text, without empty ones.
std::vector<std::string> lines_of(std::string_view text);

// "ngày 02 tháng 3 năm 2026": days 1-9 and months 1-2 have a leading zero (Decree 30/2020).
std::string document_date(std::chrono::year_month_day day);
// From "2015-03-02"; "" when it is not a date.
std::string document_date(std::string_view iso_date);

inline constexpr std::string_view kDots = "……………";

// The text, or dots in its place.
std::string or_dots(std::string_view text);

}  // namespace breachd::report
