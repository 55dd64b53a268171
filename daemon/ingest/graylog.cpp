// Graylog's HTTP notification: one event with its definition and, when asked for, the messages behind it.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

std::optional<int> severity_of(const json::value* priority) {
    auto number = integer_of(priority);
    if (!number) return std::nullopt;
    constexpr int kScale[] = {30, 30, 55, 80, 95};  // 0 is written by nobody; 1 low … 4 critical
    return kScale[std::min<std::int64_t>(std::max<std::int64_t>(*number, 0), 4)];
}

void read_fields(const json::value* fields, Alert& alert) {
    const auto* in = object_of(fields);
    if (in == nullptr) return;
    add_paths(alert.hosts, *in, {"source", "host", "hostname", "dst_ip", "dest_ip", "src_ip"});
    add_paths(alert.users, *in, {"user", "username", "user_name"});
    add_paths(alert.tables, *in, {"table", "file_path"});
    add_kind_labels(alert.data_kinds, find(*in, "data_kind"));
    if (!alert.records) alert.records = integer_of(find(*in, "records"));
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    const auto* event = find(in, "event");
    if (event == nullptr && find(in, "event_definition_id") == nullptr)
        return not_this_format(element, "a Graylog notification: it has neither event nor event_definition_id");
    Alert alert;
    alert.title = first_text(in, {"event_definition_title"});
    if (alert.title.empty()) alert.title = clean_title(text_of(find(event, "message")));
    set_severity(alert, find(event, "priority"), severity_of(find(event, "priority")));
    alert.occurred_at = time_of(find(event, "timestamp"));
    alert.detected_at = first_time({find(event, "timestamp_processing"), find(event, "timestamp")});
    read_fields(find(event, "fields"), alert);
    read_fields(find(event, "group_by_fields"), alert);
    if (const auto* backlog = array_of(find(in, "backlog")))
        for (const auto& message : *backlog) {
            read_fields(&message, alert);
            read_fields(find(&message, "fields"), alert);
        }
    alert.rule_id = first_text(in, {"event_definition_id"});
    auto id = clean_text(text_of(find(event, "id")));
    alert.test = id == "NotificationTestId" || text_view(find(in, "job_definition_id")) == "<unknown>";
    if (!id.empty()) alert.external_id = fmt::format("graylog:{}", id);
    finish(alert, "Graylog event");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_graylog(const Body& body) { return read_alerts(body.bytes, {}, read_one); }

}  // namespace breachd::ingest
