// What AWS's senders share: EventBridge's and SNS's envelopes, and Security Hub's finding format (ASFF).
#include <fmt/format.h>

#include <algorithm>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

const json::object* unwrap_aws(const json::object& in, json::value& keep) {
    const json::object* out = &in;
    if (find(in, "Message") != nullptr && find(in, "TopicArn") != nullptr) {
        keep = nested_json(find(in, "Message"));
        if (const auto* message = object_of(&keep)) out = message;
    }
    const auto* detail = find(*out, "detail");
    if (detail != nullptr && detail->is_string()) {  // an input transformer that quoted it
        auto parsed = nested_json(detail);
        if (!parsed.is_object()) return out;
        keep = std::move(parsed);
        return &keep.get_object();
    }
    return object_of(detail) != nullptr ? object_of(detail) : out;
}

namespace {

// SNS asks for a subscription to be confirmed, or says that it ended, before it sends anything.
bool is_sns_handshake(const json::object& in) {
    auto type = text_view(find(in, "Type"));
    return type == "SubscriptionConfirmation" || type == "UnsubscribeConfirmation";
}

// The command line and some SDKs write GuardDuty's members as "CreatedAt" for "createdAt".
json::value camel_case(const json::value& in) {
    if (const auto* items = array_of(&in)) {
        json::array out;
        for (const auto& item : *items) out.push_back(camel_case(item));
        return out;
    }
    const auto* object = object_of(&in);
    if (object == nullptr) return in;
    json::object out;
    for (const auto& member : *object) {
        std::string key(member.key());
        if (!key.empty()) key.front() = lower(key).front();
        out.emplace(key, camel_case(member.value()));
    }
    return out;
}

}  // namespace

Taken read_aws_finding(const Element& element, const AwsProduct& product) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    if (is_sns_handshake(**object)) return std::optional<Alert>{};
    json::value keep, renamed;
    const json::object* in = unwrap_aws(**object, keep);
    auto kind = text_view(find(**object, "detail-type"));  // one bus carries the events of all services
    if (!kind.empty() && !contains_word(kind, product.name) && !contains_word(kind, "Security Hub"))
        return std::optional<Alert>{};
    if (find(*in, "ProductArn") != nullptr) return read_asff(element, *in);  // the same finding through Security Hub
    if (find(*in, "title") == nullptr && find(*in, "Title") != nullptr) {
        renamed = camel_case(*in);
        in = &renamed.get_object();
    }
    Alert alert;
    alert.rule_id = clean_text(text_of(find(*in, "type")));
    alert.title = text_of(find(*in, "title"));
    if (alert.rule_id.empty() && alert.title.empty())
        return not_this_format(element, fmt::format("a {} finding: it has neither type nor title", product.name));
    if (alert.title.empty()) alert.title = alert.rule_id;
    add(alert.tags, alert.rule_id.substr(0, alert.rule_id.find(':')));
    product.read({*in, find(**object, "time"), element.raw}, alert);
    if (auto id = first_text(*in, {"id"}); !id.empty())
        alert.external_id = fmt::format("{}:{}", lower(product.name), id);
    finish(alert, fmt::format("{} finding", product.name));
    return std::optional(std::move(alert));
}

namespace {

AlertStatus status_of(const json::object& in) {
    auto workflow = first_text(in, {"Workflow.Status", "WorkflowState"});
    bool passed = text_view(dig(in, "Compliance.Status")) == "PASSED";  // a check that found nothing wrong
    if (workflow == "RESOLVED" || passed) return AlertStatus::resolved;
    if (workflow == "NOTIFIED") return AlertStatus::acknowledged;
    bool gone = workflow == "SUPPRESSED" || text_view(find(in, "RecordState")) == "ARCHIVED";
    return gone ? AlertStatus::closed : AlertStatus::open;
}

void read_classification(const json::value* result, Alert& alert) {
    const auto* groups = array_of(find(result, "SensitiveData"));
    if (groups == nullptr) return;
    for (const auto& group : *groups) {
        auto known = alert.data_kinds.size();
        if (const auto* detections = array_of(find(&group, "Detections")))
            for (const auto& detection : *detections)
                add_detector(alert.data_kinds, text_view(find(&detection, "Type")));
        if (alert.data_kinds.size() == known) add_category(alert.data_kinds, text_view(find(&group, "Category")));
        add_count(alert.records, find(&group, "TotalCount"));
    }
}

}  // namespace

Taken read_asff(const Element& element, const json::object& in) {
    auto id = clean_text(text_of(find(in, "Id")));
    if (id.empty() && find(in, "Title") == nullptr) return not_this_format(element, "a Security Hub finding");
    Alert alert;
    alert.title = text_of(find(in, "Title"));
    const auto* label = dig(in, "Severity.Label");
    set_severity(alert, label, severity_of_word(text_view(label)));
    if (same_word(text_view(label), "INFORMATIONAL")) alert.severity = 0;
    if (auto number = integer_of(dig(in, "Severity.Normalized")))
        alert.severity = static_cast<int>(std::clamp<std::int64_t>(*number, 0, 100));
    alert.occurred_at = first_time({find(in, "FirstObservedAt"), find(in, "CreatedAt")});
    alert.detected_at = first_time({find(in, "CreatedAt"), find(in, "UpdatedAt")});
    if (const auto* resources = array_of(find(in, "Resources")))
        for (const auto& resource : *resources) {
            add_each(alert.hosts, find(&resource, "Id"));
            read_classification(dig(&resource, "DataClassification.Result"), alert);
        }
    add_each(alert.tags, find(in, "Types"));
    add_each(alert.tags, find(in, "ProductName"));
    alert.rule_id = clean_text(text_of(find(in, "GeneratorId")));
    alert.status = status_of(in);
    alert.test = flag_of(find(in, "Sample"));
    if (!id.empty()) alert.external_id = fmt::format("asff:{}", id);
    finish(alert, "AWS Security Hub finding");
    return std::optional(std::move(alert));
}

}  // namespace breachd::ingest
