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
    if (auto score = integer_of(find(severity, "score")))
        return *score <= 1 ? 30 : *score == 2 ? 60 : 90;
    auto word = text_view(find(severity, "description"));
    return same_word(word, "low") ? 30 : same_word(word, "medium") ? 60 : same_word(word, "high") ? std::optional(90) : std::nullopt;
}

void read_result(const json::value* result, Alert& alert) {
    if (const auto* groups = array_of(find(result, "sensitiveData")))
        for (const auto& group : *groups) {
            bool known = false;
            if (const auto* detections = array_of(find(&group, "detections")))
                for (const auto& detection : *detections)
                    known = add_detector(alert.data_kinds, text_view(find(&detection, "type"))) || known;
            if (!known) add_category(alert.data_kinds, text_view(find(&group, "category")));
            add_count(alert.records, find(&group, "totalCount"));
        }
    const auto* custom = find(result, "customDataIdentifiers");
    if (const auto* detections = array_of(find(custom, "detections")))
        for (const auto& detection : *detections) add_detector(alert.data_kinds, text_view(find(&detection, "name")));
    add_count(alert.records, find(custom, "totalCount"));
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap_aws(**object, keep);
    auto type = clean_text(text_of(find(in, "type")));
    auto title = text_of(find(in, "title"));
    if (type.empty() && title.empty()) return not_this_format(element, "a Macie finding: it has neither type nor title");
    Alert alert;
    alert.title = title.empty() ? type : title;
    alert.rule_id = type;
    const auto* severity = find(in, "severity");
    set_severity(alert, find(severity, "description"), severity_of(severity));
    // A policy finding is published again when it recurs: updatedAt is when Macie raised this one.
    alert.detected_at = first_time({find(in, "updatedAt"), find(in, "createdAt"), find(**object, "time")});
    alert.occurred_at = first_time({find(in, "createdAt"), find(in, "updatedAt")});
    add_each(alert.hosts, dig(in, "resourcesAffected.s3Bucket.name"));
    add(alert.tables, first_text(in, {"resourcesAffected.s3Object.path", "resourcesAffected.s3Object.key"}));
    add(alert.tags, type.substr(0, type.find(':')));
    add_each(alert.tags, dig(in, "resourcesAffected.s3Bucket.publicAccess.effectivePermission"));
    read_result(dig(in, "classificationDetails.result"), alert);
    if (alert.data_kinds.empty() && starts_with_word(type, "SensitiveData:S3Object/"))
        add_category(alert.data_kinds, std::string_view(type).substr(type.find('/') + 1));
    if (flag_of(find(in, "archived"))) alert.status = AlertStatus::closed;
    alert.test = flag_of(find(in, "sample"));
    if (auto id = first_text(in, {"id"}); !id.empty()) alert.external_id = fmt::format("macie:{}", id);
    finish(alert, "Macie finding");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_macie(const Body& body) { return read_alerts(body.bytes, {"findings", "Findings"}, read_one); }

}  // namespace breachd::ingest
