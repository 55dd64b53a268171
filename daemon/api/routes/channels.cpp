// A test message over one channel.
#include "api/routes/handlers.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

void test_channel(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    engine::SendTest command{call->part(0), members.text("to")};
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (context.services.settings()->channel(command.channel) == nullptr)
        return call->respond(problem(404, "there is no such channel"));
    context.command(call, "", std::move(command));
}

}  // namespace breachd::api
