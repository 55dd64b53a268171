// The daemon's own clock as its answers carry it: "Fri, 20 Nov 2026 10:30:00 GMT".
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.hpp"

namespace breachd::ctl {

std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace breachd::ctl
