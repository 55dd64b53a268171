// The daemon's own clock: how it stands, and a person's word that the machine's is right.
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_clock(Context& context, const CallPtr& call) { call->respond(json_response(context.services.clock())); }

void confirm_clock(Context& context, const CallPtr& call) {
    command_from(context, call, "", [](http::Members& in) { return engine::ConfirmClock{in.needed("reason")}; });
}

}  // namespace breachd::api
