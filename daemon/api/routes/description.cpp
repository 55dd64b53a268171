// The description of all calls, as it was built in.
#include "api/openapi.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_openapi(Context&, const CallPtr& call) {
    Response out;
    out.content_type = "application/yaml";
    out.body = std::string(kOpenapi);
    out.with("Cache-Control", "no-cache");
    call->respond(std::move(out));
}

}  // namespace breachd::api
