// Elastic detection alerts (kibana.alert.*, before 8.0 signal.*), flat or nested or both, bare, as a hit
// ({_index,_id,_source}), in our recommended template {"alerts": […]}, behind each other with nothing between, under
// the `context` of a rule action, or in the strings of Keep's observability template.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

AlertStatus status_of(const json::object& in) {
    auto workflow = first_text(in, {"kibana.alert.workflow_status", "signal.status"});
    if (workflow == "acknowledged" || workflow == "in-progress") return AlertStatus::acknowledged;
    if (workflow == "closed") return AlertStatus::closed;
    // A rule action's own word stands in alert.actionGroup.
    bool recovered =
        first_text(in, {"kibana.alert.status"}) == "recovered" || first_text(in, {"alert.actionGroup"}) == "recovered";
    return recovered ? AlertStatus::resolved : AlertStatus::open;
}

// The alert's own, the rule's copy, signals of 7.x, and what rule actions without alerts write.
void read_severity(const json::object& in, Alert& alert) {
    const auto* score =
        first_of(in, {"kibana.alert.risk_score", "kibana.alert.rule.risk_score", "signal.rule.risk_score",
                      "context.rule.risk_score", "event.risk_score", "risk_score"});
    const auto* word = first_of(in, {"kibana.alert.severity", "kibana.alert.rule.severity", "signal.rule.severity",
                                     "context.rule.severity", "metadata.severity", "severity"});
    set_severity(alert, word != nullptr ? word : score, severity_of_elastic(text_view(word)));
    if (auto number = number_of(score)) alert.severity = static_cast<int>(std::lround(std::clamp(*number, 0.0, 100.0)));
}

// Names and addresses; the other ends of the connection count when the alert names no host.
void read_hosts(const json::object& in, Alert& alert) {
    add_paths(alert.hosts, in, {"host.name"});
    if (alert.hosts.empty()) add_paths(alert.hosts, in, {"host.hostname"});
    bool named = !alert.hosts.empty();
    add_paths(alert.hosts, in, {"host.ip"});
    if (!named) add_paths(alert.hosts, in, {"destination.ip"});
    add_paths(alert.hosts, in, {"source.ip"});
    // Alerts of machine learning, of the cloud and of rules on metrics name their host elsewhere.
    if (alert.hosts.empty()) add_paths(alert.hosts, in, {"related.hosts", "cloud.instance.name", "cloud.instance.id"});
    if (alert.hosts.empty()) add_paths(alert.hosts, in, {"context.host.name", "observer.hostname"});
    add_paths(alert.hosts, in, {"container.name", "kubernetes.pod.name"});
    if (alert.hosts.empty()) add_paths(alert.hosts, in, {"container.id", "orchestrator.resource.name"});
}

void read_users(const json::object& in, Alert& alert) {
    add_paths(alert.users, in, {"user.name", "user.target.name"});
    if (alert.users.empty()) add_paths(alert.users, in, {"user.email", "user.id"});
    if (alert.users.empty()) add_paths(alert.users, in, {"source.user.name", "destination.user.name"});
    if (alert.users.empty()) add_paths(alert.users, in, {"related.user"});
}

// The parts that an EQL sequence is made of; its shell is sent as well.
bool is_building_block(const json::object& in) {
    return first_of(in, {"kibana.alert.building_block_type", "kibana.alert.rule.building_block_type",
                         "signal.rule.building_block_type"}) != nullptr;
}

// What Beats and integrations index beside the alerts.
bool is_plain_event(const json::object& in) {
    if (first_of(in, {"kibana.alert.uuid", "kibana.alert.rule.name", "signal.rule.name", "rule.name"}) != nullptr)
        return false;
    auto kind = first_text(in, {"event.kind"});
    return kind == "event" || kind == "metric" || kind == "state" || kind == "pipeline_error" || kind == "asset";
}

void read_threats(const json::object& in, Alert& alert) {
    for (auto path : {"kibana.alert.rule.threat", "kibana.alert.rule.parameters.threat", "signal.rule.threat"}) {
        const auto* threats = array_of(dig(in, path));
        if (threats == nullptr) continue;
        for (const auto& threat : *threats)
            if (const auto* techniques = array_of(find(&threat, "technique")))
                for (const auto& technique : *techniques) add_each(alert.tags, find(&technique, "id"));
    }
}

// A search that asked for fields gives each as a list: {"host.name": ["a"]}.
json::object without_lists(const json::object& fields) {
    json::object out;
    for (const auto& field : fields) {
        const auto* list = array_of(&field.value());
        out.emplace(field.key(), list != nullptr && list->size() == 1 ? list->front() : field.value());
    }
    return out;
}

// The document that holds the alert, inside a hit or a connector's strings.
const json::object* unwrap(const json::object& in, json::value& keep) {
    if (const auto* source = object_of(find(in, "_source"))) return source;
    if (const auto* fields = object_of(find(in, "fields")); fields != nullptr && find(in, "_id") != nullptr) {
        keep = without_lists(*fields);
        return &keep.get_object();
    }
    if (find(in, "watch_id") != nullptr) return &in;  // a watch's own `payload` is what it found
    const auto* inner = find(find(in, "webhook_body"), "alert_info");
    if (inner == nullptr) inner = find(in, "payload");
    if (const auto* object = object_of(inner)) return object;
    keep = nested_json(inner);
    return object_of(&keep) != nullptr ? object_of(&keep) : &in;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap(**object, keep);
    if (is_building_block(in) || is_plain_event(in)) return std::optional<Alert>{};
    Alert alert;
    alert.title = first_text(in, {"kibana.alert.rule.name", "signal.rule.name", "rule.name", "context.rule.name",
                                  "metadata.name", "watch_id", "kibana.alert.reason"});
    if (alert.title.empty()) alert.title = first_text(**object, {"webhook_body.rule_info.name", "rule_name"});
    auto id = first_text(in, {"kibana.alert.uuid", "_id"});
    if (id.empty()) id = first_text(**object, {"_id", "alert.uuid"});
    if (id.empty() && find(in, "watch_id") != nullptr) id = first_text(in, {"id"});
    if (alert.title.empty() && id.empty())
        return not_this_format(element, "an Elastic alert: it has no rule name and no kibana.alert.uuid");
    read_severity(in, alert);
    alert.detected_at = first_time({dig(in, "@timestamp"), dig(in, "kibana.alert.start"), dig(in, "timestamp"),
                                    dig(in, "date"), dig(in, "trigger.triggered_time"), dig(in, "execution_time")});
    alert.occurred_at = first_time({dig(in, "kibana.alert.original_time"), dig(in, "signal.original_time"),
                                    dig(in, "kibana.alert.original_event.created"),
                                    dig(in, "signal.original_event.created"), dig(in, "kibana.alert.start")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    read_hosts(in, alert);
    read_users(in, alert);
    add_paths(alert.tables, in, {"file.path", "data_stream.dataset"});
    add_paths(alert.tags, in, {"kibana.alert.rule.tags", "signal.rule.tags", "tags"});
    read_threats(in, alert);
    add_kind_labels(alert.data_kinds, dig(in, "labels.data_kind"));
    alert.records = integer_of(dig(in, "labels.records"));
    alert.rule_id = first_text(
        in, {"kibana.alert.rule.uuid", "kibana.alert.rule.rule_id", "signal.rule.id", "rule.id", "context.rule.id"});
    alert.status = status_of(in);
    if (!id.empty()) alert.external_id = fmt::format("elastic:{}", id);
    finish(alert, "Elastic alert");
    return std::optional(std::move(alert));
}

}  // namespace

// Keep's template for Watcher quotes the context without escaping it: {"payload": "{"watch_id": …}", "status":
// "Alert"}. The object between the quotes; "" when the body is none of that kind.
std::string_view unescaped_payload(std::string_view text) {
    auto at = text.starts_with("{") ? text.find("\"payload\"") : std::string_view::npos;
    if (at == std::string_view::npos) return {};
    auto rest = trim(text.substr(at + 9));
    if (!rest.starts_with(":")) return {};
    rest = trim(rest.substr(1));
    return rest.starts_with("\"{\"") ? scan_value(rest.substr(1)) : std::string_view{};
}

// Behind `context` and in a summary of alerts ({"alerts": {"new": {"data": […]}}}) a rule action has its alerts deeper.
Result<Parsed> parse_elastic(const Body& body) {
    auto payload = unescaped_payload(trim(without_mark(body.bytes)));
    auto parsed = read_alerts(
        payload.empty() ? body.bytes : payload, {"alerts"},
        {"context.alerts", "alerts.new.data", "alerts.ongoing.data", "alerts.recovered.data", "hits.hits"}, read_one);
    if (parsed && !payload.empty() && parsed->items.size() == 1) parsed->items.front().raw = std::string(body.bytes);
    return parsed;
}

}  // namespace breachd::ingest
