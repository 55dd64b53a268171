// Text for SMS and the like: how long it is, how it is cut, what gateways take. {{code}} and {{content_url}} are
// filled in when a letter is written.
#pragma once

#include <string>
#include <string_view>

#include "core/incident/incident.hpp"

namespace breachd {

// "Công ty Cổ phần Ví Dụ" is Ví Dụ: what people know the organisation by, where there is no room for more.
std::string without_legal_form(std::string_view name);

// UTF-16 units of UTF-8 text: what a text message is counted in.
std::size_t utf16_units(std::string_view text);
// Its front, at most so many units, at the end of a word where one is near.
std::string cut_units(std::string_view text, std::size_t units_max);
// Without what gateways refuse, on one line.
std::string safe_for_sms(std::string_view text);

// The address of the content page in a short text, as short as it can be written.
std::string with_content_url(std::string short_text, std::string_view address);

}  // namespace breachd
