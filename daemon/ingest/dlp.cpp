// Data-loss-prevention products, told apart by their shape: Purview (audit records and Graph alerts), Google Workspace
// (rule events and Alert Center), Netskope, Check Point Harmony Email, Wiz, SOCRadar, HCP Vault Radar, Nightfall as
// JSON, also in a Pub/Sub message; Symantec and Fortinet as text (dlp_text.hpp); everything else as syslog, CEF or
// LEEF. The matched values themselves (Purview's DetectedValues) are never read: they are the leaked data.
#include <fmt/format.h>

#include "ingest/dlp_text.hpp"
#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/lines.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// Without an id the alert gets a fingerprint: a key that ends in nothing would make all alerts one.
void set_id(Alert& alert, std::string_view product, const std::string& id) {
    if (!id.empty()) alert.external_id = fmt::format("{}:{}", product, id);
}

void set_word(Alert& alert, const json::value* word) { set_severity(alert, word, severity_of_word(text_view(word))); }

AlertStatus status_of(std::string_view word) {
    if (same_word(word, "RESOLVED")) return AlertStatus::resolved;
    if (same_word(word, "REJECTED") || same_word(word, "CLOSED")) return AlertStatus::closed;
    return same_word(word, "IN_PROGRESS") || same_word(word, "INVESTIGATING") ? AlertStatus::acknowledged
                                                                              : AlertStatus::open;
}

// Audit records name the type of data only by its id; these are Microsoft's own, the same in every tenant.
std::string_view purview_type(std::string_view id) {
    struct Type {
        std::string_view id, name;
    };
    constexpr Type kTypes[] = {{"50842eb7-edc8-4019-85dd-5a5c1f2bb085", "Credit Card Number"},
                               {"a44669fe-0d48-453d-a9b1-2cc83f2cba77", "U.S. Social Security Number (SSN)"},
                               {"cb353f78-2b72-4c3c-8827-92ebe4f69fdf", "ABA Routing Number"},
                               {"a2ce32a8-f935-4bb6-8e96-2a5157672e2c", "U.S. Bank Account Number"},
                               {"e7dc4711-11b7-4cb0-b88b-2c394a771f0e", "International Banking Account Number (IBAN)"}};
    for (const Type& known : kTypes)
        if (same_word(known.id, id)) return known.name;
    return {};
}

// One detector's hits: in a rule's conditions, or in what an endpoint found.
void read_purview_matches(const json::value* list, Alert& alert) {
    const auto* matches = array_of(list);
    if (matches == nullptr) return;
    for (const auto& match : *matches) {
        auto name = text_view(find(&match, "SensitiveInformationTypeName"));
        for (auto other : {"SensitiveInformationName", "SensitiveInfoTypeName"})
            if (name.empty()) name = text_view(find(&match, other));
        for (auto other : {"SensitiveType", "SensitiveInfoTypeId"})
            if (name.empty()) name = purview_type(text_view(find(&match, other)));
        add_detector(alert.data_kinds, name);
        add_count(alert.records, find(&match, "Count"));
    }
}

void read_purview_rule(const json::value& rule, std::string_view policy, Alert& alert) {
    if (alert.title.empty()) alert.title = fmt::format("{}: {}", policy, text_of(find(&rule, "RuleName")));
    if (alert.rule_id.empty()) alert.rule_id = clean_text(text_of(find(&rule, "RuleId")));
    const auto* word = find(&rule, "Severity");
    // Of several rules that matched, the gravest counts.
    auto value = severity_of_word(text_view(word));
    if (alert.severity_native.empty() || (value && *value > alert.severity)) set_severity(alert, word, value);
    read_purview_matches(dig(&rule, "ConditionsMatched.SensitiveInformation"), alert);
}

Alert read_purview(const json::object& in) {
    Alert alert;
    if (const auto* policies = array_of(find(in, "PolicyDetails")))
        for (const auto& policy : *policies)
            if (const auto* rules = array_of(find(&policy, "Rules")))
                for (const auto& rule : *rules) read_purview_rule(rule, text_view(find(&policy, "PolicyName")), alert);
    if (!alert.records) read_purview_matches(dig(in, "EndpointMetaData.SensitiveInfoTypeData"), alert);
    alert.occurred_at = alert.detected_at = time_of(find(in, "CreationTime"));
    add_paths(alert.users, in, {"UserId"});
    add_paths(alert.tables, in,
              {"SharePointMetaData.FilePathUrl", "EndpointMetaData.SourceLocation", "EndpointMetaData.TargetFilePath"});
    add_paths(alert.hosts, in, {"EndpointMetaData.DeviceName"});
    add_paths(alert.tags, in, {"Operation", "Workload"});
    if (text_view(find(in, "Operation")) == "DLPRuleUndo") alert.status = AlertStatus::closed;
    if (auto id = first_text(in, {"IncidentId", "Id"}); !id.empty()) alert.external_id = fmt::format("purview:{}", id);
    return alert;
}

// An alert policy's audit record (AlertTriggered, AlertUpdated); what it is about lies in `Data`, JSON in a text.
Alert read_purview_alert(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"Name"});
    alert.rule_id = first_text(in, {"PolicyId"});
    set_first_word(alert, in, {"Severity"});
    auto data = nested_json(find(in, "Data"));
    alert.detected_at = time_of(find(in, "CreationTime"));
    alert.occurred_at = first_time({find(&data, "ts"), find(&data, "wsrt"), find(in, "CreationTime")});
    for (auto name : {"AlertEntityId", "UserId"})
        if (auto text = text_view(find(in, name)); text.find('@') != std::string_view::npos) add(alert.users, text);
    for (auto name : {"f3u", "suid", "eid"})  // who did it; of the entity, when that is an account
        if (auto text = text_view(find(&data, name)); text.find('@') != std::string_view::npos) add(alert.users, text);
    add_paths(alert.tags, in, {"Operation", "Category", "Source"});
    if (contains_word(first_text(in, {"Category"}), "DataLossPrevention") ||
        contains_word(first_text(in, {"Source"}), "Data Loss Prevention"))
        add_detector(alert.data_kinds, alert.title);
    alert.status = status_of(first_text(in, {"Status"}));
    if (auto id = first_text(in, {"AlertId", "Id"}); !id.empty())
        alert.external_id = fmt::format("purview-alert:{}", id);
    return alert;
}

// An alert of Defender for Cloud Apps as an audit record (type 98): many share a name, `ObjectId` is the alert.
Alert read_cloud_apps(const json::object& in) {
    Alert alert;
    alert.title = first_title(in, {"AlertDisplayName", "AlertTitle", "Name", "Operation"});
    alert.rule_id = first_text(in, {"AlertType", "PolicyId", "Operation"});
    set_first_word(alert, in, {"AlertSeverity", "Severity"});
    alert.detected_at = first_time({find(in, "CreationTime"), find(in, "ActivityStartTime")});
    alert.occurred_at = first_time({find(in, "ActivityStartTime"), find(in, "StartTime"), find(in, "CreationTime")});
    if (auto user = text_view(find(in, "UserId")); user.find(' ') == std::string_view::npos) add(alert.users, user);
    add_paths(alert.hosts, in, {"ClientIPs", "ClientIP"});
    add_paths(alert.tags, in, {"Operation", "Workload"});
    alert.status = status_of(first_text(in, {"ResultStatus", "Status"}));
    set_id(alert, "cloud-apps", first_text(in, {"ObjectId", "AlertId", "Id"}));
    return alert;
}

const json::value* parameter(const json::value& event, std::string_view name) {
    if (const auto* list = array_of(find(&event, "parameters")))
        for (const auto& item : *list)
            if (text_view(find(&item, "name")) == name) return &item;
    return nullptr;
}

Alert read_workspace(const json::object& in) {
    Alert alert;
    add_paths(alert.users, in, {"actor.email"});
    if (const auto* events = array_of(find(in, "events")))
        for (const auto& event : *events) {
            if (alert.title.empty()) alert.title = text_of(find(parameter(event, "rule_name"), "value"));
            if (alert.rule_id.empty())
                alert.rule_id = clean_text(text_of(find(parameter(event, "rule_resource_name"), "value")));
            if (const auto* word = find(parameter(event, "severity"), "value")) set_word(alert, word);
            add_each(alert.users, find(parameter(event, "resource_owner_email"), "value"));
            add_each(alert.tables, find(parameter(event, "resource_id"), "value"));
            add_each(alert.tags, find(&event, "name"));
            if (const auto* found = array_of(find(parameter(event, "matched_detectors"), "multiMessageValue")))
                for (const auto& detector : *found)
                    if (const auto* fields = array_of(find(&detector, "parameter")))
                        for (const auto& field : *fields)
                            if (auto name = text_view(find(&field, "name"));
                                name == "display_name" || name == "detector_id")
                                add_detector(alert.data_kinds, text_view(find(&field, "value")));
        }
    alert.occurred_at = alert.detected_at = time_of(dig(in, "id.time"));
    auto id = first_text(in, {"id.uniqueQualifier"});
    if (!id.empty()) alert.external_id = fmt::format("gws-rules:{}:{}", first_text(in, {"id.customerId"}), id);
    return alert;
}

// Workspace's Alert Center: the rule's name, the detectors and the document lie under `data`.
Alert read_alert_center(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"data.ruleViolationInfo.ruleInfo.displayName", "type"});
    alert.rule_id = first_text(in, {"data.ruleViolationInfo.ruleInfo.resourceName"});
    set_word(alert, dig(in, "metadata.severity"));
    alert.occurred_at = first_time({find(in, "startTime"), find(in, "createTime")});
    alert.detected_at = first_time({find(in, "createTime"), find(in, "startTime")});
    add_paths(alert.users, in, {"data.ruleViolationInfo.triggeringUserEmail", "data.email"});
    add_paths(alert.tables, in, {"data.ruleViolationInfo.resourceInfo.documentId"});
    add_paths(alert.tags, in, {"type", "source"});
    if (const auto* matches = array_of(dig(in, "data.ruleViolationInfo.matchInfo")))
        for (const auto& match : *matches)
            for (auto path : {"predefinedDetector.detectorName", "userDefinedDetector.displayName"})
                add_detector(alert.data_kinds, text_view(dig(&match, path)));
    alert.status = status_of(first_text(in, {"metadata.status"}));
    if (auto id = first_text(in, {"alertId"}); !id.empty()) alert.external_id = fmt::format("gws-alert:{}", id);
    return alert;
}

Alert read_netskope(const json::object& in) {
    Alert alert;
    const auto* info = find(in, "dlp_match_info");
    auto quoted = nested_json(info);  // some exports write the list as a text
    if (const auto* matches = array_of(info != nullptr && info->is_string() ? &quoted : info))
        for (const auto& match : *matches)
            if (const auto* rules = array_of(find(&match, "dlp_rules")))
                for (const auto& rule : *rules) {
                    if (alert.title.empty()) alert.title = text_of(find(&rule, "dlp_rule_name"));
                    if (const auto* found = object_of(find(&rule, "dlp_data_identifiers")))
                        for (const auto& identifier : *found) {
                            add_detector(alert.data_kinds, std::string_view(identifier.key()));
                            add_count(alert.records, &identifier.value());
                        }
                }
    if (alert.title.empty()) alert.title = first_text(in, {"dlp_rule", "alert_name", "title"});
    for (auto name : {"dlp_rule", "dlp_profile"})  // the older record has one rule and names no identifiers
        if (alert.data_kinds.empty()) add_detector(alert.data_kinds, text_view(find(in, name)));
    if (alert.data_kinds.empty()) add_detector(alert.data_kinds, alert.title);
    for (auto name : {"dlp_rule_count", "dlp_incident_rule_count"})  // 0 in an alert is no count
        if (auto count = integer_of(find(in, name)).value_or(0); !alert.records && count > 0) alert.records = count;
    set_first_word(alert, in, {"severity", "dlp_rule_severity", "severity_level", "dlp_incident_severity"});
    alert.occurred_at = alert.detected_at = time_of(find(in, "timestamp"));
    add_paths(alert.users, in, {"acting_user", "user", "from_user"});
    add_paths(alert.hosts, in, {"hostname"});  // `device` is a class: "Windows Device"
    add_paths(alert.tables, in, {"url", "file_path"});
    add_paths(alert.tags, in, {"activity", "app"});
    set_id(alert, "netskope", first_text(in, {"dlp_incident_id", "_id"}));
    return alert;
}

Alert read_checkpoint(const json::value& event) {
    Alert alert;
    const auto* payload = find(&event, "entity_payload");
    alert.title = text_of(find(payload, "description_text"));
    const auto* severity = find(payload, "severity");
    auto number = integer_of(severity);
    set_severity(alert, severity,
                 number && *number >= 0 && *number <= 5 ? std::optional(static_cast<int>(*number * 20)) : std::nullopt);
    alert.occurred_at = alert.detected_at = time_of(dig(&event, "entity_info.entity_created"));
    add_each(alert.users, dig(&event, "saas_info.saas_actor_payload.email"));
    add_each(alert.users, dig(payload, "event_metadata.sender_address"));
    if (const auto* found = array_of(dig(payload, "event_metadata.dlp_detections")))
        for (const auto& detection : *found) add_detector(alert.data_kinds, text_view(&detection));
    add_each(alert.tags, find(payload, "category"));
    alert.rule_id = clean_text(text_of(find(payload, "policy_rule_id")));
    if (auto id = text_of(find(payload, "aggregation_id")); !id.empty())
        alert.external_id = fmt::format("checkpoint-hec:{}", id);
    return alert;
}

// The issues webhook {control, issue, resource, trigger}, or the node of the GraphQL interface.
Alert read_wiz(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"control.name", "sourceRule.name", "trigger.ruleName"});
    alert.rule_id = first_text(in, {"control.id", "sourceRule.id", "trigger.ruleId"});
    set_first_word(alert, in, {"issue.severity", "severity", "control.severity"});
    alert.occurred_at = alert.detected_at = first_time({dig(in, "issue.created"), find(in, "createdAt")});
    // A finding is named after what was found: that is no host.
    auto type = first_text(in, {"entitySnapshot.type", "entity.type", "resource.type"});
    auto name = first_text(in, {"resource.name", "entitySnapshot.name", "entity.name"});
    bool finding = contains_word(type, "FINDING");
    if (!finding) add(alert.hosts, name);
    if (finding)
        add(alert.hosts, first_text(in, {"entitySnapshot.subscriptionName", "entitySnapshot.cloudProviderURL"}));
    if (type == "DATA_FINDING") add_category(alert.data_kinds, name);
    alert.status = status_of(first_text(in, {"issue.status", "status"}));
    if (auto id = first_text(in, {"issue.id", "id"}); !id.empty()) alert.external_id = fmt::format("wiz:{}", id);
    return alert;
}

Alert read_socradar(const json::object& in) {
    Alert alert;
    auto main = first_text(in, {"alarm_type_details.alarm_main_type"});
    auto sub = first_text(in, {"alarm_type_details.alarm_sub_type"});
    alert.title = sub.empty() ? main : fmt::format("{} / {}", main, sub);
    alert.rule_id = clean_text(alert.title);
    set_word(alert, find(in, "alarm_risk_level"));
    alert.occurred_at = alert.detected_at = time_of(find(in, "date"));
    add_paths(alert.hosts, in, {"content.computer_name"});
    add_paths(alert.users, in, {"content.username", "content.compromised_emails"});
    add_detector(alert.data_kinds, alert.title);
    add_paths(alert.tags, in, {"tags"});
    alert.status = status_of(first_text(in, {"status"}));
    set_id(alert, "socradar", first_text(in, {"alarm_id"}));
    return alert;
}

// HCP Vault Radar: a secret that leaked into code or documents.
Alert read_vault_radar(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"description", "sub_type", "event_subtype", "type", "event_type"});
    alert.rule_id = first_text(in, {"sub_type", "event_subtype", "type", "event_type"});
    set_word(alert, find(in, "severity"));
    alert.occurred_at = first_time({find(in, "created"), find(in, "created_at"), find(in, "timestamp")});
    alert.detected_at =
        first_time({find(in, "detected_at"), find(in, "created"), find(in, "created_at"), find(in, "timestamp")});
    add_paths(alert.users, in, {"author"});
    add(alert.hosts, first_text(in, {"resource_name", "data_source_name", "resource.name", "data_source"}));
    add(alert.data_kinds, "digital_account");
    alert.status = status_of(first_text(in, {"status"}));
    set_id(alert, "vault-radar", first_text(in, {"event_id"}));
    return alert;
}

Alert read_nightfall(const json::object& in) {
    Alert alert;
    alert.title = "Nightfall: sensitive data found";
    alert.occurred_at = std::nullopt;
    if (auto id = first_text(in, {"uploadID"}); !id.empty()) alert.external_id = fmt::format("nightfall:{}", id);
    return alert;
}

bool has(const json::object& in, std::string_view path) { return dig(in, path) != nullptr; }

// Netskope's alerts share a stream; those of data loss are of the type DLP.
bool is_netskope(const json::object& in) { return has(in, "alert_type") && has(in, "alert_name"); }
bool is_netskope_dlp(const json::object& in) {
    return is_netskope(in) && same_word(text_view(find(in, "alert_type")), "DLP");
}

// Which of the products wrote a message that does not say so; nullptr when none that we know.
using Read = Alert (*)(const json::object& in);
Read reader_of(const json::object& in) {
    if (has(in, "PolicyDetails")) return read_purview;
    if (has(in, "AlertId") && has(in, "Operation")) return read_purview_alert;
    if (has(in, "RecordType") && (has(in, "AlertDisplayName") || has(in, "AlertSeverity"))) return read_cloud_apps;
    if (starts_with_word(text_view(find(in, "kind")), "admin#reports")) return read_workspace;
    if (has(in, "alertId") && (has(in, "data.ruleViolationInfo") || has(in, "customerId"))) return read_alert_center;
    if (has(in, "dlp_incident_id") || is_netskope_dlp(in)) return read_netskope;
    if (has(in, "issue.id") || has(in, "sourceRule") ||
        (has(in, "control") && (has(in, "entitySnapshot") || has(in, "entity"))))
        return read_wiz;
    if (has(in, "alarm_id")) return read_socradar;
    if (has(in, "event_id") && (has(in, "sub_type") || has(in, "event_subtype") || has(in, "event_type")))
        return read_vault_radar;
    return has(in, "findingsPresent") ? read_nightfall : nullptr;
}

// Other records of the same feed: audit records of other types, Workspace's other reports.
bool is_other_record(const json::object& in) {
    if (has(in, "RecordType") && has(in, "Operation")) return reader_of(in) == nullptr;
    auto report = first_text(in, {"id.applicationName"});
    return starts_with_word(text_view(find(in, "kind")), "admin#reports") && !report.empty() && report != "rules";
}

// Messages of these products that tell of no loss: other events of Netskope, a clean scan, a handshake.
bool is_no_alert(const json::object& in) {
    const auto* incident = find(in, "dlp_incident_id");
    const auto* present = find(in, "findingsPresent");
    if (incident == nullptr && is_netskope(in) && !is_netskope_dlp(in)) return true;
    return (incident != nullptr && integer_of(incident) == 0) || (present != nullptr && !flag_of(present)) ||
           has(in, "challenge");
}

// Purview's alerts through Graph, Defender or Sentinel.
Taken read_other(const Element& element) {
    auto alert = read_microsoft(element);
    if (alert || alert.error().code != ErrorCode::unprocessable) return alert;
    return not_this_format(element, "a message of a DLP product that we know: give its source the format mapped");
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    auto unwrapped = unwrap_pubsub(element, **object, keep);
    if (!unwrapped) return unwrapped.error();
    const json::object& in = **unwrapped;
    if (is_no_alert(in) || is_other_record(in)) return std::optional<Alert>{};
    Alert alert;
    if (const auto* event = dig(in, "event.security_event"))
        alert = read_checkpoint(*event);
    else if (Read read = reader_of(in))
        alert = read(in);
    else
        return read_other(element);
    finish(alert, "Data loss prevention alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_dlp(const Body& body) {
    auto text = trim(without_mark(body.bytes));
    if (text.starts_with("{") || text.starts_with("["))
        return read_alerts(body.bytes, {"items", "value", "alerts"}, read_one);
    if (is_dlp_text(text))
        return read_lines(body.bytes, [](std::string_view line) -> Result<Alert> {
            if (auto alert = read_dlp_text(line)) return std::move(*alert);
            return Error{ErrorCode::unprocessable, "not a message of Symantec DLP or FortiGate", ""};
        });
    return parse_syslog(body);
}

}  // namespace breachd::ingest
