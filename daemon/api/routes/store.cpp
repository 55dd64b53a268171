// What the store is: as it was, or put back from a copy, with what may have been sent since; and the word that work
// goes on.
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_store(Context& context, const CallPtr& call) {
    auto restored = context.services.restored ? context.services.restored() : nullptr;
    json::object out{{"state", restored ? "restored" : "normal"}, {"restored", nullptr}};
    if (restored) out["restored"] = *restored;
    call->respond(json_response(std::move(out)));
}

void continue_store(Context& context, const CallPtr& call) {
    command_from(context, call, "",
                 [](http::Members& members) { return engine::ContinueRestored{members.needed("reason")}; });
}

}  // namespace breachd::api
