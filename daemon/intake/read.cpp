#include "intake/read.hpp"

#include "base/check.hpp"
#include "base/unpack.hpp"
#include "ingest/sent_fields.hpp"

namespace breachd::intake {

engine::IngestAlerts read_alerts(const Source& source, ingest::Body body, const IntakeSettings& settings) {
    const ingest::Format* format = ingest::find_format(source.format);
    BREACHD_CHECK(format != nullptr);  // the configuration names known formats only
    engine::IngestAlerts out;
    out.source = source.name;
    out.content_type = std::string(body.content_type);
    body.senders = settings.senders.get();
    auto parsed = ingest::read_as(*format, source.mapping.get(), body);
    if (!parsed) {
        out.unreadable.push_back({std::string(body.bytes), parsed.error().message, parsed.error().where});
        return out;
    }
    out.not_alerts = parsed->not_alerts;
    for (auto& item : parsed->items) {
        auto sent = ingest::sent_fields(item.sent(), settings.sent_pointers);
        out.alerts.push_back({std::move(item.alert), std::move(item.raw), std::move(sent)});
    }
    for (auto& item : parsed->rejected)
        out.unreadable.push_back({std::move(item.raw), std::move(item.error.message), std::move(item.error.where)});
    return out;
}

Result<std::string> unpacked(std::string_view body, std::string_view content_encoding, const Source& source) {
    // The head was refused when the coding is none of ours.
    return unpack(coding_of(content_encoding).value_or(Coding::none), body, source.body_bytes_max);
}

engine::IngestAlerts unreadable(const Source& source, const ingest::Body& body, const Error& why) {
    engine::IngestAlerts out;
    out.source = source.name;
    out.content_type = std::string(body.content_type);
    out.unreadable.push_back({std::string(body.bytes), why.message, why.where});
    return out;
}

std::string kept_headers(const http::Request& request) {
    json::object kept;
    for (const auto& header : request.headers)
        if (header.name.starts_with("ce-") || header.name == "content-encoding") kept[header.name] = header.value;
    return kept.empty() ? std::string() : canonical_json(kept);  // readable again, whatever bytes came
}

}  // namespace breachd::intake
