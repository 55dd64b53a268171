#include "api/intake.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "ingest/fields.hpp"
#include "ingest/syslog.hpp"
#include "ingest/syslog_message.hpp"

namespace breachd::api {

namespace {

// The JSON of a message, behind a syslog header or bare. What does not look like JSON goes to the format as it is, which
// says what it misses.
std::string_view json_of(std::string_view frame) {
    constexpr std::string_view kCee = "@cee:";
    auto looks_like_json = [](std::string_view text) { return text.starts_with('{') || text.starts_with('['); };
    auto bare = ingest::trim(frame);
    if (looks_like_json(bare)) return bare;
    auto message = ingest::read_syslog(bare);
    if (!message) return frame;
    auto text = ingest::trim(message->message);
    if (text.starts_with(kCee)) text = ingest::trim(text.substr(kCee.size()));
    return looks_like_json(text) ? text : frame;
}

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
        if (format != "cef" && format != "leef") return parse({json_of(frame), "application/json", {}});
        std::string line(frame);
        std::replace(line.begin(), line.end(), '\n', ' ');  // a logged line feed must not forge a second event
        return parse({line, "text/plain", {}});
    }();
    if (parsed && parsed->items.size() == 1 && parsed->rejected.empty()) parsed->items.front().raw = std::string(frame);
    return parsed;
}

}  // namespace

engine::IngestAlerts read_alerts(const Source& source, const ingest::Body& body) {
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
    for (auto& item : parsed->items) out.alerts.push_back({std::move(item.alert), std::move(item.raw)});
    for (auto& item : parsed->rejected)
        out.unreadable.push_back({std::move(item.raw), std::move(item.error.message), std::move(item.error.where)});
    return out;
}

std::string kept_headers(const Request& request) {
    json::object kept;
    for (const auto& header : request.headers)
        if (header.name.starts_with("ce-")) kept[header.name] = header.value;
    return json::serialize(kept);
}

}  // namespace breachd::api
