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
// Without its last word and the space before it; "" when there is only one.
std::string_view without_last_word(std::string_view text);

// How long a short text may be, and how long the address is that {{content_url}} becomes.
struct ShortRoom {
    std::size_t units_max;
    std::size_t content_url_units;
    std::size_t units(std::string_view text) const;  // as the recipient gets it
    bool fits(std::string_view text) const { return units(text) <= units_max; }
};

// The last resort for a text that is too long: whole words are left out before its end. The end has the code and the
// place of the whole notice, as far as the text names them, with the text's own labels where they stand there in a
// sentence of their own. A place that leaves no room for anything else is left out too.
std::string cut_to_end(std::string_view text, std::string_view place, const ShortRoom& room, std::string_view language);

// Without what gateways refuse, on one line.
std::string safe_for_sms(std::string_view text);

// The address of the content page in a short text, as short as it can be written.
std::string with_content_url(std::string short_text, std::string_view address);

}  // namespace breachd
