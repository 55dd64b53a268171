#include "ingest/lines.hpp"

#include <fmt/format.h>

#include "ingest/batch.hpp"
#include "ingest/fields.hpp"
#include "ingest/syslog_message.hpp"

namespace breachd::ingest {

Result<Parsed> read_lines(std::string_view body, const ReadLine& read_line) {
    Parsed out;
    std::size_t number = 0, messages = 0;
    for (auto rest = without_mark(body); !rest.empty();) {
        auto end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        ++number;
        while (!line.empty() && (line.back() == '\r' || line.back() == '\0')) line.remove_suffix(1);
        if (trim(line).empty()) continue;
        if (++messages > kBatchMax)
            return Error{ErrorCode::too_large, fmt::format("more than {} messages in one body", kBatchMax), ""};
        auto alert = read_line(line);
        if (alert) {
            give_key(*alert, line);
            out.items.push_back({std::move(*alert), std::string(line)});
        } else {
            auto where =
                fmt::format("line {}{}{}", number, alert.error().where.empty() ? "" : ", ", alert.error().where);
            out.rejected.push_back({std::string(line), {alert.error().code, alert.error().message, where}});
        }
    }
    if (messages == 0) return Error{ErrorCode::invalid, "the body is empty", "line 1"};
    if (out.items.empty()) return out.rejected.front().error;
    if (messages == 1) out.items.front().raw = std::string(body);
    return out;
}

namespace {

bool is_json(std::string_view text) {
    if (text.starts_with('[')) text = trim(text.substr(1));
    return text.starts_with('{');
}

Taken read_shipped(const Element& element, const ReadLine& read_line) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    for (auto path : {"message", "event.original", "event", "log", "_raw"})
        if (auto text = trim(text_view(dig(**object, path))); !text.empty()) {
            auto alert = read_line(text);
            if (!alert) return Error{alert.error().code, alert.error().message, element.where()};
            return std::optional(std::move(*alert));
        }
    return not_this_format(element, "a line in a shipper's JSON: it has no message");
}

}  // namespace

Result<Parsed> read_lines_or_shipped(std::string_view body, const ReadLine& read_line) {
    if (!is_json(trim(without_mark(body)))) return read_lines(body, read_line);
    return read_alerts(body, {}, [&](const Element& element) { return read_shipped(element, read_line); });
}

void fill_from_syslog_header(std::string_view line, Alert& alert) {
    auto message = read_syslog(line);
    if (!message) return;
    if (alert.hosts.empty()) add(alert.hosts, message->host);
    if (!alert.detected_at) alert.detected_at = message->at;
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
}

}  // namespace breachd::ingest
