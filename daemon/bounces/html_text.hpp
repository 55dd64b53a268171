// The words of a mail in HTML, without its tags and without what it quotes. Own code: of HTML only the text is wanted,
// and it is shown as text.
#pragma once

#include <string>

namespace breachd::bounces {

std::string plain_of_html(std::string html);

}  // namespace breachd::bounces
