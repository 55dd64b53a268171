// What waits in quarantine, read again after a fix; and how the senders are heard.
#include "api/handlers.hpp"
#include "api/intake.hpp"

namespace breachd::api {

namespace {

// Reads the kept message as its source is read today.
Result<engine::IngestAlerts> read_again(const Access& access, const std::string& id, const store::Quarantined& kept) {
    const Source* source = access.source(kept.source);
    if (source == nullptr) return Error{ErrorCode::conflict, "its source is no longer configured", kept.source};
    auto headers = parse_json(kept.headers);
    if (!headers || !headers->is_object()) return Error{ErrorCode::conflict, "its headers cannot be read", id};
    auto header = [&](std::string_view name) -> std::string_view {
        const auto* value = headers->get_object().if_contains(name);
        return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
    };
    auto command = read_alerts(*source, {kept.body, kept.content_type, header});
    command.quarantine_id = id;
    command.headers = kept.headers;
    return command;
}

}  // namespace

void list_quarantine(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [window = *window](store::Reader& reader) {
        return list_response(reader.quarantine(window.cursor, window.limit));
    });
}

void replay_quarantine(Context& context, const CallPtr& call) {
    auto id = call->part(0);
    context.read_then<store::Quarantined>(
        [id](store::Reader& reader) { return reader.quarantined(id); },
        [&context, call, id](Result<store::Quarantined> kept) {
            if (!kept) return call->respond(problem(kept.error()));
            auto command = read_again(*context.services.access(), id, *kept);
            if (!command) return call->respond(problem(command.error()));
            context.command(call, "", std::move(*command));
        });
}

// Every configured source, heard or not.
void list_sources(Context& context, const CallPtr& call) {
    context.read(call, [access = context.services.access(), settings = context.services.settings()](store::Reader& reader) {
        std::map<std::string, json::object> heard;
        for (auto& row : reader.sources()) heard[std::string(row.at("source").as_string())] = std::move(row);
        json::array items;
        for (const auto& source : access->sources) {
            auto item = heard.contains(source.name) ? heard[source.name]
                                                    : json::object{{"source", source.name}, {"last_heard_at", nullptr}, {"silent_since", nullptr}, {"quarantined", 0}};
            const auto* known = settings->source(source.name);
            item["format"] = source.format;
            item["expect_every_s"] = known && known->expect_every ? json::value(known->expect_every->count() / 1000) : json::value(nullptr);
            items.push_back(std::move(item));
        }
        return json_response(json::object{{"items", std::move(items)}, {"next", nullptr}});
    });
}

}  // namespace breachd::api
