// Heads of messages beyond their grammar: checks of a request's head, and the text of a response's head. Pure.
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

// A compressed body, where the call takes none (`taken` false) or its coding is not one of ours.
std::optional<Response> fault_of_coding(const Request& request, bool taken);

// "http://host/path?x" and "/path?x" -> path and query.
Result<void> split_target(std::string_view target, Request& request);

// The address of the sender. X-Forwarded-For counts only when the peer is a trusted proxy: then the sender is the
// rightmost address there that is not a trusted proxy's; "unknown" when that is no address; the leftmost when all are.
std::string client_address(const Request& request, const ServerSettings& options);

bool may_have_body(int status);

// Status line, fields and the empty line after them. A line break inside a value becomes a blank, so that a value
// cannot add a field.
std::string response_head(const Response& response, std::string_view date, bool close);

}  // namespace breachd::http
