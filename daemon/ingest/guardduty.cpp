// Amazon GuardDuty findings: bare, in an array, through EventBridge (`detail`) or SNS. A finding is sent again when it
// changes, under the same id: the id is the duplicate key.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

void read_resource(const json::object& in, Alert& alert) {
    add_paths(alert.hosts, in, {"instanceDetails.instanceId", "eksClusterDetails.name", "ecsClusterDetails.name",
                                "rdsDbInstanceDetails.dbInstanceIdentifier", "lambdaDetails.functionName"});
    if (const auto* buckets = array_of(find(in, "s3BucketDetails")))
        for (const auto& bucket : *buckets) add_each(alert.hosts, find(&bucket, "name"));
    add_paths(alert.users, in, {"accessKeyDetails.userName", "kubernetesDetails.kubernetesUserDetails.username",
                                "rdsDbUserDetails.user"});
    add_paths(alert.tables, in, {"rdsDbUserDetails.database"});
}

// The console's sample findings say so, or fill every text with "GeneratedFinding…".
bool is_sample(const json::object& in, std::string_view raw) {
    return flag_of(dig(in, "service.additionalInfo.sample")) || raw.find("GeneratedFinding") != std::string_view::npos;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap_aws(**object, keep);
    auto type = clean_text(text_of(find(in, "type")));
    auto title = text_of(find(in, "title"));
    if (type.empty() && title.empty()) return not_this_format(element, "a GuardDuty finding: it has neither type nor title");
    Alert alert;
    alert.title = title.empty() ? type : title;
    alert.rule_id = type;
    const auto* severity = find(in, "severity");
    auto number = number_of(severity);
    set_severity(alert, severity, number ? std::optional(severity_of_tenths(*number)) : std::nullopt);
    alert.detected_at = first_time({find(in, "createdAt"), find(in, "updatedAt"), find(**object, "time")});
    alert.occurred_at = first_time({dig(in, "service.eventFirstSeen"), find(in, "createdAt")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (const auto* resource = object_of(find(in, "resource"))) read_resource(*resource, alert);
    add(alert.tags, type.substr(0, type.find(':')));
    if (flag_of(dig(in, "service.archived"))) alert.status = AlertStatus::closed;
    alert.test = is_sample(in, element.raw);
    if (auto id = first_text(in, {"id"}); !id.empty()) alert.external_id = fmt::format("guardduty:{}", id);
    finish(alert, "GuardDuty finding");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_guardduty(const Body& body) { return read_alerts(body.bytes, {"Findings", "findings"}, read_one); }

}  // namespace breachd::ingest
