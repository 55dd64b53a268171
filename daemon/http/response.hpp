// Responses of the usual kinds. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "http/http.hpp"

namespace breachd::http {

Response text_response(int status, std::string text);
Response json_response(const json::value& body, int status = 200);
std::string quoted_etag(std::string_view tag);

}  // namespace breachd::http
