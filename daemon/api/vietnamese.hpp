// Errors for people who read Vietnamese: an answer of kind problem+json is put into Vietnamese when the request asks
// for it (Accept-Language), with the fact's label beside its pointer. Pure.
#pragma once

#include "http/http.hpp"

namespace breachd::api {

// Vietnamese is what Accept-Language wants most.
bool wants_vietnamese(const http::Request& request);

// A problem in Vietnamese; every other answer as it is. A sentence that has no translation stays in English.
http::Response in_vietnamese(http::Response response);

}  // namespace breachd::api
