// Microsoft's three shapes, which Sentinel, Defender XDR and Purview send through each other's pipes: the Graph security
// alert (v2), the Sentinel incident (REST `properties`, SDK snake_case, Logic App `object`) and the streaming export of
// advanced hunting (`category`, `properties`). A change notification only points to an alert and is none.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

AlertStatus status_of(std::string_view word) {
    if (same_word(word, "inProgress")) return AlertStatus::acknowledged;
    if (same_word(word, "resolved")) return AlertStatus::resolved;
    return same_word(word, "closed") ? AlertStatus::closed : AlertStatus::open;
}

void set_common(Alert& alert, const json::value* severity, const json::value* title) {
    set_severity(alert, severity, severity_of_word(text_view(severity)));
    alert.title = clean_title(text_of(title));
}

void read_evidence(const json::value& item, Alert& alert) {
    const auto* object = object_of(&item);
    if (object == nullptr) return;
    auto device = first_text(*object, {"deviceDnsName", "hostName"});
    add(alert.hosts, device);
    add_paths(alert.hosts, *object, {"ipAddress", "resourceName", "resourceId"});
    add(alert.users, first_text(*object, {"userAccount.userPrincipalName", "userAccount.accountName"}));
    add_paths(alert.users, *object, {"primaryAddress"});  // mailboxEvidence
    add_paths(alert.tables, *object, {"siteUrl"});
}

Alert read_graph(const json::object& in) {
    Alert alert;
    set_common(alert, find(in, "severity"), find(in, "title"));
    alert.detected_at = first_time({find(in, "createdDateTime"), find(in, "eventDateTime")});
    alert.occurred_at = first_time({find(in, "firstActivityDateTime"), find(in, "eventDateTime")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (const auto* evidence = array_of(find(in, "evidence")))
        for (const auto& item : *evidence) read_evidence(item, alert);
    for (auto list : {"hostStates", "userStates"})  // the older alert resource
        if (const auto* states = array_of(find(in, list)))
            for (const auto& state : *states) {
                add_each(alert.hosts, find(&state, "fqdn"));
                add_each(alert.users, find(&state, "userPrincipalName"));
            }
    add_paths(alert.tags, in, {"category", "serviceSource", "mitreTechniques"});
    auto source = text_view(find(in, "serviceSource"));
    // A data-loss product names the policy in the title, and the policy names the data.
    if (same_word(source, "microsoftDataLossPrevention") || same_word(text_view(find(in, "category")), "dataLossPrevention"))
        add_detector(alert.data_kinds, alert.title);
    alert.status = status_of(text_view(find(in, "status")));
    alert.rule_id = first_text(in, {"detectorId", "alertPolicyId"});
    auto id = first_text(in, {"id", "providerAlertId"});
    if (!id.empty()) alert.external_id = fmt::format("graph:{}", id);
    finish(alert, "Microsoft security alert");
    return alert;
}

void read_entity(const json::value& entity, Alert& alert) {
    const auto* properties = object_of(find(&entity, "properties"));
    if (properties == nullptr) return;
    auto host = first_text(*properties, {"hostName"});
    auto domain = first_text(*properties, {"dnsDomain"});
    add(alert.hosts, domain.empty() || host.empty() ? host : host + "." + domain);
    add_paths(alert.hosts, *properties, {"address", "resourceId"});
    auto user = first_text(*properties, {"accountName"});
    auto suffix = first_text(*properties, {"upnSuffix"});
    add(alert.users, suffix.empty() || user.empty() ? user : user + "@" + suffix);
}

// `outer` has the id and name, `in` the fields (the same object in the SDK's form).
Alert read_sentinel(const json::object& outer, const json::object& in) {
    Alert alert;
    set_common(alert, find(in, "severity"), find(in, "title"));
    alert.detected_at = first_time({find(in, "createdTimeUtc"), find(in, "created_time_utc")});
    alert.occurred_at = first_time({find(in, "firstActivityTimeUtc"), find(in, "first_activity_time_utc"),
                                    find(in, "lastActivityTimeUtc"), find(in, "last_activity_time_utc")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (const auto* entities = array_of(find(in, "relatedEntities")))
        for (const auto& entity : *entities) read_entity(entity, alert);
    add_paths(alert.tags, in, {"additionalData.tactics", "additional_data.tactics", "additionalData.techniques"});
    if (const auto* labels = array_of(find(in, "labels")))
        for (const auto& label : *labels) {
            add_each(alert.tags, find(&label, "labelName"));
            add_each(alert.tags, find(&label, "label_name"));
        }
    alert.status = status_of(text_view(find(in, "status")));
    alert.rule_id = first_text(in, {"relatedAnalyticRuleIds", "related_analytic_rule_ids"});
    auto id = first_text(outer, {"name", "id"});
    if (!id.empty()) alert.external_id = fmt::format("sentinel:{}", id);
    finish(alert, "Sentinel incident");
    return alert;
}

// One row of AlertInfo or AlertEvidence. Every evidence row of an alert comes by itself and names another host or
// account, so the row is part of the duplicate key: as one key, the second host would be lost.
Taken read_streaming(const json::object& in, const json::object& row, std::string_view category) {
    if (!contains_word(category, "AlertInfo") && !contains_word(category, "AlertEvidence")) return std::optional<Alert>{};
    Alert alert;
    set_common(alert, find(row, "Severity"), find(row, "Title"));
    alert.occurred_at = time_of(find(row, "Timestamp"));
    alert.detected_at = time_of(find(in, "time"));
    add_paths(alert.hosts, row, {"DeviceName", "RemoteIP", "LocalIP"});
    add(alert.users, first_text(row, {"AccountUpn", "AccountName"}));
    add_paths(alert.tables, row, {"CloudResource"});
    add_paths(alert.tags, row, {"Category", "ServiceSource"});
    for (auto name : {"Categories", "AttackTechniques"}) {
        auto list = nested_json(find(row, name));
        if (list.is_array()) add_each(alert.tags, &list);
    }
    if (contains_word(text_view(find(row, "ServiceSource")), "Data Loss Prevention")) add_detector(alert.data_kinds, alert.title);
    alert.external_id = fmt::format("defender:{}:{}", text_of(find(in, "tenantId")), text_of(find(row, "AlertId")));
    if (contains_word(category, "AlertEvidence"))
        alert.external_id += ":" + hex(sha256(json::serialize(row))).substr(0, 16);
    finish(alert, "Microsoft Defender alert");
    return std::optional(std::move(alert));
}

bool is_notification(const json::object& in) {
    return find(in, "subscriptionId") != nullptr || find(in, "contentUri") != nullptr || find(in, "validationCode") != nullptr;
}

}  // namespace

Taken read_microsoft(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    const auto* properties = object_of(find(in, "properties"));
    if (auto category = text_view(find(in, "category")); properties != nullptr && contains_word(category, "AdvancedHunting"))
        return read_streaming(in, *properties, category);
    if (const auto* incident = object_of(find(in, "object"))) {  // Logic App trigger
        const auto* fields = object_of(find(*incident, "properties"));
        return std::optional(read_sentinel(*incident, fields != nullptr ? *fields : *incident));
    }
    if (properties != nullptr && find(*properties, "title") != nullptr) return std::optional(read_sentinel(in, *properties));
    if (find(in, "created_time_utc") != nullptr || find(in, "incident_number") != nullptr || find(in, "createdTimeUtc") != nullptr)
        return std::optional(read_sentinel(in, in));
    if (find(in, "title") != nullptr) return std::optional(read_graph(in));
    if (is_notification(in)) return std::optional<Alert>{};
    return not_this_format(element, "a Graph alert, a Sentinel incident or an advanced-hunting row");
}

Result<Parsed> parse_sentinel(const Body& body) { return read_alerts(body.bytes, {"value", "records"}, read_microsoft); }

Result<Parsed> parse_defender(const Body& body) { return read_alerts(body.bytes, {"value", "records"}, read_microsoft); }

}  // namespace breachd::ingest
