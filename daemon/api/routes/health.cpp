// Whether the daemon lives and may be sent requests.
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_healthy(Context& context, const CallPtr& call) {
    std::string text = "breachd is healthy.\n";
    if (context.services.restored && context.services.restored())
        text += "The store was put back from a copy: notices and publication wait for a person.\n";
    call->respond(text_response(200, std::move(text)));
}

void get_ready(Context& context, const CallPtr& call) {
    if (context.services.ready && context.services.ready())
        return call->respond(text_response(200, "breachd is ready.\n"));
    call->respond(text_response(503, "breachd is not ready yet.\n").with("Retry-After", "1"));
}

}  // namespace breachd::api
