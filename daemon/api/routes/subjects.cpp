// The people to be told: how far it has come, and every delivery. Their import is import.cpp.
#include "api/lists.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_subjects_status(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        return json_response(reader.subjects_status(call->part(0)));
    });
}

void list_deliveries(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    std::string_view state = call->request.query_value("state");
    store::SendState known{};
    if (!state.empty() && !boost::describe::enum_from_string(std::string(state).c_str(), known))
        return call->respond(problem(Error{ErrorCode::invalid, "is not a state of a delivery", "state"}));
    context.read(call, [call, window = *window](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        const Request& request = call->request;
        return list_response(reader.deliveries(call->part(0), request.query_value("state"),
                                               request.query_value("channel"), window.cursor, window.limit),
                             window);
    });
}

}  // namespace breachd::api
