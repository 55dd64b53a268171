// POST /api/v1/alerts/{source}: prove the sender, bound, read, hand over; the answer comes only after the engine's commit.
// Also the lists of what came in.
#include "api/handlers.hpp"
#include "api/handshake.hpp"
#include "api/intake.hpp"
#include "api/sender.hpp"

namespace breachd::api {

namespace {

void count_refusal(Context& context, const Source& source, const char* reason) {
    ++context.counters.refused[{source.name, reason}];
}

// Senders differ in what they try again on: being full has the status that this format's senders understand.
Response busy(const Source& source, const std::string& detail, std::int64_t seconds) {
    const auto* format = ingest::find_format(source.format);
    auto out = problem(format == nullptr ? 503 : format->overload_status, detail);
    for (auto& [name, value] : out.headers)
        if (name == "Retry-After") value = std::to_string(seconds);
    return out;
}

Result<const Source*> find_source(Context& context, Call& call) {
    call.access = context.services.access();
    const Source* source = call.access->source(call.part(0));
    if (source != nullptr) {
        if (may_send_from(*source, call.request.peer)) return source;
        count_refusal(context, *source, "address");
        return Error{ErrorCode::forbidden, "this address may not send for this source", ""};
    }
    auto caller = authenticate(call.request, *call.access);
    if (!caller) return caller.error();
    if (caller->role != Role::source) return Error{ErrorCode::forbidden, "alerts are sent with the token of their source", ""};
    return Error{ErrorCode::not_found, "there is no such source", ""};
}

engine::IngestAlerts command_of(const Context& context, const Source& source, const Request& request, Proven proven) {
    auto command = read_alerts(source, {request.body, request.header("content-type"),
                                        [&request](std::string_view name) { return request.header(name); }},
                               context.services.settings()->sent_pointers);
    command.proof = proven.proof;
    command.replay_key = std::move(proven.replay_key);
    if (!command.unreadable.empty()) command.headers = kept_headers(request);
    return command;
}

// Hands the alerts over; the answer is the engine's.
void submit_alerts(Context& context, const CallPtr& call, const Source& source, engine::IngestAlerts command) {
    context.counters.alerts[source.name] += command.alerts.size();
    context.counters.unreadable[source.name] += command.unreadable.size();
    auto envelope = context.envelope(*call, "", std::move(command));
    if (!envelope) return call->respond(problem(envelope.error()));
    // The source lives as long as the call's access.
    context.submit(std::move(*envelope), [&context, call, &source](Result<engine::Reply> reply) {
        if (reply || reply.error().code != ErrorCode::overloaded) return call->respond(response_of(std::move(reply)));
        count_refusal(context, source, "overload");
        call->respond(busy(source, reply.error().message, 1));
    });
}

}  // namespace

Result<std::size_t> admit_alerts(Context& context, Call& call) {
    auto source = find_source(context, call);
    if (!source) return source.error();
    auto caller = admit_sender(call.request, *call.access, **source);
    if (!caller) {
        count_refusal(context, **source, "proof");
        return caller.error();
    }
    call.caller = std::move(*caller);
    return (*source)->body_bytes_max;
}

void post_alerts(Context& context, const CallPtr& call) {
    const Source& source = *call->access->source(call->part(0));
    const Request& request = call->request;
    if (auto answer = graph_validation(source, request)) return call->respond(std::move(*answer));
    auto proven = prove_sender(request, source, context.wall());
    if (!proven) {
        count_refusal(context, source, "proof");
        return call->respond(problem(proven.error()));
    }
    if (auto answer = nightfall_challenge(source, request)) return call->respond(std::move(*answer));
    auto refuse = [&](std::int64_t seconds) {
        count_refusal(context, source, "rate");
        call->respond(busy(source, "this source sends more than its rate; try again later", seconds));
    };
    // Once before the work of reading, once with the number that came.
    if (auto seconds = context.rates.wait(source, 1, context.wall())) return refuse(seconds);
    auto command = command_of(context, source, request, std::move(*proven));
    std::size_t count = command.alerts.size() + command.unreadable.size();
    if (auto seconds = context.rates.wait(source, count, context.wall())) return refuse(seconds);
    context.rates.spend(source, count, context.wall());
    submit_alerts(context, call, source, std::move(command));
}

Result<std::size_t> admit_permission(Context& context, Call& call) {
    auto source = find_source(context, call);
    if (!source) return source.error();
    return 0;
}

void answer_permission(Context&, const CallPtr& call) {
    call->respond(cloudevents_permission(*call->access->source(call->part(0)), call->request));
}

void list_alerts(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [call, window = *window](store::Reader& reader) {
        const Request& request = call->request;
        return list_response(reader.alerts(request.query_value("incident"), request.query_value("source"), window.cursor, window.limit));
    });
}

}  // namespace breachd::api
