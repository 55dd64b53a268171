// Errors as application/problem+json (RFC 9457).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/http.hpp"

namespace breachd::http {

// One fault of the input: its place (JSON Pointer, "line 17 column 3", a parameter's name) and a sentence.
struct Fault {
    std::string pointer;
    std::string detail;
};

int status_of(ErrorCode code);
// `type`: a URN by which a program knows this very problem; "" : the status says it.
Response problem(int status, std::string_view detail, const std::vector<Fault>& faults = {},
                 std::string_view type = "");
// 401 comes with WWW-Authenticate, 429 and 503 with Retry-After.
Response problem(const Error& error);

}  // namespace breachd::http
