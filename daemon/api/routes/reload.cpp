// POST /-/reload: reads the configuration again.
#include "api/routes/handlers.hpp"

namespace breachd::api {

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

}  // namespace breachd::api
