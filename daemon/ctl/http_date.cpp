#include "ctl/http_date.hpp"

#include <fmt/format.h>

namespace breachd::ctl {

std::optional<Instant> parse_http_date(std::string_view text) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != 29) return std::nullopt;
    auto month = kMonths.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
    auto at = parse_rfc3339(
        fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4), month / 3 + 1, text.substr(5, 2), text.substr(17, 8)));
    if (!at) return std::nullopt;
    return *at;
}

}  // namespace breachd::ctl
