// Heads of messages apart from their grammar: what a request's head must be, and how a response's is written. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/http.hpp"
#include "settings/server.hpp"

namespace breachd::http {

// Anything that two programs could read in two ways is refused. `version`: 10 or 11.
std::optional<Response> fault_of_head(const Request& request, std::string_view target, int version,
                                      const Limits& limits);

// "http://host/path?x" and "/path?x" -> path and query.
Result<void> split_target(std::string_view target, Request& request);

// Who sent it. X-Forwarded-For counts only when the peer is a trusted proxy: then it is the rightmost address there
// that is not a trusted proxy's, "unknown" when that is no address, and the leftmost when all are.
std::string client_address(const Request& request, const ServerSettings& options);

bool may_have_body(int status);

// Status line and fields with the empty line behind them. A line break inside a value becomes a blank: it would be a
// field of somebody else's making.
std::string response_head(const Response& response, std::string_view date, bool close);

}  // namespace breachd::http
