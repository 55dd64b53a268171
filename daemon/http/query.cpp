#include "http/query.hpp"

namespace breachd::http {

Result<bool> query_flag(const Request& request, std::string_view name) {
    std::string_view text = request.query_value(name);
    if (text.empty() || text == "false") return false;
    if (text == "true") return true;
    return Error{ErrorCode::invalid, "must be true or false", std::string(name)};
}

Result<std::optional<Instant>> query_time(const Request& request, std::string_view name) {
    std::string_view text = request.query_value(name);
    if (text.empty()) return std::optional<Instant>();
    auto at = parse_rfc3339(text);
    if (!at) return Error{ErrorCode::invalid, at.error().message, std::string(name)};
    return std::optional<Instant>(*at);
}

}  // namespace breachd::http
