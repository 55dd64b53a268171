// POST /api/v1/hooks/{integration}: acknowledgements and delivery receipts from outside. The signature is checked over
// the raw body before anything in it is read; it proves the provider, not the person: who acknowledges is
// somebody whom the configuration knows, or the call stops nothing. An unknown hook and a bad signature look the same
// from outside. A provider is answered with no more than it needs.
#include "api/routes/handlers.hpp"
#include "api/routes/hook_receipt.hpp"
#include "api/routes/provider_hooks.hpp"
#include "base/utf8.hpp"
#include "http/json_body.hpp"
#include "notifiers/signature.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kHookBytesMax = 256 * 1024;

Error bad_signature() { return Error{ErrorCode::unauthorized, "the signature is not valid", ""}; }

// Under either of the names that Standard Webhooks goes by.
std::string_view webhook_header(const Request& request, const std::string& what) {
    auto sent = request.header("webhook-" + what);
    return sent.empty() ? request.header("svix-" + what) : sent;
}

// "" when the hook carries no id of its own.
std::string webhook_id(const Request& request) { return std::string(webhook_header(request, "id")).substr(0, 256); }

using Cause = intake::RefusalCause;

bool is_secret_of(const Hook& hook, std::string_view shown) {
    bool good = false;
    for (const auto& secret : hook.secrets) good |= equal_constant_time(shown, secret);
    return good;
}

// None: it is the provider.
std::optional<intake::Refusal> fault_of(const Hook& hook, const Request& request, Instant wall) {
    if (hook.type == "zalo") return zalo_fault(hook, request, wall);
    if (hook.type == "secret_path") return intake::Refusal{Cause::nothing_shown, 0};
    if (hook.type == "bearer") {
        auto token = presented_token(request);
        if (token && is_secret_of(hook, *token)) return std::nullopt;
        return intake::Refusal{token ? Cause::token_unknown : Cause::nothing_shown, 0};
    }
    auto signatures = webhook_header(request, "signature");
    if (signatures.empty()) return intake::Refusal{Cause::nothing_shown, 0};
    SignatureFault fault;
    auto verified = verify_webhook(hook.secrets, webhook_header(request, "id"), webhook_header(request, "timestamp"),
                                   signatures, request.body, wall, &fault);
    return verified ? std::nullopt : std::optional(intake::refusal_of(fault));
}

Result<engine::HookAcknowledge> acknowledgement_of(const Settings& settings, const Hook& hook, std::string webhook_id,
                                                   http::Members& data) {
    auto named = data.text("by");
    auto by = settings.known_person(named);
    if (!by && !hook.person.empty()) by = hook.person;
    if (!by)
        return Error{ErrorCode::unprocessable,
                     named.empty() ? "is needed" : "nobody of this id or name is configured; nothing was acknowledged",
                     "/data/by"};
    return engine::HookAcknowledge{hook.name, std::move(webhook_id), *by, printable(data.text("note")).text};
}

Result<engine::Envelope> envelope_of(const Settings& settings, const Hook& hook, const Request& request) {
    auto body = http::body_object(request);
    if (!body) return body.error();
    http::Members outer(std::move(*body));
    std::string type = outer.needed("type");
    auto inner = outer.object("data");
    http::Members data(inner);
    engine::Envelope out;
    out.actor = "hook:" + hook.name;
    if (type == "incident.acknowledge") {
        if (!hook.receipts.empty())
            return Error{ErrorCode::forbidden, "this hook brings receipts: it may not acknowledge", "/type"};
        out.incident = data.text("incident_id");
        if (out.incident.empty()) return Error{ErrorCode::unprocessable, "is needed", "/data/incident_id"};
        auto command = acknowledgement_of(settings, hook, webhook_id(request), data);
        if (!command) return command.error();
        out.person = command->by;
        out.command = std::move(*command);
        return out;
    }
    if (type == "delivery.receipt") {
        auto receipt = receipt_of(hook, webhook_id(request), inner);
        if (!receipt) return receipt.error();
        out.command = std::move(*receipt);
        return out;
    }
    return Error{ErrorCode::unprocessable, "must be incident.acknowledge or delivery.receipt", "/type"};
}

// Zalo wants 200 within two seconds for whatever it says, or switches the hook off after an hour of anything else.
// Only a receipt that came before our own outcome is to be said again.
void answer_zalo(Context& context, const CallPtr& call, const Hook& hook) {
    auto receipt = zalo_receipt(hook, call->request);
    if (!receipt) return call->respond(json_response(json::object{}));
    engine::Envelope envelope;
    envelope.actor = "hook:" + hook.name;
    envelope.command = std::move(*receipt);
    context.submit(std::move(envelope), [call](const Result<engine::Answer>& answer) {
        bool again = !answer && answer.error().code == ErrorCode::unavailable;
        call->respond(again ? response_of(answer) : json_response(json::object{}));
    });
}

// What calls here proves only that it knows the path. Its query may hold telephone numbers: nothing of it is kept.
engine::Envelope news_of_message(const Hook& hook, const Request& request) {
    engine::Envelope out;
    out.actor = "hook:" + hook.name;
    std::string theirs(request.query_value("SMSID")), ours(theirs.empty() ? request.query_value("RequestId") : "");
    out.command = engine::PollSoon{hook.receipts, std::move(ours), std::move(theirs)};
    return out;
}

Response answer_to_provider(const Result<engine::Answer>& answer) {
    const auto* changed = answer ? std::get_if<engine::Changed>(&*answer) : nullptr;
    if (changed == nullptr) return response_of(answer);
    const auto& incident = *changed->incident;
    return json_response(json::object{{"incident_id", incident.id},
                                      {"state", to_json(incident.state)},
                                      {"acknowledged_at", to_json(incident.acknowledged_at)}});
}

}  // namespace

Result<std::size_t> admit_hook(Context&, Call& call) {
    call.body_proves = true;  // the signature covers the body, so that it can only be checked behind it
    return kHookBytesMax;
}

void post_hook(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    const Hook* hook = settings->hook(call->part(0));
    auto why = hook == nullptr ? std::optional(intake::Refusal{}) : fault_of(*hook, call->request, context.wall());
    if (why) {
        ++context.counters.hook_signatures_bad;
        if (hook != nullptr) context.refused("hook", hook->name, *why);
        return call->respond(problem(bad_signature()));
    }
    if (hook->type == "zalo") {
        context.refusals.succeeded("hook " + hook->name);
        return answer_zalo(context, call, *hook);
    }
    auto envelope = envelope_of(*settings, *hook, call->request);
    if (!envelope) {
        if (envelope.error().where == "/data/by") context.refused("hook", hook->name, {Cause::person_unknown, 0});
        return call->respond(problem(envelope.error()));
    }
    context.refusals.succeeded("hook " + hook->name);
    context.submit(std::move(*envelope),
                   [call](const Result<engine::Answer>& answer) { call->respond(answer_to_provider(answer)); });
}

void get_hook(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    const Hook* hook = settings->hook(call->part(0));
    if (hook == nullptr || hook->type != "secret_path" || !is_secret_of(*hook, call->part(1))) {
        ++context.counters.hook_signatures_bad;
        if (hook != nullptr) context.refused("hook", hook->name, {Cause::token_unknown, 0});
        return call->respond(problem(bad_signature()));
    }
    context.refusals.succeeded("hook " + hook->name);
    context.submit(news_of_message(*hook, call->request), [call](const Result<engine::Answer>& answer) {
        call->respond(answer ? json_response(json::object{}) : response_of(answer));
    });
}

}  // namespace breachd::api
