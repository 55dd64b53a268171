// The evidence bundle and the frozen documents of an incident.
#include <algorithm>

#include "api/lists.hpp"
#include "api/routes/handlers.hpp"
#include "report/evidence.hpp"

namespace breachd::api {

namespace {

json::object document_json(const store::Document& document) {
    return {{"sha256", document.sha256},
            {"kind", document.kind},
            {"name", document.name},
            {"media_type", document.media_type},
            {"at", format_rfc3339(document.at)}};
}

// Everything up to the signed head and nothing behind it: entries after it have no proof yet.
Result<std::string> bundle(store::Reader& reader, const std::string& id, Instant at) {
    if (!reader.incident(id)) return Error{ErrorCode::not_found, "there is no such incident", ""};
    report::BundleInput input;
    input.note = reader.head();
    auto note = parse_signed_note(input.note);
    if (!note) return Error{ErrorCode::unavailable, "the journal has no signed head yet", ""};
    auto size = note->checkpoint.size;
    input.incident_id = id;
    input.entries = reader.entries_of(id);
    std::erase_if(input.entries, [size](const Entry& entry) { return static_cast<std::uint64_t>(entry.seq) > size; });
    for (auto& leaf : reader.leaves_of(id))
        if (static_cast<std::uint64_t>(leaf.seq) <= size) input.leaf_texts.push_back(std::move(leaf.bytes));
    input.leaves = reader.leaves();
    if (input.leaves.size() > size) input.leaves.resize(size);
    input.public_key = reader.public_key();
    for (auto& document : reader.documents(id, true))
        input.documents.push_back(
            {document.kind + "-" + document.sha256.substr(0, 12) + "-" + document.name, std::move(document.bytes)});
    input.at = at;
    return report::build_bundle(input);
}

}  // namespace

void get_evidence(Context& context, const CallPtr& call) {
    auto envelope = context.envelope(*call, call->part(0), engine::SignHead{});
    if (!envelope) return call->respond(problem(envelope.error()));
    envelope->if_match.reset();
    context.submit(std::move(*envelope), [&context, call](const Result<engine::Answer>& answer) {
        if (!answer) return call->respond(response_of(answer));
        context.read(call, [call, at = context.now()](store::Reader& reader) {
            auto zip = bundle(reader, call->part(0), at);
            if (!zip) return problem(zip.error());
            Response out;
            out.content_type = "application/zip";
            out.with("Content-Disposition", "attachment; filename=\"" + call->part(0) + "-evidence.zip\"");
            out.body = std::move(*zip);
            return out;
        });
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
        auto document = reader.document(call->part(1));
        if (!document || document->incident != call->part(0)) return problem(404, "there is no such document");
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
