// Data-loss-prevention products, told apart by their shape: Purview (audit records and Graph alerts), Google Workspace
// rules, Netskope, Check Point Harmony Email, Wiz, SOCRadar, Nightfall as JSON; Symantec and Fortinet as syslog or CEF.
// The matched values themselves (Purview's DetectedValues) are never read: they are the leaked data.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

void set_word(Alert& alert, const json::value* word) { set_severity(alert, word, severity_of_word(text_view(word))); }

AlertStatus status_of(std::string_view word) {
    if (same_word(word, "RESOLVED")) return AlertStatus::resolved;
    if (same_word(word, "REJECTED") || same_word(word, "CLOSED")) return AlertStatus::closed;
    return same_word(word, "IN_PROGRESS") || same_word(word, "INVESTIGATING") ? AlertStatus::acknowledged : AlertStatus::open;
}

void read_purview_rule(const json::value& rule, std::string_view policy, Alert& alert) {
    if (alert.title.empty()) alert.title = fmt::format("{}: {}", policy, text_of(find(&rule, "RuleName")));
    if (alert.rule_id.empty()) alert.rule_id = clean_text(text_of(find(&rule, "RuleId")));
    if (alert.severity_native.empty()) set_word(alert, find(&rule, "Severity"));
    const auto* matches = array_of(dig(&rule, "ConditionsMatched.SensitiveInformation"));
    if (matches == nullptr) return;
    for (const auto& match : *matches) {
        auto name = text_view(find(&match, "SensitiveInformationTypeName"));
        if (name.empty()) name = text_view(find(&match, "SensitiveInformationName"));
        add_detector(alert.data_kinds, name);
        add_count(alert.records, find(&match, "Count"));
    }
}

Alert read_purview(const json::object& in) {
    Alert alert;
    if (const auto* policies = array_of(find(in, "PolicyDetails")))
        for (const auto& policy : *policies)
            if (const auto* rules = array_of(find(&policy, "Rules")))
                for (const auto& rule : *rules) read_purview_rule(rule, text_view(find(&policy, "PolicyName")), alert);
    alert.occurred_at = alert.detected_at = time_of(find(in, "CreationTime"));
    add_paths(alert.users, in, {"UserId"});
    add_paths(alert.tables, in, {"SharePointMetaData.FilePathUrl", "EndpointMetaData.SourceLocation"});
    add_paths(alert.hosts, in, {"EndpointMetaData.DeviceName"});
    add_paths(alert.tags, in, {"Operation", "Workload"});
    if (text_view(find(in, "Operation")) == "DLPRuleUndo") alert.status = AlertStatus::closed;
    if (auto id = first_text(in, {"IncidentId", "Id"}); !id.empty()) alert.external_id = fmt::format("purview:{}", id);
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
            if (alert.rule_id.empty()) alert.rule_id = clean_text(text_of(find(parameter(event, "rule_resource_name"), "value")));
            if (const auto* word = find(parameter(event, "severity"), "value")) set_word(alert, word);
            add_each(alert.users, find(parameter(event, "resource_owner_email"), "value"));
            add_each(alert.tables, find(parameter(event, "resource_id"), "value"));
            add_each(alert.tags, find(&event, "name"));
            if (const auto* found = array_of(find(parameter(event, "matched_detectors"), "multiMessageValue")))
                for (const auto& detector : *found)
                    if (const auto* fields = array_of(find(&detector, "parameter")))
                        for (const auto& field : *fields)
                            if (auto name = text_view(find(&field, "name")); name == "display_name" || name == "detector_id")
                                add_detector(alert.data_kinds, text_view(find(&field, "value")));
        }
    alert.occurred_at = alert.detected_at = time_of(dig(in, "id.time"));
    auto id = first_text(in, {"id.uniqueQualifier"});
    if (!id.empty()) alert.external_id = fmt::format("gws-rules:{}:{}", first_text(in, {"id.customerId"}), id);
    return alert;
}

Alert read_netskope(const json::object& in) {
    Alert alert;
    if (const auto* matches = array_of(find(in, "dlp_match_info")))
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
    if (alert.data_kinds.empty()) add_detector(alert.data_kinds, alert.title);
    set_word(alert, find(in, "severity") != nullptr ? find(in, "severity") : find(in, "dlp_rule_severity"));
    alert.occurred_at = alert.detected_at = time_of(find(in, "timestamp"));
    add_paths(alert.users, in, {"acting_user", "user", "from_user"});
    add_paths(alert.hosts, in, {"hostname", "device"});
    add_paths(alert.tables, in, {"url", "file_path"});
    add_paths(alert.tags, in, {"activity", "app"});
    alert.external_id = fmt::format("netskope:{}", text_of(find(in, "dlp_incident_id")));
    return alert;
}

Alert read_checkpoint(const json::value& event) {
    Alert alert;
    const auto* payload = find(&event, "entity_payload");
    alert.title = text_of(find(payload, "description_text"));
    const auto* severity = find(payload, "severity");
    auto number = integer_of(severity);
    set_severity(alert, severity, number && *number >= 0 && *number <= 5 ? std::optional(static_cast<int>(*number * 20)) : std::nullopt);
    alert.occurred_at = alert.detected_at = time_of(dig(&event, "entity_info.entity_created"));
    add_each(alert.users, dig(&event, "saas_info.saas_actor_payload.email"));
    add_each(alert.users, dig(payload, "event_metadata.sender_address"));
    if (const auto* found = array_of(dig(payload, "event_metadata.dlp_detections")))
        for (const auto& detection : *found) add_detector(alert.data_kinds, text_view(&detection));
    add_each(alert.tags, find(payload, "category"));
    alert.rule_id = clean_text(text_of(find(payload, "policy_rule_id")));
    if (auto id = text_of(find(payload, "aggregation_id")); !id.empty()) alert.external_id = fmt::format("checkpoint-hec:{}", id);
    return alert;
}

// The issues webhook {control, issue, resource, trigger}, or the node of the GraphQL interface.
Alert read_wiz(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"control.name", "sourceRule.name"});
    alert.rule_id = first_text(in, {"control.id", "sourceRule.id"});
    const auto* severity = dig(in, "issue.severity");
    set_word(alert, severity != nullptr ? severity : find(in, "severity"));
    alert.occurred_at = alert.detected_at = first_time({dig(in, "issue.created"), find(in, "createdAt")});
    add_paths(alert.hosts, in, {"resource.name", "entitySnapshot.name"});
    if (text_view(dig(in, "entitySnapshot.type")) == "DATA_FINDING")
        add_category(alert.data_kinds, text_view(dig(in, "entitySnapshot.name")));
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
    alert.external_id = fmt::format("socradar:{}", text_of(find(in, "alarm_id")));
    return alert;
}

Alert read_nightfall(const json::object& in) {
    Alert alert;
    alert.title = "Nightfall: sensitive data found";
    alert.occurred_at = std::nullopt;
    if (auto id = first_text(in, {"uploadID"}); !id.empty()) alert.external_id = fmt::format("nightfall:{}", id);
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    Alert alert;
    if (find(in, "PolicyDetails") != nullptr) {
        alert = read_purview(in);
    } else if (starts_with_word(text_view(find(in, "kind")), "admin#reports")) {
        alert = read_workspace(in);
    } else if (const auto* incident = find(in, "dlp_incident_id")) {
        if (integer_of(incident) == 0) return std::optional<Alert>{};  // 0: an event of Netskope's other products
        alert = read_netskope(in);
    } else if (const auto* event = dig(in, "event.security_event")) {
        alert = read_checkpoint(*event);
    } else if (dig(in, "issue.id") != nullptr || find(in, "sourceRule") != nullptr) {
        alert = read_wiz(in);
    } else if (find(in, "alarm_id") != nullptr) {
        alert = read_socradar(in);
    } else if (const auto* present = find(in, "findingsPresent")) {
        if (!flag_of(present)) return std::optional<Alert>{};
        alert = read_nightfall(in);
    } else if (find(in, "challenge") != nullptr) {
        return std::optional<Alert>{};
    } else {
        return read_microsoft(element);
    }
    finish(alert, "Data loss prevention alert");
    return std::optional(std::move(alert));
}

// Symantec: Name=”value” with typographic quotes, "N/A" for nothing.
std::string_view quoted(std::string_view line, std::string_view name) {
    constexpr std::string_view kQuote = "\xe2\x80\x9d";
    auto mark = fmt::format(" {}={}", name, kQuote);
    auto at = line.find(mark);
    if (at == std::string_view::npos) return {};
    auto rest = line.substr(at + mark.size());
    return rest.substr(0, rest.find(kQuote));
}

Alert read_symantec(std::string_view line) {
    Alert alert;
    alert.title = clean_title(quoted(line, "Policy_Name"));
    alert.rule_id = clean_text(quoted(line, "Policy_Rules"));
    auto severity = quoted(line, "Severity");  // "1:High"
    auto colon = severity.find(':');
    alert.severity_native = clean_text(severity);
    if (auto value = severity_of_word(colon == std::string_view::npos ? severity : severity.substr(colon + 1)))
        alert.severity = *value;
    alert.occurred_at = parse_time(quoted(line, "Occured_On"));  // its spelling
    alert.detected_at = parse_time(quoted(line, "Reported_On"));
    for (auto name : {"Endpoint_Machine", "Machine_IP", "Destination_IP"}) add(alert.hosts, quoted(line, name));
    for (auto name : {"Endpoint_Username", "DataOwner_Email", "Application_User"}) add(alert.users, quoted(line, name));
    add(alert.tables, quoted(line, "File_Path"));
    json::value count(json::string_view(quoted(line, "Match_Count").data(), quoted(line, "Match_Count").size()));
    alert.records = integer_of(&count);
    add_detector(alert.data_kinds, quoted(line, "Policy_Name"));
    if (auto id = quoted(line, "Incident_id"); !id.empty()) alert.external_id = fmt::format("symantec-dlp:{}", id);
    finish(alert, "Symantec DLP incident");
    return alert;
}

}  // namespace

Result<Parsed> parse_dlp(const Body& body) {
    auto text = trim(body.bytes);
    if (!text.empty() && (text.front() == '{' || text.front() == '['))
        return read_alerts(body.bytes, {"items", "value"}, read_one);
    if (!quoted(text, "Policy_Name").empty() && text.find('\n') == std::string_view::npos) {
        Parsed out;
        out.items.push_back({read_symantec(text), std::string(body.bytes)});
        return out;
    }
    return parse_syslog(body);
}

}  // namespace breachd::ingest
