// What channels can do, whether one works, and a test message over it.
#include "api/routes/handlers.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

void list_channels(Context& context, const CallPtr& call) {
    call->respond(json_response(json::object{{"items", context.services.channels()}, {"next", nullptr}}));
}

void check_channel(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto to = members.text("to");
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (context.services.settings()->channel(call->part(0)) == nullptr)
        return call->respond(problem(404, "there is no such channel"));
    auto answer = [call, loop = context.loop](json::object made) {
        loop->post([call, made = std::move(made)] { call->respond(json_response(made)); });
    };
    if (!context.services.check_channel(call->part(0), std::move(to), std::move(answer)))
        call->respond(problem(503, "too many checks are waiting; try again").with("Retry-After", "5"));
}

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
