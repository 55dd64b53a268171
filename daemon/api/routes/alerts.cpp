// POST /api/v1/alerts/{source}: prove the sender, bound, read, hand over; the answer comes only after the engine's
// commit. Also the lists of what came in.
#include "api/lists.hpp"
#include "api/routes/handlers.hpp"
#include "base/unpack.hpp"
#include "intake/handshake.hpp"
#include "intake/read.hpp"
#include "intake/sender.hpp"

namespace breachd::api {

namespace {

void count_refusal(Context& context, const Source& source, const char* reason) {
    ++context.counters.intake.refused[{source.name, reason}];
}

// Senders retry on different statuses: overload has the status that senders of this format understand.
Response busy(const Source& source, const std::string& detail, std::int64_t seconds) {
    const auto* format = ingest::find_format(source.format);
    auto out = problem(format == nullptr ? 503 : format->overload_status, detail);
    for (auto& [name, value] : out.headers)
        if (name == "Retry-After") value = std::to_string(seconds);
    return out;
}

// Only proven callers learn which sources exist: for others an unknown source, a wrong proof and a wrong address have
// the same answer. A caller with a known token is told the fault.
Error no_source(const Request& request, const Access& access) {
    auto caller = http::authenticate(request, access);
    if (!caller) return intake::sender_not_proven();
    if (caller->role != Role::source)
        return Error{ErrorCode::forbidden, "alerts are sent with the token of their source", ""};
    return Error{ErrorCode::not_found, "there is no such source", ""};
}

// The address is checked after the proof, so that only a proven sender learns of the address rule.
Result<Caller> admit_from_address(Context& context, const Request& request, const Access& access,
                                  const Source& source) {
    intake::Refusal why;
    auto caller = intake::admit_sender(request, access, source, why);
    bool address_fits = intake::may_send_from(source, request.peer);
    if (!address_fits) why = {intake::RefusalCause::address, 0};
    if (!address_fits || !caller) {
        count_refusal(context, source, address_fits ? "proof" : "address");
        context.refused("source", source.name, why);
    }
    if (!caller || address_fits) return caller;
    if (!intake::proven_by_head(source)) return intake::sender_not_proven();
    return Error{ErrorCode::forbidden, "this address may not send for this source", ""};
}

// Only our syslog listeners mark a body as a frame; the same mark from a sender is ignored.
std::string_view sent_type(const Request& request) {
    auto type = request.header("content-type");
    return type == intake::kSyslogFrame ? std::string_view() : type;
}

// `packed` says why the body could not be unpacked.
engine::IngestAlerts command_of(const Call& call, const Source& source, intake::Proven proven,
                                const std::optional<Error>& packed) {
    const Request& request = call.request;
    ingest::Body body{request.body, sent_type(request),
                      [&request](std::string_view name) { return request.header(name); }};
    auto command = packed ? intake::unreadable(source, body, *packed)
                          : intake::read_alerts(source, std::move(body), *call.settings);
    command.proof = proven.proof;
    command.replay_key = std::move(proven.replay_key);
    if (!command.unreadable.empty()) command.headers = intake::kept_headers(request);
    return command;
}

bool is_packed(const Request& request) {
    return coding_of(request.header("content-encoding")).value_or(Coding::none) != Coding::none;
}

// What was sent before it was compressed. Errors: too_large, invalid, and overloaded when there is no room for it.
Result<std::string> plain_body(const Call& call, const Source& source) {
    const Request& request = call.request;
    if (!is_packed(request)) return request.body;
    auto plain = intake::unpacked(request.body, request.header("content-encoding"), source);
    if (plain && call.make_room && !call.make_room(request.body.size() + plain->size()))
        return Error{ErrorCode::overloaded, "too many bodies are under way; try again", ""};
    return plain;
}

// From here on the request is as if it had come uncompressed; or why it could not be unpacked.
std::optional<Error> take_plain(Call& call, Result<std::string> plain) {
    if (!is_packed(call.request)) return std::nullopt;
    if (!plain) return plain.error();
    call.request.body = std::move(*plain);
    std::erase_if(call.request.headers, [](const auto& header) { return header.name == "content-encoding"; });
    return std::nullopt;
}

// Hands the alerts over; the answer is the engine's.
void submit_alerts(Context& context, const CallPtr& call, const Source& source, engine::IngestAlerts command) {
    std::size_t count = command.elements();
    context.counters.intake.alerts[source.name] += command.alerts.size();
    context.counters.intake.unreadable[source.name] += command.unreadable.size();
    context.counters.intake.not_alerts[source.name] += command.not_alerts;
    auto envelope = context.envelope(*call, "", std::move(command));
    if (!envelope) return call->respond(problem(envelope.error()));
    // The source lives as long as the call's settings.
    bool handed_over =
        context.submit(std::move(*envelope), [&context, call, &source](const Result<engine::Answer>& answer) {
            if (answer || answer.error().code != ErrorCode::overloaded) return call->respond(response_of(answer));
            count_refusal(context, source, "overload");
            call->respond(busy(source, answer.error().message, 1));
        });
    if (handed_over) context.rates.spend(source, count, context.wall());
}

}  // namespace

Result<std::size_t> admit_alerts(Context& context, Call& call) {
    call.settings = context.services.settings();
    const Source* source = call.settings->source(call.part(0));
    if (source == nullptr) return no_source(call.request, *call.settings);
    auto caller = admit_from_address(context, call.request, *call.settings, *source);
    if (!caller) return caller.error();
    call.caller = std::move(*caller);
    call.body_proves = !intake::proven_by_head(*source);
    return source->body_bytes_max;
}

Response overload_alerts(Context& context, const Call& call) {
    const Source& source = *call.settings->source(call.part(0));
    count_refusal(context, source, "overload");
    return busy(source, "too many bodies are under way; try again", 1);
}

void post_alerts(Context& context, const CallPtr& call) {
    const Source& source = *call->settings->source(call->part(0));
    const Request& request = call->request;
    if (auto answer = intake::graph_validation(source, request)) return call->respond(std::move(*answer));
    intake::Refusal why;
    // Only what a body itself proves is unpacked before the proof.
    bool body_first = source.needs_client_state();
    Result<std::string> plain = body_first ? plain_body(*call, source) : std::string();
    auto proven = intake::prove_sender(request, plain ? *plain : std::string(), source, context.wall(), why);
    if (!proven) {
        count_refusal(context, source, "proof");
        context.refused("source", source.name, why);
        return call->respond(problem(proven.error()));
    }
    context.refusals.succeeded("source " + source.name);
    if (!body_first && is_packed(request)) plain = plain_body(*call, source);
    if (!plain && plain.error().code != ErrorCode::invalid) {
        count_refusal(context, source, plain.error().code == ErrorCode::too_large ? "size" : "overload");
        return call->respond(plain.error().code == ErrorCode::too_large ? problem(413, plain.error().message)
                                                                        : busy(source, plain.error().message, 1));
    }
    auto damage = take_plain(*call, std::move(plain));
    if (auto answer = intake::nightfall_challenge(source, request)) return call->respond(std::move(*answer));
    if (auto seconds = context.rates.wait(source, context.wall())) {
        count_refusal(context, source, "rate");
        return call->respond(busy(source, "this source sends more than its rate; try again later", seconds));
    }
    submit_alerts(context, call, source, command_of(*call, source, std::move(*proven), damage));
}

// Event services ask before they have a proof, so a source of their format answers every caller whose address fits. For
// everybody else, and for sources that there are not, the answer is the same.
void answer_permission(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    const Source* source = settings->source(call->part(0));
    bool asks =
        source != nullptr && source->format == "cloudevents" && intake::may_send_from(*source, call->request.peer);
    call->respond(asks ? intake::cloudevents_permission(*source, call->request)
                       : problem(405, "this address takes POST").with("Allow", "POST"));
}

void list_alerts(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [call, window = *window](store::Reader& reader) {
        const Request& request = call->request;
        return list_response(
            reader.alerts(request.query_value("incident"), request.query_value("source"), window.cursor, window.limit),
            window);
    });
}

}  // namespace breachd::api
