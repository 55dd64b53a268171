// Who is on call, and who is calling.
#include "api/routes/handlers.hpp"
#include "http/query.hpp"

namespace breachd::api {

void get_on_call(Context& context, const CallPtr& call) {
    auto at = http::query_time(call->request, "at");
    if (!at) return call->respond(problem(at.error()));
    call->respond(json_response(context.services.on_call(at->value_or(context.now()))));
}

void get_whoami(Context& context, const CallPtr& call) {
    const char* mode = context.services.settings()->mode == Mode::drill ? "drill" : "live";
    call->respond(json_response(json::object{
        {"name", call->caller->name}, {"role", std::string(role_name(call->caller->role))}, {"mode", mode}}));
}

}  // namespace breachd::api
