// The notice to subjects: its draft, its release, its stop button; and the public notice.
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/notice_groups.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/release.hpp"
#include "core/telling/subject.hpp"
#include "report/public_notice.hpp"

namespace breachd::api {

namespace {

json::object text_json(const NoticeText& text) {
    return {{"subject", text.subject}, {"body", text.body}, {"short", text.short_text}};
}

json::value nullable(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array approvals_json(const Incident& incident, std::string_view sha256) {
    json::array out;
    for (const auto& each : approvals_of(incident, sha256))
        out.push_back({{"by", each.by}, {"role", each.by_dpo ? "dpo" : "responder"}, {"at", format_rfc3339(each.at)}});
    return out;
}

json::array refusals_json(const Incident& incident, std::string_view sha256) {
    json::array out;
    for (const auto& each : refusals_of(incident, sha256))
        out.push_back({{"by", each.by}, {"reason", each.reason}, {"at", format_rfc3339(each.at)}});
    return out;
}

// Null when nobody was asked to read the present text.
json::value request_json(const Incident& incident, std::string_view sha256) {
    const auto& request = incident.notice_request;
    if (!request || request->sha256 != sha256) return nullptr;
    return json::object{{"by", request->by}, {"note", nullable(request->note)}, {"at", format_rfc3339(request->at)}};
}

// The texts that the present ones are compared with: those approved last, else those released last, else those that the
// facts alone make. Null when nothing differs.
json::value text_before(store::Reader& reader, const Incident& incident, const Settings& settings,
                        const NoticeDraft& draft) {
    const auto& approvals = incident.notice_approvals;
    auto hash = approvals.empty() ? incident.notice_hash : approvals.back().document;
    json::object out;
    if (auto kept = hash.empty() ? std::nullopt : reader.document(incident.id, hash)) {
        auto texts = parse_json(kept->bytes);
        if (!texts || !texts->is_object()) return nullptr;
        out["what"] = approvals.empty() ? "released" : "approved";
        for (const char* language : {"vi", "en"}) out[language] = texts->get_object()[language];
    } else {
        auto plain = incident;
        plain.notice_overrides.clear();
        auto made = draft_notice(plain, settings);
        out["what"] = "template";
        out["vi"] = text_json(made.vi);
        out["en"] = text_json(made.en);
    }
    bool same = out["vi"] == text_json(draft.vi) && out["en"] == text_json(draft.en);
    return same ? json::value(nullptr) : json::value(std::move(out));
}

json::array missing_json(const std::vector<MissingItem>& items) {
    json::array out;
    for (const auto& item : items)
        out.push_back({{"id", item.id},
                       {"citation", item.citation},
                       {"label", to_json(item.label)},
                       {"facts", to_json(item.facts)},
                       {"language", nullable(item.language)}});
    return out;
}

// What people with only these kinds of data get in the place of the whole text.
json::array texts_by_kinds(const Incident& incident, const Settings& settings) {
    json::array out;
    for (const auto& [kinds, draft] : drafts_by_kinds(incident, settings))
        out.push_back({{"kinds", to_json(kinds_in(kinds))}, {"vi", text_json(draft.vi)}, {"en", text_json(draft.en)}});
    return out;
}

json::array cuts_json(const std::vector<ShortCut>& cuts) {
    json::array out;
    for (const auto& cut : cuts)
        out.push_back({{"language", cut.language}, {"what", cut.what == ShortCut::name ? "name" : "sentence"}});
    return out;
}

json::array empty_json(const std::vector<EmptyItem>& items) {
    json::array out;
    for (const auto& item : items) out.push_back({{"id", item.id}, {"label", to_json(item.label)}});
    return out;
}

json::object draft_json(store::Reader& reader, const Incident& incident, const Settings& settings) {
    NoticeDraft draft = draft_notice(incident, settings);
    json::array faults;
    for (const auto& fault : draft.faults) faults.push_back({{"where", fault.where}, {"what", fault.what}});
    json::object out;
    out["vi"] = text_json(draft.vi);
    out["en"] = text_json(draft.en);
    out["missing"] = missing_json(draft.missing);
    out["faults"] = std::move(faults);
    out["demanded"] = draft.demanded;
    out["empty"] = empty_json(draft.empty);
    out["short_cut"] = cuts_json(draft.cuts);
    out["by_kinds"] = texts_by_kinds(incident, settings);
    out["whole_text_at"] = nullable(draft.whole_text_at);
    out["sha256"] = draft.sha256;
    out["page_sha256"] = public_page_sha256(incident, settings, PageText::draft);
    out["drafter"] = nullable(incident.notice_drafter);
    out["authors"] = to_json(authors_of(incident));
    out["approvals"] = approvals_json(incident, draft.sha256);
    out["request"] = request_json(incident, draft.sha256);
    out["refusals"] = refusals_json(incident, draft.sha256);
    out["before"] = text_before(reader, incident, settings, draft);
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
        return json_response(draft_json(reader, *incident, *settings)).with("ETag", etag);
    });
}

void put_notice(Context& context, const CallPtr& call) {
    auto draft = http::body_object(call->request);
    if (!draft) return call->respond(problem(draft.error()));
    context.command_of_texts(call, call->part(0), engine::PutNotice{*draft}, *draft);
}

void approve_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::ApproveNotice{in.needed("sha256")}; });
}

void ask_for_approval(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        return engine::AskForApproval{in.needed("sha256"), in.text("note")};
    });
}

void refuse_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        return engine::RefuseNotice{in.needed("sha256"), in.needed("reason")};
    });
}

void test_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        return engine::TestNotice{in.needed("channel"),
                                  in.one_of<std::string>("language", {{"vi", "vi"}, {"en", "en"}}, "vi")};
    });
}

void release_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        engine::ReleaseNotice release;
        release.to = in.one_of<engine::ReleaseTo>(
            "to", {{"everyone", engine::ReleaseTo::everyone}, {"not_yet_told", engine::ReleaseTo::not_yet_told}},
            engine::ReleaseTo::by_text);
        if (in.flag("alone").value_or(false)) release.alone = in.needed("reason");
        return release;
    });
}

void pause_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::PauseNotice{in.text("reason")}; });
}

void stop_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        return engine::PauseNotice{in.needed("reason"), true};
    });
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

// The page before it goes up: as it would go up now, or as a release of the draft would approve it.
void preview_public_notice(Context& context, const CallPtr& call) {
    auto of = std::string(call->request.query_value("of"));
    if (!of.empty() && of != "draft" && of != "released")
        return call->respond(problem(422, "of must be draft or released"));
    auto text = of == "draft" ? PageText::draft : PageText::released;
    context.read(call, [call, text, settings = context.services.settings()](store::Reader& reader) {
        auto incident = facts_of(reader, call->part(0));
        if (!incident) return problem(incident.error());
        auto etag = quoted_etag(std::to_string(incident->version));
        json::object out{{"incident_id", incident->id}};
        for (const char* language : {"vi", "en"})
            out[language] = report::public_notice_look(*incident, *settings, text, language);
        out["sha256"] = public_page_sha256(*incident, *settings, text);
        out["approved_sha256"] = nullable(incident->page_approved);
        out["missing"] = missing_json(missing_items(*incident, *settings));
        out["goes_up_at"] = to_json(incident->public_notice.goes_up_at);
        return json_response(out).with("ETag", etag);
    });
}

void publish_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [](http::Members& in) {
        return engine::PublishNotice{in.needed("reason"), in.text("page_sha256")};
    });
}

void approve_public_page(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::ApprovePage{in.needed("page_sha256")}; });
}

void withdraw_public_notice(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::WithdrawNotice{in.needed("reason")}; });
}

}  // namespace breachd::api
