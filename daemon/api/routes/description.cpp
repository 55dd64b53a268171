// The description of all calls, and the schema of report.v1, as they were built in.
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

void get_report_schema(Context&, const CallPtr& call) {
    Response out;
    out.content_type = "application/schema+json";
    out.body = std::string(kReportSchema);
    out.with("Cache-Control", "no-cache");
    call->respond(std::move(out));
}

}  // namespace breachd::api
