// The texts of openapi.yaml and report.v1.schema.json, put into the program when it is built.
#pragma once

#include <string_view>

namespace breachd::api {

extern const std::string_view kOpenapi;
extern const std::string_view kReportSchema;

}  // namespace breachd::api
