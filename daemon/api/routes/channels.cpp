// What channels can do, whether one works, and a test message over it.
#include "api/routes/handlers.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

// The address in the body of a call about a configured channel; nothing when the call was answered with its fault.
std::optional<std::string> asked_address(const Context& context, const CallPtr& call) {
    auto answer = [&](Response response) {
        call->respond(std::move(response));
        return std::nullopt;
    };
    auto body = http::body_object(call->request);
    if (!body) return answer(problem(body.error()));
    http::Members members(std::move(*body));
    auto to = members.text("to");
    if (auto faults = members.faults()) return answer(std::move(*faults));
    if (context.services.settings()->channel(call->part(0)) == nullptr)
        return answer(problem(404, "there is no such channel"));
    return to;
}

}  // namespace

void list_channels(Context& context, const CallPtr& call) {
    call->respond(json_response(json::object{{"items", context.services.channels()}, {"next", nullptr}}));
}

void check_channel(Context& context, const CallPtr& call) {
    auto to = asked_address(context, call);
    if (!to) return;
    auto answer = [call, loop = context.loop](json::object made) {
        loop->post([call, made = std::move(made)] { call->respond(json_response(made)); });
    };
    if (!context.services.check_channel(call->part(0), std::move(*to), std::move(answer)))
        call->respond(problem(503, "too many checks are waiting; try again"));
}

void test_channel(Context& context, const CallPtr& call) {
    if (auto to = asked_address(context, call))
        context.command(call, "", engine::SendTest{call->part(0), std::move(*to)});
}

}  // namespace breachd::api
