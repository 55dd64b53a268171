// Health, reload, who is on call, tests of channels, and the description of all this.
#include "api/handlers.hpp"
#include "api/openapi.hpp"

namespace breachd::api {

void get_healthy(Context&, const CallPtr& call) { call->respond(text_response(200, "breachd is healthy.\n")); }

void get_ready(Context& context, const CallPtr& call) {
    if (context.services.ready && context.services.ready())
        return call->respond(text_response(200, "breachd is ready.\n"));
    call->respond(text_response(503, "breachd is not ready yet.\n").with("Retry-After", "1"));
}

void post_reload(Context& context, const CallPtr& call) {
    auto done = context.services.reload();
    if (!done) {
        // 500 whatever the cause: the old configuration is still in force.
        Error error = done.error();
        return call->respond(
            problem(500, error.text(),
                    error.where.empty() ? std::vector<Fault>{} : std::vector<Fault>{{error.where, error.message}}));
    }
    json::array warnings;
    for (auto& warning : *done) warnings.emplace_back(std::move(warning));
    call->respond(json_response(json::object{{"reloaded", true}, {"warnings", std::move(warnings)}}));
}

void get_openapi(Context&, const CallPtr& call) {
    Response out;
    out.content_type = "application/yaml";
    out.body = std::string(kOpenapi);
    out.with("Cache-Control", "no-cache");
    call->respond(std::move(out));
}

void get_on_call(Context& context, const CallPtr& call) {
    auto at = query_time(call->request, "at");
    if (!at) return call->respond(problem(at.error()));
    call->respond(json_response(context.services.on_call(at->value_or(context.now()))));
}

void get_whoami(Context& context, const CallPtr& call) {
    const char* mode = context.services.settings()->mode == Mode::drill ? "drill" : "live";
    call->respond(json_response(json::object{
        {"name", call->caller->name}, {"role", std::string(role_name(call->caller->role))}, {"mode", mode}}));
}

void list_channels(Context& context, const CallPtr& call) {
    call->respond(json_response(json::object{{"items", context.services.channels()}, {"next", nullptr}}));
}

void check_channel(Context& context, const CallPtr& call) {
    auto body = body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    Members members(std::move(*body));
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
    auto body = body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    Members members(std::move(*body));
    engine::SendTest command{call->part(0), members.text("to")};
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (context.services.settings()->channel(command.channel) == nullptr)
        return call->respond(problem(404, "there is no such channel"));
    context.command(call, "", std::move(command));
}

}  // namespace breachd::api
