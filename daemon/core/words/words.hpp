// Facts in words, for everything that people read: notices, reports, public pages. Vietnamese first, English second.
// fact_text() and kinds_text() (core/telling/notice.hpp) are built on these.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "settings/law.hpp"

namespace breachd {

bool is_english(std::string_view language);
// The text in the wanted language; anything that is not "en" is Vietnamese.
std::string_view pick(std::string_view language, std::string_view vi, std::string_view en);

// Appends `part` behind a separator; an empty part adds nothing.
void join(std::string& out, std::string_view separator, std::string_view part);
// Without spaces and line ends at the end.
std::string trimmed(std::string text);

// With a capital letter in front; of the letters beyond ASCII it knows đ alone, with which our texts begin.
std::string capitalised(std::string text);

// 1.200 in Vietnamese, 1,200 in English.
std::string count_text(std::int64_t count, std::string_view language);
std::string time_text(Instant at, std::string_view language);
std::string day_text(Instant at);  // 28/11/2031, Vietnam's day
// The edition's label of a kind of data; the id itself when the edition does not know it.
std::string kind_label(std::string_view id, const Edition* edition, std::string_view language);
// Its short name there, for text messages and lists; the label when it has none.
std::string kind_short(std::string_view id, const Edition* edition, std::string_view language);
// A party of the incident: a string, or {"name", "role"} as "name (role)".
std::string party_text(const json::value& party, std::string_view language);

}  // namespace breachd
