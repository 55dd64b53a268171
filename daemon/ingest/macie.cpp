// Amazon Macie findings: sensitive data in an S3 object, or a policy that exposes a bucket. Bare, in an array (the
// console's export), through EventBridge or SNS. Counts are hits, not persons.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

std::optional<int> severity_of(const json::value* severity) {
    if (auto score = integer_of(find(severity, "score"))) return *score <= 1 ? 30 : *score == 2 ? 60 : 90;
    auto word = text_view(find(severity, "description"));
    return same_word(word, "low")      ? 30
           : same_word(word, "medium") ? 60
           : same_word(word, "high")   ? std::optional(90)
                                       : std::nullopt;
}

void read_result(const json::value* result, Alert& alert) {
    if (const auto* groups = array_of(find(result, "sensitiveData")))
        for (const auto& group : *groups) {
            bool known = false;
            const auto* total = find(&group, "totalCount");
            if (const auto* detections = array_of(find(&group, "detections")))
                for (const auto& detection : *detections) {
                    known = add_detector(alert.data_kinds, text_view(find(&detection, "type"))) || known;
                    if (total == nullptr) add_count(alert.records, find(&detection, "count"));
                }
            if (!known) add_category(alert.data_kinds, text_view(find(&group, "category")));
            add_count(alert.records, total);
        }
    const auto* custom = find(result, "customDataIdentifiers");
    if (const auto* detections = array_of(find(custom, "detections")))
        for (const auto& detection : *detections) add_detector(alert.data_kinds, text_view(find(&detection, "name")));
    add_count(alert.records, find(custom, "totalCount"));
}

void read_macie(const AwsFinding& finding, Alert& alert) {
    const json::object& in = finding.in;
    const auto* severity = find(in, "severity");
    const auto* word = find(severity, "description");
    set_severity(alert, word != nullptr ? word : find(severity, "score"), severity_of(severity));
    // A policy finding is published again when it recurs: updatedAt is when Macie raised this one.
    alert.detected_at = first_time({find(in, "updatedAt"), find(in, "createdAt"), finding.sent_at});
    alert.occurred_at = first_time({find(in, "createdAt"), find(in, "updatedAt"), finding.sent_at});
    add_each(alert.hosts, dig(in, "resourcesAffected.s3Bucket.name"));
    add(alert.tables, first_text(in, {"resourcesAffected.s3Object.path", "resourcesAffected.s3Object.key"}));
    add_each(alert.tags, dig(in, "resourcesAffected.s3Bucket.publicAccess.effectivePermission"));
    // Who changed the bucket, in a policy finding.
    add(alert.users,
        first_text(
            in, {"policyDetails.actor.userIdentity.iamUser.userName",
                 "policyDetails.actor.userIdentity.assumedRole.sessionContext.sessionIssuer.userName",
                 "policyDetails.actor.userIdentity.assumedRole.arn",
                 "policyDetails.actor.userIdentity.federatedUser.arn", "policyDetails.actor.userIdentity.root.arn"}));
    read_result(dig(in, "classificationDetails.result"), alert);
    if (alert.data_kinds.empty() && starts_with_word(alert.rule_id, "SensitiveData:S3Object/"))
        add_category(alert.data_kinds, std::string_view(alert.rule_id).substr(alert.rule_id.find('/') + 1));
    if (flag_of(find(in, "archived"))) alert.status = AlertStatus::closed;
    alert.test = flag_of(find(in, "sample"));
}

}  // namespace

Result<Parsed> parse_macie(const Body& body) {
    return read_alerts(body.bytes, {"findings", "Findings"}, [](const Element& element) {
        return read_aws_finding(element, {"Macie", read_macie});
    });
}

}  // namespace breachd::ingest
