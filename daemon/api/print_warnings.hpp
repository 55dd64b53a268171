// Texts of a request that hold characters which nothing can print: they are kept replaced (base/utf8.hpp), and the
// answer says so in `warnings`. Pure.
#pragma once

#include "base/json.hpp"
#include "http/http.hpp"

namespace breachd::api {

// One {"pointer", "replaced", "detail"} a text of `body` that is kept otherwise than it was sent.
json::array print_warnings(const json::value& body, bool vietnamese);

// A JSON answer with `warnings`, when there are any; a problem stays as it is.
http::Response with_warnings(http::Response response, json::array warnings);

}  // namespace breachd::api
