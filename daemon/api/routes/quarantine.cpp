// What waits in quarantine, shown, and read again after a fix; and how the senders are heard.
#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "core/words/refusal_words.hpp"
#include "http/query.hpp"
#include "intake/read.hpp"

namespace breachd::api {

namespace {

// Reads the kept message as its source is read today.
Result<engine::IngestAlerts> read_again(const Settings& settings, const std::string& id,
                                        const store::Quarantined& kept) {
    const Source* source = settings.source(kept.source);
    if (source == nullptr) return Error{ErrorCode::conflict, "its source is no longer configured", kept.source};
    auto headers = parse_json(kept.headers.empty() ? "{}" : kept.headers);
    if (!headers || !headers->is_object()) return Error{ErrorCode::conflict, "its headers cannot be read", id};
    auto header = [&](std::string_view name) -> std::string_view {
        const auto* value = headers->get_object().if_contains(name);
        return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
    };
    auto plain = intake::unpacked(kept.body, header("content-encoding"), *source);
    auto command = plain ? intake::read_alerts(*source, {*plain, kept.content_type, header}, settings)
                         : intake::unreadable(*source, {kept.body, kept.content_type, header}, plain.error());
    command.quarantine_id = id;
    command.headers = kept.headers;
    return command;
}

}  // namespace

void list_quarantine(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    auto waiting = http::query_flag(call->request, "waiting");
    if (!waiting) return call->respond(problem(waiting.error()));
    context.read(call, [window = *window, waiting = *waiting](store::Reader& reader) {
        return list_response(reader.quarantine(waiting, window.cursor, window.limit), window);
    });
}

void get_quarantined(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        auto item = reader.quarantine_item(call->part(0));
        return item ? json_response(std::move(*item)) : problem(item.error());
    });
}

void replay_quarantine(Context& context, const CallPtr& call) {
    auto id = call->part(0);
    context.read_then<store::Quarantined>([id](store::Reader& reader) { return reader.quarantined(id); },
                                          [&context, call, id](Result<store::Quarantined> kept) {
                                              if (!kept) return call->respond(problem(kept.error()));
                                              auto command = read_again(*context.services.settings(), id, *kept);
                                              if (!command) return call->respond(problem(command.error()));
                                              context.command(call, "", std::move(*command));
                                          });
}

void discard_quarantine(Context& context, const CallPtr& call) {
    command_from(context, call, "", [&](http::Members& in) {
        return engine::DiscardQuarantine{call->part(0), in.needed("reason")};
    });
}

namespace {

using RefusedSenders = std::map<std::string, intake::Refusals::Sender>;

// Since the start; null when nothing was refused.
json::value last_refusal(const RefusedSenders& refused, const std::string& whose) {
    auto found = refused.find(whose);
    if (found == refused.end()) return nullptr;
    const auto& [count, last_at, last] = found->second;
    std::string cause = boost::describe::enum_to_string(last.cause, "?");
    return json::object{
        {"at", to_json(last_at)},
        {"count", count},
        {"cause", cause},
        {"why",
         {{"vi", words::refusal(cause, last.seconds, "vi")}, {"en", words::refusal(cause, last.seconds, "en")}}}};
}

}  // namespace

// Every configured source and hook, heard or not.
void list_sources(Context& context, const CallPtr& call) {
    context.read(call, [settings = context.services.settings(),
                        refused = context.refusals.all()](store::Reader& reader) {
        auto senders = reader.senders();
        json::array items;
        for (const auto& source : settings->sources) {
            const auto& sender = senders[source.name];
            const auto& every = source.expect_every;
            items.push_back({{"source", source.name},
                             {"format", source.format},
                             {"last_heard_at", to_json(sender.last_heard_at)},
                             {"silent_since", to_json(sender.silent_since)},
                             {"expect_every_s", every ? json::value(every->count() / 1000) : json::value(nullptr)},
                             {"quarantined", sender.quarantined},
                             {"last_refusal", last_refusal(refused, "source " + source.name)}});
        }
        json::array hooks;
        for (const auto& hook : settings->hooks)
            hooks.push_back({{"hook", hook.name},
                             {"type", hook.type},
                             {"last_refusal", last_refusal(refused, "hook " + hook.name)}});
        return json_response(json::object{{"items", std::move(items)}, {"hooks", std::move(hooks)}, {"next", nullptr}});
    });
}

}  // namespace breachd::api
