// Microsoft's shapes, which Sentinel, Defender XDR and Purview send through each other's pipes: the Graph security
// alert (v2, and the one before it) or incident, Defender for Endpoint's alert, the Sentinel incident (REST
// `properties`, SDK snake_case, Logic App `object`, row of SecurityIncident), the security alert of Sentinel and
// Defender for Cloud (REST, row of SecurityAlert), and advanced hunting (streaming export or query result). A change
// notification only points to an alert and is none.
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
    if (same_word(word, "inProgress") || same_word(word, "In Progress")) return AlertStatus::acknowledged;
    if (same_word(word, "resolved")) return AlertStatus::resolved;
    return same_word(word, "closed") || same_word(word, "dismissed") ? AlertStatus::closed : AlertStatus::open;
}

// A host "files" of the domain "vidu.test", an account "an" of the suffix "vidu.test".
std::string joined(const std::string& name, char sign, const std::string& domain) {
    return name.empty() || domain.empty() ? name : name + sign + domain;
}

// A data-loss product names the policy in the title, and the policy names the data.
void read_policy(const std::vector<std::string>& products, std::string_view title, Alert& alert) {
    for (const auto& product : products)
        if (contains_word(product, "Data Loss Prevention") || contains_word(product, "DataLossPrevention"))
            return (void)add_detector(alert.data_kinds, title);
}

// Evidence that lies deeper: the machine that a process or a file is on, who a message went to, a container's pod.
void read_nested_names(const json::value& in, int depth, Alert& alert) {
    if (const auto* items = array_of(&in))
        for (const auto& item : *items) read_nested_names(item, depth, alert);
    const auto* object = object_of(&in);
    if (object == nullptr || depth == 0) return;
    auto host = first_text(*object, {"HostName", "hostName", "deviceDnsName", "Fqdn", "fqdn", "NetBiosName"});
    add(alert.hosts, joined(host, '.', first_text(*object, {"DnsDomain", "dnsDomain"})));
    add_paths(alert.users, *object,
              {"Recipient", "Recipients", "RecipientEmailAddress", "recipientEmailAddress", "MailboxPrimaryAddress",
               "mailboxPrimaryAddress", "UserPrincipalName", "userPrincipalName"});
    if (contains_word(first_text(*object, {"Type", "@odata.type"}), "container") || object->contains("ContainerId"))
        add(alert.hosts, first_text(*object, {"Name", "name", "ContainerId", "containerId"}));
    for (const auto& member : *object)
        if (member.value().is_structured()) read_nested_names(member.value(), depth - 1, alert);
}

void set_common(Alert& alert, const json::value* severity, const json::value* title) {
    auto word = text_view(severity);
    set_severity(alert, severity, is_absent_word(word) ? std::nullopt : severity_of_word(word));
    alert.title = clean_title(text_of(title));
}

void read_evidence(const json::value& item, Alert& alert) {
    const auto* object = object_of(&item);
    if (object == nullptr) return;
    auto device = first_text(*object, {"deviceDnsName", "hostName"});
    add(alert.hosts, device);
    add_paths(alert.hosts, *object,
              {"ipAddress", "resourceName", "resourceId", "amazonResourceId", "fullResourceName"});
    add(alert.users, first_text(*object, {"userAccount.userPrincipalName", "userPrincipalName",
                                          "userAccount.accountName", "accountName"}));
    add_paths(alert.users, *object, {"primaryAddress", "recipientEmailAddress"});  // of a mailbox, of a message
    add_paths(alert.tables, *object, {"siteUrl"});
    for (auto name : {"host", "hostEntity", "pod", "mailboxes", "userAccount"})
        if (const auto* nested = find(*object, name)) read_nested_names(*nested, 3, alert);
    auto type = text_view(find(*object, "@odata.type"));
    if (contains_word(type, "container") && !contains_word(type, "blob"))
        add(alert.hosts, first_text(*object, {"name", "containerId"}));
    if (contains_word(type, "pod")) add(alert.hosts, first_text(*object, {"name"}));
    if (contains_word(text_view(find(*object, "@odata.type")), "blob")) {  // a container or a file in one
        add(alert.tables, first_text(*object, {"url", "name"}));
        add_paths(alert.hosts, *object, {"storageResource.resourceId", "blobContainer.storageResource.resourceId"});
    }
}

// Who was at a device, for alerts that name nobody else.
void read_logged_on(const json::value* evidence, Alert& alert) {
    const auto* items = array_of(evidence);
    if (items == nullptr) return;
    for (const auto& item : *items)
        if (const auto* users = array_of(find(&item, "loggedOnUsers")))
            for (const auto& user : *users) add_each(alert.users, find(&user, "accountName"));
}

// What an alert names, in every version: evidence of alerts_v2, states of the resource before, Defender's own members.
void read_graph_places(const json::object& in, Alert& alert) {
    for (auto list : {"evidence", "devices", "entities"})
        if (const auto* evidence = array_of(find(in, list)))
            for (const auto& item : *evidence) read_evidence(item, alert);
    for (auto list : {"hostStates", "userStates"})
        if (const auto* states = array_of(find(in, list)))
            for (const auto& state : *states)
                if (const auto* object = object_of(&state)) {
                    add(alert.hosts, first_text(*object, {"fqdn", "netBiosName"}));
                    add(alert.users, first_text(*object, {"userPrincipalName", "accountName"}));
                }
    add_paths(alert.hosts, in, {"computerDnsName"});
    add_paths(alert.users, in, {"relatedUser.userName"});
    if (alert.users.empty()) read_logged_on(find(in, "evidence"), alert);
}

void read_graph_policy(const json::object& in, std::string_view title, Alert& alert) {
    std::vector<std::string> products;
    add_paths(products, in, {"serviceSource", "category"});
    read_policy(products, title, alert);
}

// One of the alerts of an incident: the incident began with the first of them.
void read_graph_part(const json::object& in, Alert& alert) {
    read_graph_places(in, alert);
    read_graph_policy(in, text_view(find(in, "title")), alert);
    auto began = first_time({find(in, "firstActivityDateTime"), find(in, "firstActivity"), find(in, "firstEventTime")});
    if (began && (!alert.occurred_at || *began < *alert.occurred_at)) alert.occurred_at = began;
}

// An alert, or an incident with the alerts it was asked to bring along.
Alert read_graph(const json::object& in) {
    Alert alert;
    const auto* title = first_of(in, {"title", "displayName", "incidentName"});
    set_common(alert, find(in, "severity"), title);
    alert.detected_at = first_time({find(in, "createdDateTime"), find(in, "eventDateTime"),
                                    find(in, "alertCreationTime"), find(in, "createdTime")});
    alert.occurred_at =
        first_time({find(in, "firstActivityDateTime"), find(in, "firstEventTime"), find(in, "eventDateTime")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    read_graph_places(in, alert);
    const auto* alerts = array_of(find(in, "alerts"));
    if (alerts != nullptr)
        for (const auto& one : *alerts)
            if (const auto* object = object_of(&one)) read_graph_part(*object, alert);
    add_paths(alert.tags, in, {"category", "serviceSource", "mitreTechniques"});
    read_graph_policy(in, alert.title, alert);
    alert.status = status_of(text_view(find(in, "status")));
    alert.rule_id = first_text(in, {"detectorId", "alertPolicyId"});
    bool incident = alerts != nullptr || title != find(in, "title");
    auto id = first_text(in, {"id", "providerAlertId", "alertId", "incidentId"});
    if (!id.empty()) alert.external_id = fmt::format("graph:{}{}", incident ? "incident:" : "", id);
    finish(alert, "Microsoft security alert");
    return alert;
}

void read_entity(const json::value& entity, Alert& alert) {
    const auto* properties = object_of(find(&entity, "properties"));
    if (properties == nullptr) return;
    auto host = first_text(*properties, {"hostName", "netBiosName"});
    add(alert.hosts, joined(host, '.', first_text(*properties, {"dnsDomain"})));
    add_paths(alert.hosts, *properties, {"address", "resourceId"});
    auto account = joined(first_text(*properties, {"accountName"}), '@', first_text(*properties, {"upnSuffix"}));
    if (account.empty() && same_word(text_view(find(&entity, "kind")), "account"))
        account = first_text(*properties, {"additionalData.UserPrincipalName", "friendlyName", "displayName"});
    add(alert.users, account);
    add_paths(alert.users, *properties, {"mailboxPrimaryAddress"});
}

// `outer` has the id and name, `in` the fields (the same object in the SDK's form and in a row of SecurityIncident).
Alert read_sentinel(const json::object& outer, const json::object& in) {
    Alert alert;
    set_common(alert, first_of(in, {"severity", "Severity"}), first_of(in, {"title", "Title"}));
    alert.detected_at = first_time(
        {find(in, "createdTimeUtc"), find(in, "created_time_utc"), find(in, "CreatedTime"), find(in, "TimeGenerated")});
    alert.occurred_at = first_time({find(in, "firstActivityTimeUtc"), find(in, "first_activity_time_utc"),
                                    find(in, "FirstActivityTime"), find(in, "lastActivityTimeUtc"),
                                    find(in, "last_activity_time_utc")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (const auto* entities = array_of(find(in, "relatedEntities")))
        for (const auto& entity : *entities) read_entity(entity, alert);
    add_paths(alert.tags, in, {"additionalData.tactics", "additional_data.tactics", "additionalData.techniques"});
    if (const auto* labels = array_of(find(in, "labels")))
        for (const auto& label : *labels) {
            add_each(alert.tags, find(&label, "labelName"));
            add_each(alert.tags, find(&label, "label_name"));
        }
    std::vector<std::string> products;
    add_paths(products, in, {"additionalData.alertProductNames", "additional_data.alert_product_names"});
    auto row = nested_json(find(in, "AdditionalData"));  // the table writes JSON into texts
    if (const auto* members = object_of(&row)) {
        add_paths(alert.tags, *members, {"tactics", "techniques"});
        add_paths(products, *members, {"alertProductNames"});
    }
    read_policy(products, alert.title, alert);
    alert.status = status_of(text_view(first_of(in, {"status", "Status"})));
    alert.rule_id = first_text(in, {"relatedAnalyticRuleIds", "related_analytic_rule_ids"});
    auto rules = nested_json(find(in, "RelatedAnalyticRuleIds"));
    if (const auto* ids = array_of(&rules); ids != nullptr && !ids->empty())
        alert.rule_id = clean_text(text_of(&ids->front()));
    auto id = first_text(outer, {"name", "id", "IncidentName"});
    if (!id.empty()) alert.external_id = fmt::format("sentinel:{}", id);
    finish(alert, "Sentinel incident");
    return alert;
}

// An entity of a security alert: {"Type": "host", "HostName", …}, in either case of the first letter.
void read_alert_entity(const json::value& entity, Alert& alert) {
    const auto* in = object_of(&entity);
    if (in == nullptr) return;
    add(alert.hosts,
        joined(first_text(*in, {"HostName", "hostName"}), '.', first_text(*in, {"DnsDomain", "dnsDomain"})));
    add_paths(alert.hosts, *in, {"Address", "address", "ResourceId", "resourceId"});
    add_paths(alert.users, *in, {"Recipient", "recipient"});
    for (auto name : {"Host", "host"})
        if (const auto* nested = find(*in, name)) read_nested_names(*nested, 2, alert);
    auto type = first_text(*in, {"Type", "type"});
    if (same_word(type, "account"))
        add(alert.users, joined(first_text(*in, {"Name", "name"}), '@', first_text(*in, {"UPNSuffix", "upnSuffix"})));
    if (same_word(type, "mailbox")) add_paths(alert.users, *in, {"MailboxPrimaryAddress", "mailboxPrimaryAddress"});
}

// The asset that an alert is about, which the entities may have named already, in full; of an identity an account.
void add_compromised(const std::string& name, Alert& alert) {
    if (name.find('@') != std::string::npos) return add(alert.users, name);
    for (const auto& host : alert.hosts)
        if (contains_word(host, name)) return;
    add(alert.hosts, name);
}

// Sentinel's and Defender for Cloud's security alert: a row of the table SecurityAlert, or `properties` of the REST
// form.
Alert read_security_alert(const json::object& outer, const json::object& in) {
    Alert alert;
    set_common(alert, first_of(in, {"AlertSeverity", "Severity", "severity"}),
               first_of(in, {"AlertDisplayName", "alertDisplayName", "DisplayName", "AlertName"}));
    alert.detected_at =
        first_time({find(in, "timeGeneratedUtc"), find(in, "timeGenerated"), find(in, "TimeGenerated")});
    alert.occurred_at = first_time({find(in, "StartTimeUtc"), find(in, "startTimeUtc"), find(in, "StartTime")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    for (auto name : {"Entities", "entities"}) {
        const auto* list = find(in, name);
        auto parsed = nested_json(list);
        if (const auto* entities = array_of(list != nullptr && list->is_string() ? &parsed : list))
            for (const auto& entity : *entities) read_alert_entity(entity, alert);
    }
    add_compromised(first_text(in, {"CompromisedEntity", "compromisedEntity"}), alert);
    add_paths(alert.tags, in, {"Tactics", "intent", "ProductName", "productName"});
    read_policy({first_text(in, {"ProductName", "productName"})}, alert.title, alert);
    alert.status = status_of(text_view(first_of(in, {"Status", "status"})));
    alert.rule_id = first_text(in, {"AlertType", "alertType"});
    auto id = first_text(in, {"SystemAlertId", "systemAlertId"});
    if (id.empty()) id = first_text(outer, {"name"});
    if (!id.empty()) alert.external_id = fmt::format("sentinel:alert:{}", id);
    finish(alert, "Microsoft security alert");
    return alert;
}

// What the row's own columns do not name: its entity as Defender keeps it.
void read_additional(const json::value& entity, Alert& alert) {
    Alert named;
    read_nested_names(entity, 4, named);
    if (alert.hosts.empty()) alert.hosts = std::move(named.hosts);
    if (alert.users.empty()) alert.users = std::move(named.users);
}

// One row of AlertInfo or AlertEvidence. Every evidence row of an alert comes by itself and names another host or
// account, so the row is part of the duplicate key: as one key, the second host would be lost.
Taken read_streaming(const json::object& in, const json::object& row, std::string_view category) {
    if (!contains_word(category, "AlertInfo") && !contains_word(category, "AlertEvidence"))
        return std::optional<Alert>{};
    Alert alert;
    set_common(alert, find(row, "Severity"), find(row, "Title"));
    alert.occurred_at = time_of(find(row, "Timestamp"));
    alert.detected_at = first_time({find(in, "time"), find(row, "Timestamp")});
    add_paths(alert.hosts, row, {"DeviceName", "RemoteIP", "LocalIP"});
    add(alert.users, first_text(row, {"AccountUpn", "AccountName"}));
    add_paths(alert.users, row, {"RecipientEmailAddress"});
    read_additional(nested_json(find(row, "AdditionalFields")), alert);
    add_paths(alert.tables, row, {"CloudResource"});
    add_paths(alert.tags, row, {"Category", "ServiceSource"});
    for (auto name : {"Categories", "AttackTechniques"}) {
        auto list = nested_json(find(row, name));
        if (list.is_array()) add_each(alert.tags, &list);
    }
    read_policy({std::string(text_view(find(row, "ServiceSource")))}, alert.title, alert);
    auto tenant = text_of(first_of(in, {"tenantId", "TenantId"}));
    auto id = first_text(row, {"AlertId"});
    bool evidence = contains_word(category, "AlertEvidence");
    if (!id.empty() || evidence) alert.external_id = fmt::format("defender:{}:{}", tenant.empty() ? "-" : tenant, id);
    if (evidence) alert.external_id += ":" + hex(sha256(json::serialize(row))).substr(0, 16);
    finish(alert, "Microsoft Defender alert");
    return std::optional(std::move(alert));
}

bool is_notification(const json::object& in) {
    return first_of(in, {"subscriptionId", "contentUri", "validationCode"}) != nullptr;
}

// Sign-ins, audits and metrics that Azure streams through the same hub; a change notification's life cycle.
bool is_other_record(const json::object& in) {
    if (find(in, "lifecycleEvent") != nullptr) return true;
    bool resource = first_of(in, {"resourceId", "ResourceId", "operationName", "OperationName"}) != nullptr;
    return resource && first_of(in, {"category", "Category", "metricName"}) != nullptr &&
           first_of(in, {"time", "TimeGenerated"}) != nullptr;
}

// The row's own table when the streaming export does not name it: only AlertEvidence has entities.
std::string_view table_of(const json::object& row) {
    return find(row, "EntityType") != nullptr || find(row, "EvidenceRole") != nullptr ? "AlertEvidence" : "AlertInfo";
}

// The shapes that are told by what lies in `properties`, and the Logic App's `object`.
std::optional<Taken> read_wrapped(const json::object& in) {
    if (const auto* incident = object_of(find(in, "object"))) {
        const auto* fields = object_of(find(*incident, "properties"));
        return Taken(read_sentinel(*incident, fields != nullptr ? *fields : *incident));
    }
    const auto* properties = object_of(find(in, "properties"));
    if (properties == nullptr) return std::nullopt;
    if (auto category = text_view(find(in, "category")); contains_word(category, "AdvancedHunting"))
        return read_streaming(in, *properties, category);
    if (first_of(*properties, {"alertDisplayName", "AlertDisplayName", "systemAlertId", "SystemAlertId"}) != nullptr)
        return Taken(read_security_alert(in, *properties));
    if (first_of(*properties, {"title", "incidentNumber", "incidentUrl"}) != nullptr)
        return Taken(read_sentinel(in, *properties));
    return std::nullopt;
}

}  // namespace

Taken read_microsoft(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    // The whole output of a Logic App's trigger holds the message in `body`.
    const auto* body = object_of(find(**object, "body"));
    const json::object& in = body != nullptr ? *body : **object;
    if (auto wrapped = read_wrapped(in)) return std::move(*wrapped);
    if (first_of(in, {"created_time_utc", "incident_number", "createdTimeUtc"}) != nullptr)
        return std::optional(read_sentinel(in, in));
    if (first_of(in, {"IncidentNumber", "incidentNumber"}) != nullptr) return std::optional(read_sentinel(in, in));
    if (first_of(in, {"SystemAlertId", "AlertDisplayName", "alertDisplayName"}) != nullptr)
        return std::optional(read_security_alert(in, in));
    if (find(in, "AlertId") != nullptr && first_of(in, {"Title", "EntityType"}) != nullptr)
        return read_streaming(in, in, table_of(in));
    bool incident = first_of(in, {"displayName", "incidentName"}) != nullptr &&
                    first_of(in, {"createdDateTime", "createdTime", "incidentWebUrl", "incidentId", "severity",
                                  "lastUpdateDateTime"}) != nullptr;
    if (find(in, "title") != nullptr || incident) return std::optional(read_graph(in));
    if (is_notification(in) || is_other_record(in)) return std::optional<Alert>{};
    return not_this_format(element, "a Graph alert, a Sentinel incident or an advanced-hunting row");
}

Result<Parsed> parse_sentinel(const Body& body) {
    return read_alerts(body.bytes, {"value", "records", "results", "Results"}, read_microsoft);
}

Result<Parsed> parse_defender(const Body& body) { return parse_sentinel(body); }

}  // namespace breachd::ingest
