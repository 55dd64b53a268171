// POST /-/reload: the configuration is read again on a thread of its own; the answer waits for it.
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

Response reload_response(const Reloaded& done) {
    if (!done) {
        // 500 for every cause: the old configuration is still in force.
        const Error& error = done.error();
        return problem(500, error.text(),
                       error.where.empty() ? std::vector<Fault>{} : std::vector<Fault>{{error.where, error.message}});
    }
    return json_response(json::object{{"reloaded", true}, {"warnings", to_json(*done)}});
}

}  // namespace

void post_reload(Context& context, const CallPtr& call) {
    bool begun = context.services.reload([call, way_back = context.loop](Reloaded done) {
        way_back->post([call, done = std::move(done)] { call->respond(reload_response(done)); });
    });
    if (!begun) call->respond(problem(409, "a reload is under way"));
}

}  // namespace breachd::api
