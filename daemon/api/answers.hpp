// The engine's typed answers as HTTP: status, ETag, Retry-After and the JSON of the contract. The only place that knows
// both. Pure.
#pragma once

#include "base/result.hpp"
#include "engine/answers.hpp"
#include "http/http.hpp"

namespace breachd::api {

http::Response response_of(const Result<engine::Answer>& answer);
// The answer to an import, with what its reader said of the list in `import`.
http::Response imported_response(const engine::Answer& answer, json::object list);

}  // namespace breachd::api
