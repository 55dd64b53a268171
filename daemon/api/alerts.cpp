// POST /api/v1/alerts/{source}: authenticate, bound, read, hand over; the answer comes only after the engine's commit.
// Also the lists of what came in.
#include "api/handlers.hpp"
#include "api/intake.hpp"

namespace breachd::api {

namespace {

// The source of a call that was admitted. A reload may have taken it away in the meantime.
const Source* source_of(const Access& access, const Call& call) {
    return access.source(call.part(0));
}

// Senders such as Alertmanager drop what is answered with 4xx and try again after 5xx: being full is 503 here.
Response alerts_response(Result<engine::Reply> reply) {
    if (!reply && reply.error().code == ErrorCode::overloaded) {
        Error busy = reply.error();
        busy.code = ErrorCode::unavailable;
        return problem(busy);
    }
    return response_of(std::move(reply));
}

}  // namespace

Result<std::size_t> admit_alerts(Context& context, Call& call) {
    auto access = context.services.access();
    auto caller = authenticate(call.request, *access);
    if (!caller) return caller.error();
    if (caller->role != Role::source)
        return Error{ErrorCode::forbidden, "alerts are sent with the token of their source", ""};
    const Source* source = source_of(*access, call);
    if (source == nullptr) return Error{ErrorCode::not_found, "there is no such source", ""};
    if (caller->source != source->name)
        return Error{ErrorCode::forbidden, "this token belongs to another source", ""};
    call.caller = std::move(*caller);
    return source->body_bytes_max;
}

void post_alerts(Context& context, const CallPtr& call) {
    auto access = context.services.access();
    const Source* source = source_of(*access, *call);
    if (source == nullptr) return call->respond(problem(404, "there is no such source"));
    const Request& request = call->request;
    auto command = read_alerts(*source, {request.body, request.header("content-type"),
                                         [&request](std::string_view name) { return request.header(name); }});
    command.proof = SenderProof::token;
    if (command.alerts.empty() && command.unreadable.empty())
        return call->respond(json_response(json::object{{"accepted", json::array()}}, 202));
    context.counters.alerts[source->name] += command.alerts.size();
    context.counters.unreadable[source->name] += command.unreadable.size();
    auto envelope = context.envelope(*call, "", std::move(command));
    if (!envelope) return call->respond(problem(envelope.error()));
    context.submit(std::move(*envelope), [call](Result<engine::Reply> reply) {
        call->respond(alerts_response(std::move(reply)));
    });
}

void list_alerts(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [call, window = *window](store::Reader& reader) {
        const Request& request = call->request;
        return list_response(reader.alerts(request.query_value("incident"), request.query_value("source"), window.cursor, window.limit));
    });
}

void list_quarantine(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [window = *window](store::Reader& reader) {
        return list_response(reader.quarantine(window.cursor, window.limit));
    });
}

}  // namespace breachd::api
