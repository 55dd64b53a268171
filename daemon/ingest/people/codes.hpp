// Letters that a program wrote as codes: "Nguy&#7877;n", "L&ecirc;", "Nguy\u1ec5n". Pure.
#pragma once

#include <string>
#include <string_view>

namespace breachd::ingest {

// Puts the letters back; false when there was none. Other codes stay.
bool write_out_codes(std::string& text);
// The same, and every sign that an e-mail address or what stands around it may have: "&lt;", "&#46;".
bool write_out_address(std::string& text);
// "&lsquo;", "\u2019": a code that is none of a letter.
bool has_codes(std::string_view text);

}  // namespace breachd::ingest
