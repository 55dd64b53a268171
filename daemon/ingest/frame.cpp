#include "ingest/frame.hpp"

#include <algorithm>

#include "ingest/sent_fields.hpp"
#include "ingest/syslog.hpp"

namespace breachd::ingest {

namespace {

Result<Parsed> read_body(const Format& format, const MappedFields* mapping, const Body& body) {
    return mapping != nullptr && format.name == "mapped" ? parse_mapped(*mapping, body) : format.parse(body);
}

Result<Parsed> read_message(std::string_view frame, const Senders* senders) {
    auto alert = read_syslog_alert(frame, senders);
    if (!alert) return alert.error();
    Parsed out;
    if (*alert)
        out.items.push_back({std::move(**alert), ""});
    else
        ++out.not_alerts;
    return out;
}

Result<Parsed> read_frame(const Format& format, const MappedFields* mapping, std::string_view frame,
                          const Senders* senders) {
    if (format.name == "syslog") return read_message(frame, senders);
    if (format.name != "cef" && format.name != "leef")
        return read_body(format, mapping, {json_of(frame), "application/json", {}, senders});
    std::string line(frame);
    std::replace(line.begin(), line.end(), '\n', ' ');  // a logged line feed must not forge a second event
    return read_body(format, mapping, {line, "text/plain", {}, senders});
}

}  // namespace

Result<Parsed> read_as(const Format& format, const MappedFields* mapping, const Body& body) {
    if (body.content_type != kSyslogFrame) return read_body(format, mapping, body);
    auto parsed = read_frame(format, mapping, body.bytes, body.senders);
    if (parsed && parsed->items.size() == 1 && parsed->rejected.empty())
        parsed->items.front().raw = std::string(body.bytes);
    return parsed;
}

}  // namespace breachd::ingest
