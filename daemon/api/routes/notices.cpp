// The notice to subjects: its draft, its release, its stop button; and the public notice.
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "core/telling/notice.hpp"

namespace breachd::api {

namespace {

json::object text_json(const NoticeText& text) {
    return {{"subject", text.subject}, {"body", text.body}, {"short", text.short_text}};
}

json::value nullable(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object draft_json(const Incident& incident, const Settings& settings) {
    NoticeDraft draft = draft_notice(incident, settings);
    json::array missing;
    for (const auto& item : draft.missing)
        missing.push_back({{"id", item.id},
                           {"citation", item.citation},
                           {"label", to_json(item.label)},
                           {"facts", to_json(item.facts)}});
    json::object out;
    out["vi"] = text_json(draft.vi);
    out["en"] = text_json(draft.en);
    out["missing"] = std::move(missing);
    out["sha256"] = draft.sha256;
    out["drafter"] = nullable(incident.notice_drafter);
    if (incident.notice_version > 0)
        out["released"] = incident.notice_version;
    else
        out["released"] = nullptr;
    return out;
}

}  // namespace

void get_notice(Context& context, const CallPtr& call) {
    context.read(call, [call, settings = context.services.settings()](store::Reader& reader) {
        auto incident = facts_of(reader, call->part(0));
        if (!incident) return problem(incident.error());
        auto etag = quoted_etag(std::to_string(incident->version));
        return json_response(draft_json(*incident, *settings)).with("ETag", etag);
    });
}

void put_notice(Context& context, const CallPtr& call) {
    auto draft = http::body_object(call->request);
    if (!draft) return call->respond(problem(draft.error()));
    context.command_of_texts(call, call->part(0), engine::PutNotice{*draft}, *draft);
}

void release_notice(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    context.command(call, call->part(0), engine::ReleaseNotice{});
}

void pause_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::PauseNotice{in.text("reason")}; });
}

void resume_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::ResumeNotice{in.text("reason")}; });
}

void get_public_notice(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        auto incident = reader.incident(call->part(0));
        if (!incident) return problem(404, "there is no such incident");
        json::object out;
        if (const auto* notice = incident->if_contains("public_notice"); notice != nullptr && notice->is_object())
            out = notice->get_object();
        out["incident_id"] = call->part(0);
        return json_response(out).with("ETag", quoted_etag(json::serialize((*incident)["version"])));
    });
}

void publish_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::PublishNotice{in.needed("reason")}; });
}

}  // namespace breachd::api
