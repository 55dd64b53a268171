#include "api/intake.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "ingest/sent_fields.hpp"
#include "ingest/syslog.hpp"

namespace breachd::api {

namespace {

Result<ingest::Parsed> read_message(std::string_view frame) {
    auto alert = ingest::read_syslog_alert(frame);
    if (!alert) return alert.error();
    ingest::Parsed out;
    if (*alert) out.items.push_back({std::move(**alert), ""});
    return out;
}

using Parse = std::function<Result<ingest::Parsed>(const ingest::Body&)>;

Result<ingest::Parsed> read_frame(std::string_view format, std::string_view frame, const Parse& parse) {
    auto parsed = [&]() -> Result<ingest::Parsed> {
        if (format == "syslog") return read_message(frame);
        if (format != "cef" && format != "leef") return parse({ingest::json_of(frame), "application/json", {}});
        std::string line(frame);
        std::replace(line.begin(), line.end(), '\n', ' ');  // a logged line feed must not forge a second event
        return parse({line, "text/plain", {}});
    }();
    if (parsed && parsed->items.size() == 1 && parsed->rejected.empty()) parsed->items.front().raw = std::string(frame);
    return parsed;
}

}  // namespace

engine::IngestAlerts read_alerts(const Source& source, const ingest::Body& body, const std::vector<std::string>& sent_pointers) {
    const ingest::Format* format = ingest::find_format(source.format);
    BREACHD_CHECK(format != nullptr);  // the configuration names known formats only
    engine::IngestAlerts out;
    out.source = source.name;
    out.content_type = std::string(body.content_type);
    auto parse = [&](const ingest::Body& each) { return source.mapping ? ingest::parse_mapped(*source.mapping, each) : format->parse(each); };
    auto parsed = body.content_type == kSyslogFrame ? read_frame(format->name, body.bytes, parse) : parse(body);
    if (!parsed) {
        out.unreadable.push_back({std::string(body.bytes), parsed.error().message, parsed.error().where});
        return out;
    }
    for (auto& item : parsed->items) {
        auto sent = ingest::sent_fields(item.sent(), sent_pointers);
        out.alerts.push_back({std::move(item.alert), std::move(item.raw), std::move(sent)});
    }
    for (auto& item : parsed->rejected)
        out.unreadable.push_back({std::move(item.raw), std::move(item.error.message), std::move(item.error.where)});
    return out;
}

std::string kept_headers(const Request& request) {
    json::object kept;
    for (const auto& header : request.headers)
        if (header.name.starts_with("ce-")) kept[header.name] = header.value;
    return kept.empty() ? std::string() : json::serialize(kept);
}

}  // namespace breachd::api
