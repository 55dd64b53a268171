// A text as a part of a URL's path or query: everything but unreserved characters as %XX (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace breachd {

std::string percent_encoded(std::string_view text);

}  // namespace breachd
