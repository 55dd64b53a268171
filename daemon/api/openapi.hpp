// The text of openapi.yaml, put into the program when it is built.
#pragma once

#include <string_view>

namespace breachd::api {

extern const std::string_view kOpenapi;

}  // namespace breachd::api
