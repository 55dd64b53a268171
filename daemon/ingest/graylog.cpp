// Graylog's HTTP notification: one event with its definition and, when asked for, the messages behind it; and the
// alarm callback that it replaced.
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
    add_paths(alert.hosts, *in,
              {"source", "host", "hostname", "host_hostname", "host_name", "host.name", "source_host",
               "source_hostname", "destination_hostname", "winlogbeat_winlog_computer_name", "winlog_computer_name",
               "dst_ip", "dest_ip", "destination_ip", "src_ip", "source_ip"});
    add_paths(alert.users, *in,
              {"user", "username", "user_name", "user.name", "source_user_name", "target_user_name", "src_user",
               "winlogbeat_winlog_event_data_TargetUserName", "winlog_event_data_TargetUserName", "TargetUserName"});
    add_paths(alert.tables, *in, {"table", "file_path"});
    add_kind_labels(alert.data_kinds, find(*in, "data_kind"));
    if (!alert.records) alert.records = integer_of(find(*in, "records"));
}

void read_messages(const json::value* list, Alert& alert) {
    if (const auto* messages = array_of(list))
        for (const auto& message : *messages) {
            read_fields(&message, alert);
            read_fields(find(&message, "fields"), alert);
        }
}

// The alarm callback of before 3.1: {check_result: {triggered_condition, triggered_at, matching_messages}, stream}.
Alert read_legacy(const json::object& in) {
    Alert alert;
    alert.title =
        first_text(in, {"check_result.triggered_condition.title", "stream.title", "check_result.result_description"});
    alert.rule_id = first_text(in, {"check_result.triggered_condition.id"});
    alert.occurred_at = alert.detected_at = time_of(dig(in, "check_result.triggered_at"));
    read_messages(dig(in, "check_result.matching_messages"), alert);
    if (alert.detected_at && !alert.rule_id.empty())
        alert.external_id = fmt::format("graylog:{}:{}", alert.rule_id, format_rfc3339(*alert.detected_at));
    finish(alert, "Graylog alert");
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    if (object_of(find(in, "check_result")) != nullptr) return std::optional(read_legacy(in));
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
    read_messages(find(in, "backlog"), alert);
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
