// A text between double quotes, `"` and `\` in it behind a backslash: a mailbox of IMAP (RFC 3501, 4.3), a display name
// of a mail (RFC 5322, 3.2.4), a string of YAML. Control characters are the caller's: none of these may hold a line
// end.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// No "quoted": for a std::string the one of <iomanip> would be found first, where a header brings it.
inline std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace breachd
