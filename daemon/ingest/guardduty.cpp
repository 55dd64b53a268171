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
    add_paths(
        alert.hosts, in,
        {"instanceDetails.instanceId", "eksClusterDetails.name", "ecsClusterDetails.name",
         "rdsDbInstanceDetails.dbInstanceIdentifier", "rdsLimitlessDbDetails.dbShardGroupIdentifier",
         "lambdaDetails.functionName", "containerDetails.name", "kubernetesDetails.kubernetesWorkloadDetails.name"});
    if (const auto* containers = array_of(dig(in, "ecsClusterDetails.taskDetails.containers")))
        for (const auto& container : *containers) add_each(alert.hosts, find(&container, "name"));
    if (const auto* buckets = array_of(find(in, "s3BucketDetails")))
        for (const auto& bucket : *buckets) {
            add_each(alert.hosts, find(&bucket, "name"));
            if (const auto* objects = array_of(find(&bucket, "s3ObjectDetails")))
                for (const auto& object : *objects) add_each(alert.tables, find(&object, "key"));
        }
    add_paths(
        alert.users, in,
        {"accessKeyDetails.userName", "kubernetesDetails.kubernetesUserDetails.username", "rdsDbUserDetails.user"});
    add_paths(alert.tables, in, {"rdsDbUserDetails.database"});
}

// An attack sequence names its actors and resources inside the service part.
void read_sequence(const json::value* sequence, Alert& alert) {
    if (const auto* resources = array_of(find(sequence, "resources")))
        for (const auto& resource : *resources)
            if (const auto* object = object_of(&resource)) add(alert.hosts, first_text(*object, {"name", "uid"}));
    if (const auto* actors = array_of(find(sequence, "actors")))
        for (const auto& actor : *actors) add_each(alert.users, dig(&actor, "user.name"));
}

// The console's sample findings say so, in `additionalInfo` or in the JSON text within, or fill every text with
// "GeneratedFinding…".
bool is_sample(const AwsFinding& finding) {
    const auto* info = dig(finding.in, "service.additionalInfo");
    auto nested = nested_json(find(info, "value"));
    return flag_of(find(info, "sample")) || flag_of(find(&nested, "sample")) ||
           finding.raw.find("GeneratedFinding") != std::string_view::npos;
}

void read_guardduty(const AwsFinding& finding, Alert& alert) {
    const json::object& in = finding.in;
    const auto* severity = find(in, "severity");
    auto number = number_of(severity);
    set_severity(alert, severity, number ? std::optional(severity_of_tenths(*number)) : std::nullopt);
    alert.detected_at = first_time({find(in, "createdAt"), find(in, "updatedAt"), finding.sent_at});
    alert.occurred_at = first_time({dig(in, "service.eventFirstSeen"), find(in, "createdAt")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (const auto* resource = object_of(find(in, "resource"))) read_resource(*resource, alert);
    add_each(alert.users, dig(in, "service.runtimeDetails.process.user"));
    read_sequence(dig(in, "service.detection.sequence"), alert);
    if (flag_of(dig(in, "service.archived"))) alert.status = AlertStatus::closed;
    alert.test = is_sample(finding);
}

}  // namespace

Result<Parsed> parse_guardduty(const Body& body) {
    return read_alerts(body.bytes, {"Findings", "findings"}, [](const Element& element) {
        return read_aws_finding(element, {"GuardDuty", read_guardduty});
    });
}

}  // namespace breachd::ingest
