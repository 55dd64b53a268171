// Parameters of the query. An error's place is the name of the parameter. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "http/http.hpp"

namespace breachd::http {

Result<bool> query_flag(const Request& request, std::string_view name);  // false when absent
Result<std::optional<Instant>> query_time(const Request& request, std::string_view name);

}  // namespace breachd::http
