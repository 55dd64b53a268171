// What a JSON document is, by members that only one product writes. For carriers only: a source's own format is
// configured, never guessed.
#include "ingest/fields.hpp"
#include "ingest/parsers.hpp"

namespace breachd::ingest {

namespace {

struct Mark {
    std::string_view format;
    std::string_view first;  // both must be there
    std::string_view second;
};

constexpr Mark kMarks[] = {
    {"suricata", "event_type", "src_ip"},
    {"falco", "rule", "output"},
    {"ocsf", "class_uid", "class_uid"},
    {"ocsf", "AwsAccountId", "ProductArn"},
    {"gcp_scc", "finding.name", "finding.name"},
    {"gcp_scc", "message.data", "subscription"},  // a Pub/Sub message, when that is what it carries
    {"guardduty", "severity", "service.serviceName"},
    {"macie", "severity", "resourcesAffected"},
    {"elastic", "kibana.alert.uuid", "kibana.alert.uuid"},
    {"elastic", "kibana.alert.rule.name", "kibana.alert.rule.name"},
    {"elastic", "signal.rule.name", "signal.rule.name"},
    {"wazuh", "rule.level", "rule.description"},
    {"grafana", "alerts", "orgId"},
    {"alertmanager", "alerts", "receiver"},
    {"splunk", "sid", "result"},
    {"graylog", "event_definition_id", "event"},
    {"sentinel", "created_time_utc", "title"},
    {"sentinel", "properties.createdTimeUtc", "properties.title"},
    {"defender", "createdDateTime", "serviceSource"},
    {"defender", "category", "properties.AlertId"},
    {"defender", "SystemAlertId", "AlertName"},
    {"sentinel", "IncidentNumber", "IncidentName"},
    {"thehive", "sourceRef", "title"},
    {"misp", "Event.uuid", "Event.info"},
    {"dlp", "PolicyDetails", "Operation"},
    {"dlp", "dlp_incident_id", "dlp_match_info"},
    {"sigma", "rule_level", "title"},
    {"sigma", "RuleTitle", "Level"},
};

}  // namespace

std::string_view guess_format(const json::value& document) {
    const auto* in = object_of(&document);
    if (in == nullptr) return {};
    if (const auto* detail = object_of(find(*in, "detail"))) in = detail;
    for (const Mark& mark : kMarks)
        if (dig(*in, mark.first) != nullptr && dig(*in, mark.second) != nullptr) return mark.format;
    return {};
}

}  // namespace breachd::ingest
