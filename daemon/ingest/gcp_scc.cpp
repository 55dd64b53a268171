// Google Security Command Center: the notification {finding, resource}, a Pub/Sub push or pull message whose data is
// that in Base64, or a bare finding.
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
    const json::value* severity = nullptr;
    for (auto path : {"severity", "sourceProperties.SeverityLevel", "sourceProperties.detectionPriority"})
        if (severity == nullptr) severity = dig(in, path);
    set_severity(alert, severity, severity_of_word(text_view(severity)));
    alert.detected_at = first_time({find(in, "createTime"), find(in, "eventTime")});
    alert.occurred_at = first_time({find(in, "eventTime"), find(in, "createTime")});
    add(alert.hosts, first_text(in, {"resourceName"}));
    add_paths(alert.hosts, outer, {"resource.displayName", "resource.gcpMetadata.projectDisplayName"});
    add_paths(alert.users, in, {"access.principalEmail"});
    read_exfiltration(find(in, "exfiltration"), alert);
    add_paths(alert.tags, in, {"findingClass", "mitreAttack.primaryTechniques"});
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

// The notification inside a Pub/Sub message.
Result<json::value> message_data(const Element& element, const json::value& message) {
    auto bytes = from_base64(text_view(find(&message, "data")));
    if (!bytes) return Error{ErrorCode::unprocessable, "not Base64", element.where() + "/message/data"};
    auto parsed = parse_json(*bytes);
    if (!parsed) return Error{parsed.error().code, parsed.error().message, fmt::format("{}/message/data {}", element.where(), parsed.error().where)};
    return parsed;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object* in = *object;
    json::value keep;
    if (const auto* message = find(*in, "message"); object_of(message) != nullptr) {
        auto data = message_data(element, *message);
        if (!data) return data.error();
        keep = std::move(*data);
        in = object_of(&keep);
    } else if (const auto* payload = object_of(find(*in, "jsonPayload"))) {
        in = payload;
    }
    if (in == nullptr) return not_this_format(element, "an SCC notification");
    if (const auto* finding = object_of(find(*in, "finding"))) return std::optional(read_finding(*in, *finding));
    if (find(*in, "category") != nullptr || find(*in, "canonicalName") != nullptr) return std::optional(read_finding(*in, *in));
    return not_this_format(element, "an SCC notification: it has no finding");
}

}  // namespace

Result<Parsed> parse_gcp_scc(const Body& body) {
    return read_alerts(body.bytes, {"receivedMessages", "listFindingsResults"}, read_one);
}

}  // namespace breachd::ingest
