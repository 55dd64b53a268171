// The engine's typed answers as HTTP: status, ETag, Retry-After and the JSON of the contract. The only place that knows
// both. Pure.
#pragma once

#include "base/result.hpp"
#include "engine/answers.hpp"
#include "http/http.hpp"

namespace breachd::api {

http::Response response_of(const Result<engine::Answer>& answer);

}  // namespace breachd::api
