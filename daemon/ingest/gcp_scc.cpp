// Google Security Command Center: the notification {finding, resource}, a Pub/Sub push or pull message whose data is
// that in Base64, a bare finding, or Event Threat Detection's entry in Cloud Logging.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

void read_exfiltration(const json::value* in, Alert& alert) {
    for (auto side : {"sources", "targets"})
        if (const auto* items = array_of(find(in, side)))
            for (const auto& item : *items) {
                add_each(alert.tables, find(&item, "name"));
                add_each(alert.tables, find(&item, "components"));
            }
}

Alert read_finding(const json::object& outer, const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"category"});
    alert.rule_id = alert.title;
    set_first_word(alert, in, {"severity", "sourceProperties.SeverityLevel", "sourceProperties.detectionPriority"});
    alert.detected_at = first_time({find(in, "createTime"), find(in, "eventTime")});
    alert.occurred_at = first_time({find(in, "eventTime"), find(in, "createTime")});
    add(alert.hosts, first_text(in, {"resourceName"}));
    add_paths(alert.hosts, outer, {"resource.displayName"});
    for (auto list : {"containers", "kubernetes.pods", "kubernetes.nodes"})
        if (const auto* items = array_of(dig(in, list)))
            for (const auto& item : *items) add_each(alert.hosts, find(&item, "name"));
    add(alert.users, first_text(in, {"access.principalEmail", "sourceProperties.properties.principalEmail",
                                     "sourceProperties.properties.dataExfiltrationAttempt.userEmail",
                                     "sourceProperties.properties.extractionAttempt.userEmail"}));
    add_paths(alert.users, in, {"database.userName"});
    add_paths(alert.tables, in, {"database.displayName"});
    // Sensitive Data Protection tells what its inspection found, and how often.
    add_detector(alert.data_kinds, text_view(dig(in, "cloudDlpInspection.infoType")));
    alert.records = integer_of(dig(in, "cloudDlpInspection.infoTypeCount"));
    if (const auto* types = array_of(dig(in, "cloudDlpDataProfile.infoTypes")))
        for (const auto& type : *types) add_detector(alert.data_kinds, text_view(find(&type, "name")));
    read_exfiltration(find(in, "exfiltration"), alert);
    add_paths(alert.tags, in, {"findingClass", "mitreAttack.primaryTechniques"});
    add_paths(alert.tags, outer, {"resource.gcpMetadata.projectDisplayName", "resource.projectDisplayName"});
    if (same_word(text_view(find(in, "mute")), "MUTED")) add(alert.tags, "muted");
    if (same_word(text_view(find(in, "state")), "INACTIVE")) alert.status = AlertStatus::resolved;
    // Operators mark findings for us with security marks.
    add_kind_labels(alert.data_kinds, dig(in, "securityMarks.marks.data_kind"));
    // Names come in organisation, folder and project form; canonicalName is the one that stays.
    auto name = first_text(in, {"canonicalName", "name"});
    if (!name.empty()) alert.external_id = fmt::format("scc:{}", name);
    finish(alert, "Google SCC finding");
    return alert;
}

// Event Threat Detection in Cloud Logging, where Security Command Center does not gather it.
Alert read_log_entry(const json::object& entry, const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"detectionCategory.subRuleName", "detectionCategory.ruleName"});
    alert.rule_id = first_text(in, {"detectionCategory.ruleName"});
    const auto* severity = find(in, "detectionPriority");
    if (severity == nullptr) severity = find(entry, "severity");
    set_severity(alert, severity, severity_of_word(text_view(severity)));
    alert.detected_at = first_time({find(entry, "timestamp"), find(entry, "receiveTimestamp"), find(in, "eventTime")});
    alert.occurred_at = first_time({find(in, "eventTime"), find(entry, "timestamp")});
    if (const auto* resources = array_of(find(in, "affectedResources")))
        for (const auto& resource : *resources) add_each(alert.hosts, find(&resource, "gcpResourceName"));
    add(alert.users, first_text(in, {"properties.principalEmail", "properties.exfiltrationAttempt.userEmail",
                                     "properties.dataExfiltrationAttempt.userEmail"}));
    add_paths(alert.tags, in, {"detectionCategory.technique", "detectionCategory.indicator"});
    auto id = first_text(in, {"findingId"});
    if (id.empty()) id = first_text(entry, {"insertId"});
    if (!id.empty()) alert.external_id = fmt::format("scc:{}", id);
    finish(alert, "Google SCC finding");
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    auto unwrapped = unwrap_pubsub(element, **object, keep);
    if (!unwrapped) return unwrapped.error();
    const json::object* in = *unwrapped;
    const json::object* entry = in;
    if (const auto* payload = object_of(find(*in, "jsonPayload"))) in = payload;
    if (const auto* finding = object_of(find(*in, "finding"))) return std::optional(read_finding(*in, *finding));
    if (find(*in, "detectionCategory") != nullptr) return std::optional(read_log_entry(*entry, *in));
    if (find(*in, "category") != nullptr || find(*in, "canonicalName") != nullptr)
        return std::optional(read_finding(*in, *in));
    bool log_entry = find(*entry, "logName") != nullptr || find(*entry, "insertId") != nullptr;
    if (log_entry || find(*in, "asset") != nullptr) return std::optional<Alert>{};  // other logs, assets of a feed
    return not_this_format(element, "an SCC notification: it has no finding");
}

}  // namespace

Result<const json::object*> unwrap_pubsub(const Element& element, const json::object& in, json::value& keep) {
    const auto* message = find(in, "message");
    if (object_of(message) == nullptr || find(message, "data") == nullptr) return &in;
    auto place = element.where() + "/message/data";
    auto bytes = from_base64(text_view(find(message, "data")));
    if (!bytes) return Error{ErrorCode::unprocessable, "not Base64", place};
    auto parsed = parse_json(*bytes);
    if (!parsed)
        return Error{parsed.error().code, parsed.error().message, fmt::format("{} {}", place, parsed.error().where)};
    keep = std::move(*parsed);
    if (!keep.is_object()) return Error{ErrorCode::unprocessable, "must hold an object", place};
    return &keep.get_object();
}

Result<Parsed> parse_gcp_scc(const Body& body) {
    return read_alerts(body.bytes, {"receivedMessages", "listFindingsResults", "findings", "entries"}, read_one);
}

}  // namespace breachd::ingest
