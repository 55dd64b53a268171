// Characters that HTML writes as codes: "&#7877;", "&#x1EC5;", "&ecirc;".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace breachd {

struct HtmlCode {
    std::uint32_t character = 0;  // as Unicode numbers it; 0: what is written means none
    std::size_t bytes = 0;        // of the code; 0: there is none, as in "Lan&Hoa; Mai"
};

// The code at the front of the text. By name those of HTML 4 that letters and programs have.
HtmlCode html_code_at(std::string_view text);

}  // namespace breachd
