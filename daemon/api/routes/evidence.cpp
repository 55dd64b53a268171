// The evidence bundle and the frozen documents of an incident. GET proves by the heads that are signed already; POST
// has a head signed first.
#include "report/evidence.hpp"
#include "api/lists.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

json::object document_json(const store::Document& document) {
    return {{"sha256", document.sha256},
            {"kind", document.kind},
            {"name", document.name},
            {"media_type", document.media_type},
            {"at", format_rfc3339(document.at)}};
}

// How far a bundle must reach: to the incident's last entry, or only to the newest signed head.
enum class Reach { last_entry, newest_head };

// Everything up to the signed head and nothing after it: later entries have no proof yet.
Result<std::string> bundle(store::Reader& reader, const std::string& id, Instant at, Reach reach) {
    if (!reader.incident(id)) return Error{ErrorCode::not_found, "there is no such incident", ""};
    auto evidence = reader.evidence(id);
    if (evidence.note.empty()) return Error{ErrorCode::unavailable, "the journal has no signed head yet", ""};
    if (reach == Reach::last_entry && !evidence.whole)
        return Error{ErrorCode::unavailable,
                     "the last entries are not signed yet: ask again within a minute, or POST to have them signed", ""};
    report::BundleInput input;
    input.incident_id = id;
    input.entries = std::move(evidence.entries);
    input.leaf_texts = std::move(evidence.leaf_texts);
    input.leaves = std::move(evidence.leaves);
    input.note = std::move(evidence.note);
    input.chain = std::move(evidence.chain);
    input.public_key = reader.public_key();
    input.sign = [&reader](std::string_view bytes) { return reader.sign(bytes); };
    for (auto& document : evidence.documents) input.documents.push_back(std::move(document.bytes));
    input.at = at;
    return report::build_bundle(input);
}

Response bundle_response(const std::string& id, Result<std::string> zip) {
    if (!zip) return problem(zip.error());
    Response out;
    out.content_type = "application/zip";
    out.with("Content-Disposition", "attachment; filename=\"" + id + "-evidence.zip\"");
    out.body = std::move(*zip);
    return out;
}

void send_bundle(Context& context, const CallPtr& call, Reach reach) {
    auto work = [call, reach, at = context.now()](store::Reader& reader) {
        return bundle_response(call->part(0), bundle(reader, call->part(0), at, reach));
    };
    context.read(call, std::move(work), Reads::papers);
}

}  // namespace

void get_evidence(Context& context, const CallPtr& call) { send_bundle(context, call, Reach::last_entry); }

void post_evidence(Context& context, const CallPtr& call) {
    auto envelope = context.envelope(*call, call->part(0), engine::SignHead{});
    if (!envelope) return call->respond(problem(envelope.error()));
    envelope->if_match.reset();
    envelope->idempotency_key.clear();  // one head more does no harm
    context.submit(std::move(*envelope), [&context, call](const Result<engine::Answer>& answer) {
        if (!answer) return call->respond(response_of(answer));
        send_bundle(context, call, Reach::newest_head);
    });
}

void list_documents(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        store::Slice slice;
        for (const auto& document : reader.documents(call->part(0), false))
            slice.items.push_back(document_json(document));
        return list_response(std::move(slice));
    });
}

void get_document(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        auto document = reader.document(call->part(0), call->part(1));
        if (!document) return problem(404, "there is no such document");
        Response out;
        // Never shown by the browser under our name: what was filed may be anything.
        out.content_type = document->media_type.empty() ? "application/octet-stream" : document->media_type;
        out.with("Content-Disposition", "attachment; filename=\"" + document->sha256.substr(0, 12) + "\"");
        out.with("X-Document-SHA256", document->sha256).with("ETag", quoted_etag(document->sha256));
        out.body = std::move(document->bytes);
        return out;
    });
}

}  // namespace breachd::api
