// A letter's plain text as HTML: numbered titles become headings, lines stay lines, everything is escaped.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// Paragraphs end with an empty line. "1. Title" at the front of one is an <h2>.
std::string letter_html(std::string_view text);

// Text for <address>: escaped, e-mail addresses and telephone numbers as links.
std::string contact_html(std::string_view text);

}  // namespace breachd
